#pragma once
#include <string_view>

// DFlow's hosts. The dev- hosts need no key, are throttled, and trade the same real chain.
namespace holdfast::kalshi_solana::urls {

inline constexpr std::string_view metadata = "https://prediction-markets-api.dflow.net";
inline constexpr std::string_view trade = "https://quote-api.dflow.net";
inline constexpr std::string_view api = "/api/v1";  // before every metadata target

}  // namespace holdfast::kalshi_solana::urls
