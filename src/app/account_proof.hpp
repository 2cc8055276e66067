#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "app/owner_search.hpp"
#include "ports/clock.hpp"
#include "ports/venue.hpp"

namespace holdfast {

// What one account's last proof said.
struct IdentityReport {
  std::vector<IdentityCheck> checks;
  std::optional<UtcTime> asked_at;  // none: not asked yet
};

// Proves, before the first pass and daily, that the account that is asked about is the one that is
// meant. Until it is proven nothing of it is read: an account that is somebody else's must never
// look like one that holds nothing. Venue, clock and search outlive it.
class AccountProof {
 public:
  // `bar`: why the ledger itself says that it is somebody else's; then no question is asked.
  AccountProof(Venue& venue, Clock& clock, OwnerSearch* search, std::optional<Error> bar);

  // Nothing while the last proof holds. The first check that did not pass as its fault, with the
  // fix. A venue that is merely away leaves an earlier proof standing.
  Async<void> prove(RawTape& tape);
  [[nodiscard]] const IdentityReport& report() const { return report_; }

 private:
  Venue& venue_;
  Clock& clock_;
  OwnerSearch* search_;
  std::optional<Error> bar_;
  std::optional<Duration> proven_;  // on uptime
  IdentityReport report_;
};

}  // namespace holdfast
