#pragma once
#include <string>
#include <vector>

#include "support/number_from.hpp"

namespace holdfast::simulation {

using test::number_from;

inline std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += "\n  " + line;
  return all;
}

}  // namespace holdfast::simulation
