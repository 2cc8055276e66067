#pragma once
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "cli/backfill.hpp"
#include "cli/replayed.hpp"
#include "cli/scenario_options.hpp"
#include "cli/serve_options.hpp"
#include "platform/config.hpp"
#include "platform/environment.hpp"
#include "ports/ledger_reader.hpp"
#include "ports/venue.hpp"
#include "ports/venue_probe.hpp"

namespace holdfast::cli {

// What an answer of the daemon looks like from here.
struct DaemonAnswer {
  int status{};
  std::string body;
};

// Everything the commands need from outside. Tests put their own things behind each of them.
struct Doors {
  std::ostream& out;  // data
  std::ostream& err;  // talk
  platform::Environment environment;
  bool terminal{};  // out is one
  bool colour{};
  std::function<Result<int>(const ServeOptions&, platform::Environment)> serve;
  std::function<Result<platform::Config>(platform::ConfigInputs)> load_config;
  // A request to the daemon of this configuration. Fault::unreachable: none listens there;
  // unknown_outcome: something does, and does not answer.
  std::function<Result<DaemonAnswer>(const platform::Config&, std::string method,
                                     std::string target, std::string body)>
      ask_daemon;
  std::function<Result<std::unique_ptr<LedgerReader>>(const std::string& path)> open_ledger;
  std::function<Result<std::vector<IdentityCheck>>(const platform::Config&)> identify;
  std::function<Result<std::vector<ProbeFinding>>(const platform::Config&)> probe;
  std::function<Result<std::vector<Backfill>>(const platform::Config&, Rehearsal)> backfill;
  std::function<UtcTime()> now;
  std::function<int(const ScenarioOptions&)> scenario;
  // Runs the passes that a ledger's copy holds again, under this configuration's rules.
  std::function<Result<std::vector<Replayed>>(const platform::Config&, const std::string& path)>
      replay;
};

}  // namespace holdfast::cli
