#pragma once
#include <string>
#include <string_view>

namespace holdfast::platform {

// Control characters, broken UTF-8 and invisible direction marks as \n, \x1b, \u202e. Text from
// outside that went through it can neither forge a line nor steer a terminal.
std::string escape_controls(std::string_view text);

}  // namespace holdfast::platform
