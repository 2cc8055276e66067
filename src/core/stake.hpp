#pragma once
#include <cstdint>
#include <optional>

#include "core/find_drift.hpp"
#include "domain/position.hpp"

namespace holdfast {

// How much is in dispute, whichever of the two says more, at what one of it has cost on average;
// none where nobody knows that. `held` null: the key is new to the ledger.
std::optional<Money> stake_of(const Position* held, const Drift& drift);

// Several together: of those of which it is known, and how many that leaves out.
class Stakes {
 public:
  void add(const std::optional<Money>& stake);
  // None while it is known of none of them.
  [[nodiscard]] std::optional<Money> known() const;
  [[nodiscard]] std::int64_t unknown() const { return unknown_; }

 private:
  Sum<Money> sum_;
  std::int64_t known_{};
  std::int64_t unknown_{};
};

}  // namespace holdfast
