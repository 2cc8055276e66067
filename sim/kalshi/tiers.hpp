#pragma once
#include <cstdint>
#include <string_view>

namespace holdfast::sim::kalshi {

// Tokens per second and the most a bucket holds.
struct TierRates {
  std::int64_t read_rate{};
  std::int64_t read_capacity{};
  std::int64_t write_rate{};
  std::int64_t write_capacity{};
};

// Rate-limit page of August 2026; Basic buckets hold one second's worth (recorded June 2026),
// Advanced two on both sides, the tiers above two for writes.
constexpr TierRates rates_of(std::string_view tier) {
  if (tier == "basic") return {200, 200, 100, 100};
  if (tier == "expert") return {600, 600, 600, 1200};
  if (tier == "premier") return {1000, 1000, 1000, 2000};
  if (tier == "paragon") return {2000, 2000, 2000, 4000};
  if (tier == "prime") return {4000, 4000, 4000, 8000};
  if (tier == "prestige") return {10000, 10000, 8000, 16000};
  return {300, 600, 300, 600};
}

}  // namespace holdfast::sim::kalshi
