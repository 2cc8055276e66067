#pragma once
#include <string>
#include <vector>

namespace holdfast::cli {

// What the words of `holdfast scenario` ask for.
struct ScenarioOptions {
  std::vector<std::string> paths;  // files, or folders of them
  bool schema{};                   // only print the schema of a file
  bool strict{};                   // refuse a file that asserts no quantity, no verdict or no event
  bool negate{};                   // alter each expectation in turn: every scenario must fail
  bool json{};
};

}  // namespace holdfast::cli
