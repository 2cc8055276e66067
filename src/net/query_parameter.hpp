#pragma once
#include <string>
#include <string_view>

namespace holdfast::net {

// name=value, the value percent-encoded.
std::string parameter(std::string_view name, std::string_view value);

}  // namespace holdfast::net
