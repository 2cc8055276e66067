#pragma once
#include <optional>
#include <string>

#include "sim/call.hpp"
#include "sim/routes.hpp"

namespace holdfast::sim::kalshi {

struct Exchange;
struct ApiKey;

// Header timestamps older than this, or further ahead, are refused. Recorded: -30 s refused, +-5 s
// taken; the exact bounds are not known (kalshi window, docs/venues/uncertain.md).
inline constexpr Duration oldest_timestamp = std::chrono::seconds{10};
inline constexpr Duration newest_timestamp = std::chrono::seconds{60};

// Verifies the three headers, the key's scope and its subaccount, and takes the call's rate-limit
// tokens. Fills in the caller; or the venue's own refusal.
std::optional<Answer> guard(Exchange& exchange, Call& call, const Route& route);

// The tokens that a call takes from one shard's bucket; all of them, or 429.
enum class Budget : std::uint8_t { read, write };
struct Spending {
  Budget budget{};
  std::uint16_t shard{};
  std::int64_t cost{};
};
std::optional<Answer> take_tokens(Exchange& exchange, const Call& call, const Spending& spending);

// RSA-PSS with SHA-256, MGF1-SHA-256 and a salt of exactly 32 bytes, or Ed25519, by the key's PEM;
// signature in standard base64.
bool signature_fits(const std::string& public_pem, const std::string& text,
                    const std::string& signature_base64);

}  // namespace holdfast::sim::kalshi
