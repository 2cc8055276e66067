#include "venues/polymarket/derived_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "crypto/ctf_ids.hpp"

namespace holdfast::polymarket {
namespace {

// What ids are made from; what is held and approved today is pUSD, and not a part of them.
constexpr std::string_view usdc_e = "0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174";
constexpr std::string_view wrapped_collateral = "0x3A3BD7bb9528E159577F7C2e685CC81A765002E2";

bool gives(const crypto::Digest& condition, bool negative_risk, const U256& token) {
  const auto collateral = crypto::EthAddress::parse(negative_risk ? wrapped_collateral : usdc_e);
  if (!collateral) return false;
  // Index sets 1 and 2: the first outcome, the second.
  return std::ranges::any_of(std::array{1U, 2U}, [&](std::uint32_t outcome) {
    const auto collection = crypto::collection_id(condition, outcome);
    return collection && crypto::position_id(*collateral, *collection) == token;
  });
}

// The condition of a structured id is all of it but the outcome's byte; Gamma may pad it.
bool begins_with(const U256& token, std::string_view condition) {
  constexpr std::size_t condition_digits = 62;
  return condition.size() >= 2 + condition_digits &&
         token.hex().substr(2, condition_digits) == condition.substr(2, condition_digits);
}

}  // namespace

Derivation derivation_of(const Instrument& about) {
  const auto token = U256::parse_decimal(about.id.text);
  if (!token || about.condition_id.empty()) return Derivation::not_known;
  if (crypto::is_structured_id(*token)) {
    return begins_with(*token, about.condition_id) ? Derivation::as_derived : Derivation::another;
  }
  const auto condition = U256::parse_hex(about.condition_id);
  if (!condition || about.condition_id.size() != 66) return Derivation::not_known;
  return gives(condition->bytes(), about.negative_risk, *token) ? Derivation::as_derived
                                                                : Derivation::another;
}

std::string derivations_text(const std::vector<Holding>& rows) {
  std::size_t looked_at = 0;
  std::size_t as_derived = 0;
  std::string others;
  for (const Holding& row : rows) {
    const auto derivation = derivation_of(row.about);
    if (derivation == Derivation::not_known) continue;
    ++looked_at;
    if (derivation == Derivation::as_derived) {
      ++as_derived;
    } else {
      others += (others.empty() ? "; another: " : ", ") +
                (row.about.slug.empty() ? row.about.id.text : row.about.slug);
    }
  }
  return fmt::format("{} of {} token ids are what their markets' conditions give{}", as_derived,
                     looked_at, others);
}

}  // namespace holdfast::polymarket
