#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ports/token_chain.hpp"
#include "ports/venue.hpp"
#include "venues/kalshi_solana/parse.hpp"

namespace holdfast::kalshi_solana {

// Gathers what happened to the asked keys, from DFlow's trades and from the chain's transactions.
//   a trade             a fill, or a redemption: contracts against the settlement mint
//   an order's fill     the same, from order-status, where the trade list does not have it yet: a
//                       fill that is not listed, for order-status says nothing of fees
//   a bare movement     a transfer, if it went: no order of DFlow's stands behind it
// The id of a fill is its transaction's signature, the mint, and its ordinal among equals, so that
// both sources name one fill alike.
class EventBook {
 public:
  EventBook(const EventQuery& query, std::string wallet,
            const std::map<std::string, Outcome>& outcomes)
      : query_{query}, wallet_{std::move(wallet)}, outcomes_{outcomes} {}

  // In the order of time, oldest first.
  Result<void> add_trade(const Trade& trade);
  // What an order's fills were; `at` is when the order moved its tokens.
  Result<void> add_order(const OrderStatus& order, UtcTime at);
  Result<void> add_transfer(const PositionKey& key, const TokenMove& move);
  void add_unsettled(const PositionKey& key) { events_.unsettled.insert(key); }
  void touch(const PositionKey& key, UtcTime at);

  // A transaction whose change is counted already: a fill's own, or one that gave tokens back.
  [[nodiscard]] bool accounts_for(const std::string& signature) const {
    return signatures_.contains(signature);
  }
  // What the trades of the key sum to.
  [[nodiscard]] Int128 sum_of(const PositionKey& key) const;

  VenueEvents take() &&;

 private:
  // One side of an exchange: `atoms` of the key's mint came (above zero) or went, for `cash`.
  struct Exchange {
    const PositionKey& key;
    const std::string& signature;
    Int128 atoms{};
    std::uint64_t cash{};
    std::uint64_t fee{};
    UtcTime at;
    bool redeems{};
    bool listed{true};
  };
  Result<void> exchange(const Exchange& deal);
  [[nodiscard]] const PositionKey* asked(const std::string& mint, UtcTime at) const;
  [[nodiscard]] bool is_payout(const std::string& mint, Price price, UtcTime at) const;

  const EventQuery& query_;
  std::string wallet_;
  const std::map<std::string, Outcome>& outcomes_;
  VenueEvents events_;
  std::set<std::string> signatures_;
  std::map<std::string, int> ordinals_;  // by signature and mint
};

}  // namespace holdfast::kalshi_solana
