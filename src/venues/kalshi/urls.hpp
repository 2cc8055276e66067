#pragma once
#include <string_view>

namespace holdfast::kalshi::urls {

// Kalshi's dedicated API hosts, since 2026-05-07; the older shared ones still answer. Keys of demo
// and production are separate.
inline constexpr std::string_view production = "https://external-api.kalshi.com";
inline constexpr std::string_view production_shared = "https://api.elections.kalshi.com";
inline constexpr std::string_view demo = "https://external-api.demo.kalshi.co";
inline constexpr std::string_view demo_shared = "https://demo-api.kalshi.co";

// The stream's path, signed like a GET; its hosts are platform's (read_accounts.cpp).
inline constexpr std::string_view stream = "/trade-api/ws/v2";

// Signed together with the path that follows it.
inline constexpr std::string_view prefix = "/trade-api/v2";

}  // namespace holdfast::kalshi::urls
