#include "scenario/scenario.hpp"

#include <algorithm>
#include <set>

#include "scenario/read_parts.hpp"
#include "scenario/schema_check.hpp"
#include "scenario/syntax.hpp"

namespace holdfast::scenario {
namespace {

// A label is of one step, and of one before the hash is looked at.
std::optional<Refusal> wrong_label(const Scenario& scenario) {
  std::set<std::string> labels;
  const auto add = [&](const Step& step) -> std::optional<Refusal> {
    if (step.label.empty() || labels.insert(step.label).second) return std::nullopt;
    return Refusal{step.line, "step: two are labelled " + step.label, false};
  };
  for (const Step& step : scenario.steps) {
    if (auto wrong = add(step)) return wrong;
    if (const auto* sync = std::get_if<Sync>(&step.action)) {
      for (const Step& meanwhile : sync->meanwhile) {
        if (auto wrong = add(meanwhile)) return wrong;
      }
    }
    const auto* expect = std::get_if<Expect>(&step.action);
    for (std::size_t i = 0; expect != nullptr && i < expect->checks.size(); ++i) {
      const Check& check = expect->checks[i];
      if (check.subject != Check::Subject::same_hash || labels.contains(check.expected)) continue;
      return Refusal{check.line, check.path + ": no step before is labelled " + check.expected,
                     false};
    }
  }
  return std::nullopt;
}

}  // namespace

tl::expected<Scenario, Refusal> read_scenario(std::string_view text) {
  const auto document = read_document(text);
  if (!document) {
    return tl::make_unexpected(
        syntax_fault(text).value_or(Refusal{1, document.error().what, false}));
  }
  if (auto later = beyond_this_version(*document)) return tl::make_unexpected(*std::move(later));
  if (auto wrong = misfit(*document)) return tl::make_unexpected(*std::move(wrong));
  Scenario scenario;
  std::optional<Refusal> refusal;
  Form file{*document, "file", refusal};
  scenario.name = file.text("name");
  scenario.why = file.text("why", "");
  static_cast<void>(file.find("$schema"));
  read_config(scenario, file, refusal);
  read_accounts(scenario, file, refusal);
  read_instruments(scenario, file, refusal);
  Names names{scenario, refusal};
  read_ledger(scenario, file, names);
  if (const Value* book = file.find("book"); book != nullptr && !book->is(Value::Kind::null)) {
    scenario.book = book_of(*book, names);
  }
  Duration last = Duration::min();
  for (const Value& value : file.list("steps")) {
    scenario.steps.push_back(
        read_step(value, names, scenario.steps.empty() ? Duration{} : scenario.steps.back().at));
    if (scenario.steps.back().at < last) {
      file.refuse_at(value, "a step is earlier than the one before it");
    }
    last = scenario.steps.back().at;
    if (refusal) break;
  }
  if (!refusal) refusal = wrong_label(scenario);
  if (!refusal) file.close();
  if (refusal) return tl::make_unexpected(*std::move(refusal));
  return scenario;
}

std::optional<Refusal> too_weak(const Scenario& scenario) {
  bool quantity = false;
  bool verdict = false;
  bool event = false;
  for (const Step& step : scenario.steps) {
    const auto* expect = std::get_if<Expect>(&step.action);
    if (expect == nullptr) continue;
    for (const Check& check : expect->checks) {
      quantity = quantity || check.field == "quantity";
      verdict = verdict || check.field == "verdict" || check.subject == Check::Subject::headline;
      event = event || check.subject == Check::Subject::event ||
              check.subject == Check::Subject::no_event;
    }
  }
  if (quantity && verdict && event) return std::nullopt;
  const std::string missing = !quantity ? "quantity" : !verdict ? "verdict" : "event";
  return Refusal{1, "asserts no " + missing + " (--strict)", false};
}

}  // namespace holdfast::scenario
