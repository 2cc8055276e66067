#pragma once
#include <string_view>

// Polygon 137 addresses, in lower case (protocol sheets of 2026-11-21).
namespace holdfast::sim::polymarket {

inline constexpr std::string_view conditional_tokens = "0x4d97dcd97ec945f40cf65f87097ace5ea0476045";
inline constexpr std::string_view position_manager = "0x006f54f7f9a22e0000cc2ab60031000000ae9fef";
inline constexpr std::string_view pusd = "0xc011a7e12a19f7b1f670d46f03b03f3342e82dfb";
inline constexpr std::string_view usdc_e = "0x2791bca1f2de4661ed88a30c99a7a9449aa84174";
inline constexpr std::string_view wrapped_collateral = "0x3a3bd7bb9528e159577f7c2e685cc81a765002e2";
inline constexpr std::string_view exchange_v2 = "0xe111180000d2663c0091e4f400237545b87b996b";
inline constexpr std::string_view neg_risk_exchange_v2 =
    "0xe2222d279d744050d28e00520010520000310f59";
inline constexpr std::string_view exchange_v3 = "0xe3333700ca9d93003f00f0f71f8515005f6c00aa";
inline constexpr std::string_view neg_risk_adapter = "0xd91e80cf2e7be2e162c6513ced06f1dd0da35296";
inline constexpr std::string_view ctf_collateral_adapter =
    "0xada100db00ca00073811820692005400218fce1f";
inline constexpr std::string_view neg_risk_collateral_adapter =
    "0xada2005600dec949baf300f4c6120000bdb6eaab";
inline constexpr std::string_view safe_factory = "0xaacfeea03eb1561c4e67d661e40682bd20e3541b";
inline constexpr std::string_view uma_oracle = "0x6a9d222616c90fca5754cd1333cfd9b7fb6a4f74";
inline constexpr std::string_view zero_address = "0x0000000000000000000000000000000000000000";

}  // namespace holdfast::sim::polymarket
