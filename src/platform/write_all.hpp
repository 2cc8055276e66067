#pragma once
#include <string_view>

namespace holdfast::platform {

// The bytes to the end, however many calls that takes. False: errno says why not.
bool write_all(int file, std::string_view bytes);

}  // namespace holdfast::platform
