#include <algorithm>

#include "api/differences.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/routes/routes.hpp"
#include "api/valuation.hpp"
#include "api/write_values.hpp"

namespace holdfast::api::routes {
namespace {

void write_drift(JsonWriter& json, const Difference& one, const Picture& picture) {
  const Case& open = *one.about;
  std::optional<Quantity> difference;
  if (one.theirs) difference = value_or_none(subtract(*one.theirs, one.ours));
  json.begin_object();
  write_key_fields(json, one.key);
  json.key("case").string(open.id.text);
  json.key("title").string(picture.instrument(one.key).title);
  json.key("reason").string(name_of(open.reason));
  json.key("state").string(name_of(open.state));
  json.key("ours").amount(one.ours);
  json.key("theirs").amount(one.theirs);
  json.key("difference").amount(difference);
  json.key("at_stake").amount(one.at_stake);
  json.key("sightings").integer(open.sightings);
  write_time(json, "first_seen", open.opened_at);
  write_time(json, "last_seen", open.updated_at);
  json.key("text").string(open.text);
  json.end_object();
}

bool wanted(const Case& open, std::string_view account) {
  return account.empty() || open.account.text == account;
}

}  // namespace

Answer drifts(const Call& call) {
  const auto account = call.request.query_text("account");
  std::vector<Difference> drifts = differences(call.picture);
  std::erase_if(drifts, [&](const Difference& one) { return !wanted(*one.about, account); });
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("drifts").begin_array();
  for (const Difference& one : drifts) write_drift(json, one, call.picture);
  json.end_array();
  json.key("at_stake").amount(stakes_of(drifts).known());
  json.end_object();
  return json_answer(json.take());
}

Answer cases(const Call& call) {
  const auto scope = word_from(call.request, "scope", {"open", "all"});
  if (!scope) return scope.error();
  std::vector<Case> rows = call.replica().cases;
  if (*scope == "all") {
    auto ledger = call.context.open_ledger();
    if (!ledger) return ledger_problem(ledger.error());
    auto all = (*ledger)->cases(false);
    if (!all) return ledger_problem(all.error());
    rows = std::move(*all);
  }
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("scope").string(*scope);
  json.key("cases").begin_array();
  for (const Case& row : rows) {
    if (wanted(row, call.request.query_text("account"))) write_case(json, row);
  }
  json.end_array().end_object();
  return json_answer(json.take());
}

Answer one_case(const Call& call) {
  const CaseId id{call.names.at(0)};
  const auto write = [&](const Case& found) {
    JsonWriter json;
    json.begin_object();
    write_envelope(json, call.picture);
    write_case(json.key("case"), found);
    json.end_object();
    return json_answer(json.take());
  };
  const auto open = std::ranges::find(call.replica().cases, id, &Case::id);
  if (open != call.replica().cases.end()) return write(*open);
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  const auto all = (*ledger)->cases(false);
  if (!all) return ledger_problem(all.error());
  const auto found = std::ranges::find(*all, id, &Case::id);
  if (found != all->end()) return write(*found);
  return not_found("No case has this id.", "GET /api/v1/cases?scope=all lists them.");
}

}  // namespace holdfast::api::routes
