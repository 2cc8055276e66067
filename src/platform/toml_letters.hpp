#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace holdfast::platform {

// TOML allows letters beyond ASCII in texts and comments only. toml++ 3.3 asks about others
// whether they are white space, and that question is undefined for most of them (its table of
// white space ends in an unreachable branch), so they are found before it sees them.
// The line, from 1, of the first one elsewhere; behind a backslash counts as elsewhere too.
std::optional<std::size_t> line_of_stray_letter(std::string_view toml);

}  // namespace holdfast::platform
