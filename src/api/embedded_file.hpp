#pragma once
#include <string_view>

namespace holdfast::api {

// A file that is carried in the binary (embedded.txt); empty when there is none of that name.
std::string_view embedded_file(std::string_view name);

}  // namespace holdfast::api
