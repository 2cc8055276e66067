#pragma once
#include <string>

#include "core/pass_counts.hpp"
#include "domain/position.hpp"

namespace holdfast {

// The line that ends each pass. "deleted" means closed and archived: nothing is erased.
std::string summary_line(const PassCounts& counts);

// The line of a position that ends by this evidence.
std::string removal_line(const Position& held, const Evidence& witness);

}  // namespace holdfast
