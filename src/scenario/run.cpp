#include "scenario/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>

#include "platform/json_writer.hpp"
#include "scenario/compare.hpp"
#include "scenario/schema_check.hpp"
#include "scenario/stage.hpp"

namespace holdfast::scenario {
namespace {

namespace fs = std::filesystem;

void compare_all(const Expect& expect, const Observed& seen, Proof proof,
                 std::vector<Failure>& failures) {
  for (const Check& check : expect.checks) {
    if (proof == Proof::plain && !holds(check, seen)) {
      failures.push_back(
          {check.line, fmt::format("{}: expected {}{}, found {}", check.path,
                                   check.subject == Check::Subject::no_event ? "no " : "",
                                   check.expected, seen_of(check, seen))});
    } else if (proof == Proof::negated && holds(altered(check), seen)) {
      failures.push_back(
          {check.line, fmt::format("{}: holds although it was altered", check.path)});
    }
  }
}

enum class Verdict : std::uint8_t { passed, failed, unsupported };

struct Outcome {
  std::string file;
  std::string name;
  Verdict verdict{Verdict::failed};
  std::vector<Failure> failures;
};

std::vector<std::string> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code broken;
    if (!fs::is_directory(path, broken)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator{path, broken}) {
      if (entry.path().extension() == ".json") files.push_back(entry.path().string());
    }
  }
  std::ranges::sort(files);
  return files;
}

Outcome run_text(const std::string& file, const std::string& text,
                 const cli::ScenarioOptions& options) {
  Outcome outcome{.file = file, .name = fs::path{file}.stem().string()};
  const auto refuse = [&](const Refusal& refusal) {
    outcome.verdict = refusal.unsupported ? Verdict::unsupported : Verdict::failed;
    outcome.failures.push_back({refusal.line, refusal.what});
    return outcome;
  };
  const auto scenario = read_scenario(text);
  if (!scenario) return refuse(scenario.error());
  outcome.name = scenario->name;
  if (options.strict) {
    if (const auto weak = too_weak(*scenario)) return refuse(*weak);
  }
  outcome.failures = run_scenario(*scenario, options.negate ? Proof::negated : Proof::plain);
  // Altered, a scenario must fail; one that passes all the same proves nothing.
  const bool stands = outcome.failures.empty();
  outcome.verdict = stands == !options.negate ? Verdict::passed : Verdict::failed;
  return outcome;
}

Outcome run_file(const std::string& file, const cli::ScenarioOptions& options) {
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) return {.file = file, .name = file, .failures = {{1, "cannot be read"}}};
  return run_text(file, text.str(), options);
}

void print(const Outcome& outcome, std::ostream& out) {
  constexpr std::array<std::string_view, 3> words{"ok  ", "FAIL", "skip"};
  out << words.at(static_cast<std::size_t>(outcome.verdict)) << " " << outcome.file << "  "
      << outcome.name << "\n";
  for (const Failure& failure : outcome.failures) {
    out << fmt::format("     {}:{}: {}\n", outcome.file, failure.line, failure.what);
  }
  out.flush();
}

void print_json(const std::vector<Outcome>& outcomes, std::ostream& out) {
  constexpr std::array<std::string_view, 3> words{"passed", "failed", "unsupported"};
  const auto count = [&](Verdict verdict) {
    return std::ranges::count(outcomes, verdict, &Outcome::verdict);
  };
  platform::JsonWriter json;
  json.begin_object();
  json.key("passed").integer(count(Verdict::passed));
  json.key("failed").integer(count(Verdict::failed));
  json.key("unsupported").integer(count(Verdict::unsupported));
  json.key("scenarios").begin_array();
  for (const Outcome& outcome : outcomes) {
    json.begin_object();
    json.key("file").string(outcome.file);
    json.key("name").string(outcome.name);
    json.key("result").string(words.at(static_cast<std::size_t>(outcome.verdict)));
    json.key("failures").begin_array();
    for (const Failure& failure : outcome.failures) {
      json.begin_object();
      json.key("line").integer(static_cast<std::int64_t>(failure.line));
      json.key("what").string(failure.what);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  out << json.take() << "\n";
}

}  // namespace

std::vector<Failure> run_scenario(const Scenario& scenario, Proof proof) {
  std::vector<Failure> failures;
  // What cannot be run fails, altered or not.
  const auto broken = [&](std::size_t line, std::string what) {
    if (proof == Proof::plain) failures.push_back({line, std::move(what)});
  };
  try {
    Stage stage{scenario};
    if (const auto begun = stage.begin(); !begun) {
      broken(stage.line_of_start(), "the start cannot be brought about: " + begun.error().what);
      return failures;
    }
    for (const Step& step : scenario.steps) {
      if (const auto done = stage.act(step); !done) {
        broken(step.line, "the step cannot be done: " + done.error().what);
        break;
      }
      if (const auto* expect = std::get_if<Expect>(&step.action)) {
        compare_all(*expect, stage.look(), proof, failures);
      }
    }
  } catch (const std::exception& thrown) {
    broken(1, std::string{"ended in an exception: "} + thrown.what());
  }
  return failures;
}

int run_files(const cli::ScenarioOptions& options, std::ostream& out, std::ostream& err) {
  if (options.schema) {
    out << schema();
    return 0;
  }
  const auto files = files_of(options.paths);
  if (files.empty()) {
    err << "holdfast: no scenario file is there. Name files, or a folder that holds some.\n";
    return 2;
  }
  std::vector<Outcome> outcomes;
  for (const std::string& file : files) {
    outcomes.push_back(run_file(file, options));
    if (!options.json) print(outcomes.back(), out);
  }
  const auto count = [&](Verdict verdict) {
    return std::ranges::count(outcomes, verdict, &Outcome::verdict);
  };
  const auto failed = count(Verdict::failed);
  if (options.json) {
    print_json(outcomes, out);
    return failed == 0 ? 0 : 1;
  }
  if (const auto later = count(Verdict::unsupported); later > 0) {
    out << later << " not in this version\n";
  }
  out << count(Verdict::passed) << " passed, " << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}

}  // namespace holdfast::scenario
