#pragma once
#include <string_view>

#include "build_info/build_info.hpp"

namespace holdfast::platform {

// "0.1.0" and how it was built: "release", "dev", "asan"…
inline constexpr std::string_view version = build_info::version;
inline constexpr std::string_view flavour = build_info::flavour;

}  // namespace holdfast::platform
