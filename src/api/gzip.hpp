#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::api {

// None when zlib has no memory left: send the text as it is.
std::optional<std::string> gzip(std::string_view text);

}  // namespace holdfast::api
