#pragma once
#include <string_view>

namespace holdfast::pacifica::urls {

inline constexpr std::string_view production = "https://api.pacifica.fi";
inline constexpr std::string_view testnet = "https://test-api.pacifica.fi";

// Of the stream, at wss://ws.pacifica.fi and wss://test-ws.pacifica.fi.
inline constexpr std::string_view stream = "/ws";

// Before every path; it is not signed.
inline constexpr std::string_view prefix = "/api/v1";

}  // namespace holdfast::pacifica::urls
