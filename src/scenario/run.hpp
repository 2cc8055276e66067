#pragma once
#include <iosfwd>
#include <string>
#include <vector>

#include "cli/scenario_options.hpp"
#include "scenario/scenario.hpp"

namespace holdfast::scenario {

struct Failure {
  std::size_t line{1};
  std::string what;
};

// Runs one scenario; no failures: it passed. Negated, each expectation is altered in turn, and
// those that hold all the same are the failures: there must be none.
enum class Proof : std::uint8_t { plain, negated };
std::vector<Failure> run_scenario(const Scenario& scenario, Proof proof);

// `holdfast scenario run`: 0 when all passed, 1 when one failed or could not be read, 2 when there
// is nothing to run.
int run_files(const cli::ScenarioOptions& options, std::ostream& out, std::ostream& err);

}  // namespace holdfast::scenario
