#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "cli/exit_code.hpp"
#include "cli/run.hpp"

namespace holdfast::cli {

// What a command said and did.
struct Told {
  int code{};
  std::string out;
  std::string err;
};

// A daemon that answers as the test says, and the command line that asks it. An answer serves every
// target that begins with its name, the longest name first; a list of them is used up one by one,
// the last again and again.
struct ScriptedDaemon {
  std::map<std::string, std::vector<DaemonAnswer>> answers;
  std::optional<Error> silence;       // instead of any answer
  std::vector<std::string> warnings;  // of the configuration
  bool terminal{};
  UtcTime now;
  std::vector<std::string> asked;  // "GET /api/v1/status"
  std::vector<std::string> bodies;

  void answer(const std::string& target, std::string body, int status = 200) {
    answers[target].push_back({status, std::move(body)});
  }

  Told run(std::vector<const char*> words) {
    words.insert(words.begin(), "holdfast");
    std::ostringstream out;
    std::ostringstream err;
    Doors doors{.out = out, .err = err, .terminal = terminal};
    doors.now = [this] { return now; };
    doors.identify = [](const platform::Config&) { return std::vector<IdentityCheck>{}; };
    doors.load_config = [this](platform::ConfigInputs inputs) -> Result<platform::Config> {
      for (const platform::Override& set : inputs.overrides)
        overrides.push_back(set.key + "=" + set.text);
      platform::Config config;
      config.warnings = warnings;
      return config;
    };
    doors.open_ledger = [](const std::string&) -> Result<std::unique_ptr<LedgerReader>> {
      return fail(Fault::storage, "there is no ledger here");
    };
    doors.ask_daemon = [this](const platform::Config&, const std::string& method,
                              const std::string& target,
                              std::string body) { return say(method, target, std::move(body)); };
    const int code = cli::run(static_cast<int>(words.size()), words.data(), std::move(doors));
    return {code, out.str(), err.str()};
  }

  std::vector<std::string> overrides;  // "http.port=9000": what the command line set

 private:
  Result<DaemonAnswer> say(const std::string& method, const std::string& target, std::string body) {
    asked.push_back(method + " " + target);
    bodies.push_back(std::move(body));
    if (silence) return tl::make_unexpected(*silence);
    for (auto known = answers.rbegin(); known != answers.rend(); ++known) {
      if (!target.starts_with(known->first)) continue;
      DaemonAnswer said = known->second.front();
      if (known->second.size() > 1) known->second.erase(known->second.begin());
      return said;
    }
    return DaemonAnswer{404, R"({"detail":"nothing is known of )" + target + "\"}"};
  }
};

}  // namespace holdfast::cli
