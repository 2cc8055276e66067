#pragma once
#include <string_view>

namespace holdfast::polymarket::urls {

inline constexpr std::string_view data = "https://data-api.polymarket.com";
inline constexpr std::string_view gamma = "https://gamma-api.polymarket.com";

}  // namespace holdfast::polymarket::urls
