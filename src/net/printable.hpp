#pragma once
#include <string>
#include <string_view>

namespace holdfast::net {

// At most `most` bytes of text from outside, fit for logs and errors: control characters, broken
// UTF-8 and characters that turn the direction of writing become spaces; it never ends within a
// character.
std::string printable(std::string_view text, std::size_t most);

}  // namespace holdfast::net
