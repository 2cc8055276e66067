#pragma once
#include <string>
#include <vector>

#include "domain/holding.hpp"

namespace holdfast::polymarket {

// Whether a token id is what its market's condition gives: an ordinary market's from USDC.e, a
// neg-risk one's from the wrapped collateral, a structured id of Protocol V2 from its own bits. Ids
// are taken from the venue, and one in sixteen that were looked at follows none of these rules: a
// difference is worth a word and nothing more.
enum class Derivation : std::uint8_t { as_derived, another, not_known };
Derivation derivation_of(const Instrument& about);

// "7 of 8 token ids are what their markets' conditions give; another: <slug>"
std::string derivations_text(const std::vector<Holding>& rows);

}  // namespace holdfast::polymarket
