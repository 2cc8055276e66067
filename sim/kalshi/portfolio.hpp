#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast::sim::kalshi {

// What can happen to a member's money and contracts. Quantities are in YES terms: minus is NO.
struct Trade {
  std::string ticker;
  std::string event_ticker;
  std::uint16_t subaccount{};
  std::uint16_t shard{};
  Quantity change;
  Price yes_price;
  Money fee;
  bool is_taker{true};
  bool sells{};  // the person said "sell": shown in the deprecated action and side
  std::string fill_id;
  std::string order_id;
  std::string client_order_id;
};
struct Order {
  std::string id;
  std::string client_order_id;
  std::string ticker;
  std::uint16_t subaccount{};
  std::uint16_t shard{};
  Quantity change;   // signed size in YES terms: what can still fill and what has
  Quantity filled;   // signed
  Quantity initial;  // unsigned size as it was placed
  Quantity opens;    // unsigned part that opens a position: its cost is set aside
  Price yes_price;
  Money taker_cost;
  Money maker_cost;
  Money taker_fees;
  Money maker_fees;
  bool sells{};
  bool cancel_on_pause{};
  std::string status{"executed"};  // resting, canceled, executed
  std::string self_trade_prevention{"taker_at_cross"};
  std::optional<UtcTime> expires;
  UtcTime created;
  UtcTime updated;

  [[nodiscard]] Quantity remaining() const;  // unsigned; nothing once it rests no more
};

struct Payout {
  std::string ticker;
  std::string event_ticker;
  std::string result;  // yes, no, scalar
  Price value;         // of one YES contract
};
struct CashMove {
  std::uint16_t subaccount{};
  std::uint16_t shard{};
  Money change;
};
// Contracts from one subaccount to another, with their part of the cost and without a fill.
struct PositionMove {
  std::string ticker;
  std::uint16_t from{};
  std::uint16_t to{};
  std::uint16_t shard{};
  Quantity count;  // unsigned
};
// All markets of the event are settled: its rows leave the listing together.
struct Archive {
  std::string event_ticker;
};
// An order is taken into the book (its fills follow as trades), changes there, or leaves it.
struct OrderOpened {
  Order order;
};
struct OrderAmended {
  std::string order_id;
  std::string client_order_id;
  Price yes_price;
  Quantity change;
  Quantity initial;
  Quantity opens;
};
struct OrderCanceled {
  std::string order_id;
};
using Happening = std::variant<Trade, Payout, CashMove, PositionMove, Archive, OrderOpened,
                               OrderAmended, OrderCanceled>;
struct PortfolioEvent {
  UtcTime at;
  std::string account;  // empty: everybody (payouts, archiving)
  Happening what;
};

struct RowKey {
  std::uint16_t subaccount{};
  std::string ticker;
  std::uint16_t shard{};
  friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

struct Row {
  std::string event_ticker;
  Quantity position;
  Money exposure;  // cost of what is held
  Money traded;    // spent on buying, ever
  Quantity traded_count;
  Money realized;
  Money fees;
  UtcTime updated;
  bool archived{};
};

struct Fill {
  Trade trade;
  UtcTime at;
};

struct Settled {
  RowKey key;
  Payout payout;
  Quantity held;
  Money cost;
  Money revenue;
  Money fees;
  UtcTime at;
};

struct Portfolio {
  std::map<RowKey, Row> rows;
  std::vector<Fill> fills;                                        // oldest first
  std::vector<Settled> settlements;                               // oldest first
  std::map<std::pair<std::uint16_t, std::uint16_t>, Money> cash;  // by subaccount and shard
  std::map<std::string, Order> orders;
  UtcTime cash_updated;
};

// Every member's portfolio: the state that the views of a timeline fold.
struct Portfolios {
  std::map<std::string, Portfolio> members;

  void apply(const PortfolioEvent& event);
  [[nodiscard]] const Portfolio& of(const std::string& account) const;
};

// What resting orders keep aside of that subaccount's cash on that shard: the cost, at their limit,
// of what they would open.
Money reserved(const Portfolio& portfolio, std::uint16_t subaccount, std::uint16_t shard);

// Taker fee of a fill: 0.07 x count x p x (1 - p), rounded up to 0.0001 (recorded June 2026).
Money taker_fee(Quantity count, Price price);
// What the contracts of a position cost at that YES price: NO costs 1 - p.
Price side_price(bool is_yes, Price yes_price);

}  // namespace holdfast::sim::kalshi
