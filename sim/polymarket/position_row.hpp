#pragma once
#include <string>
#include <vector>

#include "sim/call.hpp"
#include "sim/node.hpp"
#include "sim/polymarket/market.hpp"
#include "sim/polymarket/wallets.hpp"

namespace holdfast::sim {
struct World;
}

namespace holdfast::sim::polymarket {

// One token of one wallet as the Data API states it. Derived amounts are cut to the decimals the
// recording shows (four; fees five), never rounded up.
struct PositionRow {
  std::string wallet;
  const Market* market{};
  std::size_t outcome{};
  Holding holding;
  Price price;   // payout once resolved
  Int128 value;  // units of 1e-9, cut to four decimals
  Int128 cost;   // likewise
  bool resolved{};
  bool mergeable{};

  [[nodiscard]] const std::string& token_id() const {
    return market->outcomes.at(outcome).token_id;
  }
  [[nodiscard]] bool closed() const { return holding.size.is_zero(); }
  [[nodiscard]] bool lost() const { return resolved && price.is_zero(); }
  // OPEN, REDEEMABLE, CLOSED
  [[nodiscard]] std::string_view status() const;
};

// Every token the wallet ever held, as that moment's truth shows it.
std::vector<PositionRow> rows_of(const World& world, const std::string& address,
                                 const Wallet& wallet, UtcTime moment);
Node node_v2(const PositionRow& row, const World& world);
Node node_v1(const PositionRow& row);

// The wallet asked for as this endpoint shows it: its own lag, staleness, another owner's rows.
std::vector<PositionRow> shown_rows(World& world, const Call& call, const std::string& user,
                                    Duration lag);
// The same for all holders of a condition.
std::vector<PositionRow> shown_holders(World& world, const Call& call, const std::string& condition,
                                       Duration lag);

}  // namespace holdfast::sim::polymarket
