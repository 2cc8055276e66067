#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace holdfast::platform {

struct UnfitLine {
  std::size_t line{};  // from 1
  std::string_view why;
};

// The first line that toml++ 3.3 must not see, for it would end the program instead of refusing it.
//
// A letter beyond ASCII outside of texts and comments, where TOML allows none; behind a backslash,
// and behind the white space that a backslash takes away, counts as outside. toml++ asks whether it
// is white space, and that is undefined for most letters: its table ends in an unreachable branch.
//
// A number or date that is longer than any, or has a quote inside. toml++ reads ahead in it, quote
// or not, and steps back at most 127 letters; beyond that an assertion fails in a function that
// cannot throw.
//
// A key of very many parts: each is a table within a table, and they are destroyed by recursion.
//
// The last two refuse some keys that TOML would allow: `1="x"` without spaces, one of forty parts.
// Holdfast has none such.
std::optional<UnfitLine> find_unfit_line(std::string_view toml);

}  // namespace holdfast::platform
