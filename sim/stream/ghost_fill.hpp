#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sim/random.hpp"

namespace holdfast::sim {

// The frame of a fill once more, as that of another fill, which never was: only its id differs.
// None: the frame tells of no fill.
std::optional<std::string> ghost_fill(std::string_view venue, std::string_view frame,
                                      Random& random);

}  // namespace holdfast::sim
