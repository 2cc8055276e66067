#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "cli/run.hpp"
#include "daemon/ask_daemon.hpp"
#include "daemon/backfill.hpp"
#include "daemon/probe.hpp"
#include "daemon/replay_file.hpp"
#include "daemon/serve.hpp"
#include "ledger/sqlite/open.hpp"
#include "platform/environment.hpp"
#include "platform/harden_process.hpp"
#include "platform/load_config.hpp"
#include "scenario/run.hpp"

namespace {

// https://no-color.org, https://bixense.com/clicolors
bool wants_colour(bool terminal) {
  const auto is_set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' && std::string_view{value} != "0";
  };
  if (is_set("NO_COLOR")) return false;
  return terminal || is_set("CLICOLOR_FORCE");
}

}  // namespace

// The one place that knows all names.
int main(int argc, char** argv) {
  using namespace holdfast;
  if (auto hardened = platform::harden_process(); !hardened) {
    std::cerr << "holdfast: " << hardened.error().what << "\n";
    return 1;
  }
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  const auto open_ledger = [](const std::string& path) { return sqlite::open_reader(path); };
  const auto now = [] { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); };
  return cli::run(argc, argv,
                  {.out = std::cout,
                   .err = std::cerr,
                   .environment = platform::take_environment(environ),
                   .terminal = terminal,
                   .colour = wants_colour(terminal),
                   .serve = daemon::serve,
                   .load_config = platform::load_config,
                   .ask_daemon = daemon::ask_daemon,
                   .open_ledger = open_ledger,
                   .identify = daemon::identify,
                   .probe = daemon::probe,
                   .backfill = daemon::backfill,
                   .now = now,
                   .scenario =
                       [](const cli::ScenarioOptions& options) {
                         return scenario::run_files(options, std::cout, std::cerr);
                       },
                   .replay = daemon::replay_file});
}
