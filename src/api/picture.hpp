#pragma once
#include <map>
#include <memory>
#include <optional>

#include "core/sellable.hpp"
#include "ports/replica.hpp"

namespace holdfast::api {

// One replica with what belongs together put together, for the time of one request.
class Picture {
 public:
  explicit Picture(std::shared_ptr<const Replica> replica);

  [[nodiscard]] const Replica& replica() const { return *replica_; }
  [[nodiscard]] const AccountStatus* account(const AccountId& id) const;
  [[nodiscard]] const Position* position(const PositionKey& key) const;  // open ones
  // The case that lasts about it, dismissed or not.
  [[nodiscard]] const Case* case_of(const PositionKey& key) const;
  [[nodiscard]] const Holding* holding(const PositionKey& key) const;
  // What the venue or the ledger says of it; an empty one that bears only the id when neither does.
  [[nodiscard]] Instrument instrument(const PositionKey& key) const;
  // What unsettled matches would add, once they are final; none: there are none.
  [[nodiscard]] std::optional<Quantity> settling(const PositionKey& key) const;
  // How much of what is held now can be sold at this moment, and what keeps the rest.
  [[nodiscard]] Sellable sellable(const Position& held) const;
  // Unknown while the account's answer is not current, or its row cannot be read; drift where
  // another case is about this key.
  [[nodiscard]] Verdict verdict(const PositionKey& key) const;

  // The oldest snapshot's moment; none while no account has one.
  [[nodiscard]] std::optional<UtcTime> as_of() const;
  [[nodiscard]] bool complete() const;

 private:
  std::shared_ptr<const Replica> replica_;
  std::map<AccountId, const AccountStatus*> accounts_;
  std::map<PositionKey, const Position*> positions_;
  std::map<PositionKey, const Case*> cases_;
};

}  // namespace holdfast::api
