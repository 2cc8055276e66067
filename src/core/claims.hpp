#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/account_view.hpp"
#include "core/alert.hpp"
#include "domain/event.hpp"
#include "domain/snapshot.hpp"

namespace holdfast {

// It is held of a resolved market, and pays, or may.
bool waits_to_be_redeemed(const Holding& row);

// What a holding of a resolved market pays once its owner redeems it. None: its payout is not known
// (yet).
std::optional<Money> payout_of(const Holding& row, Quantity quantity);

// A message about what waits to be redeemed, as it now is.
struct ClaimChange {
  EventKind kind{};  // claim_opened, claim_updated or claim_closed
  Alert message;
};

// The messages about what is held of resolved markets and pays: raised when the listing says so of
// a position, edited when a day is over or what it pays is known otherwise, ended when the position
// is or its market pays by then nothing. What a listing does not show is not redeemed by that: the
// position ends first. Nothing is wrong with any of it, so none is a case, and no verdict, gate or
// count of cases knows of it. Pure; `active` are the account's messages that have not ended.
std::vector<ClaimChange> changed_claims(const std::vector<Alert>& active, const AccountView& view,
                                        const Snapshot& snapshot, UtcTime now);

}  // namespace holdfast
