#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast::sim::pacifica {

struct Position {
  Quantity amount;  // signed: above zero is long
  Money cost;       // what it was opened for, above zero
  bool isolated{};
  Money funding;  // paid since it was opened
  UtcTime created;
  UtcTime updated;
  [[nodiscard]] Price entry_price() const;  // six decimals, as the venue shows it
};

struct Trade {
  std::int64_t history_id{};
  std::int64_t order_id{};
  std::string client_order_id;
  std::string symbol;
  Quantity amount;  // without sign
  Price price;
  Price entry_price;
  Money fee;
  Money pnl;  // less the fee
  bool is_maker{};
  std::string side;  // open_long, open_short, close_long, close_short
  std::string cause;
  UtcTime at;
  std::int64_t number{};  // the exchange-wide one when it happened (li)
};

struct Order {
  std::int64_t id{};
  std::string client_order_id;
  std::string symbol;
  bool is_buy{};
  Price price;      // zero for a market order
  Quantity amount;  // zero for a stop of the whole position
  Quantity filled;
  Quantity cancelled;
  std::optional<Price> stop_price;
  std::string type{"limit"};
  std::optional<std::int64_t> parent;
  bool reduce_only{};
  std::string status{"open"};
  std::string reason;
  Money fill_cost;
  UtcTime created;
  UtcTime updated;
  std::int64_t number{};  // of its newest change (li)
  [[nodiscard]] bool is_open() const { return status == "open" || status == "partially_filled"; }
  [[nodiscard]] bool is_stop() const { return stop_price.has_value(); }
};

struct FundingPayment {
  std::int64_t history_id{};
  std::string symbol;
  Quantity amount;  // signed
  Money payout;     // received
  Price rate;
  UtcTime at;
};

// What can happen to an account. An execution may close, open, or do both in turn (a flip): then
// it shows as two trades, history_id and the one after it.
struct Execution {
  std::int64_t history_id{};
  std::int64_t order_id{};
  std::string client_order_id;
  std::string symbol;
  Quantity change;
  Price price;
  Money fee;
  bool is_maker{};
  bool isolated{};
  std::string cause{"normal"};
};
struct OrderChange {
  Order order;
};
struct CashMove {
  Money change;
};
using Happening = std::variant<Execution, OrderChange, FundingPayment, CashMove>;
struct AccountEvent {
  UtcTime at;
  std::string account;
  std::int64_t order_nonce{};  // the exchange-wide last_order_id when it happened
  Happening what;
};

struct Account {
  std::map<std::string, Position> positions;  // open ones, by symbol
  std::vector<Trade> trades;                  // oldest first
  std::map<std::int64_t, Order> orders;       // all, by id
  std::vector<FundingPayment> funding;        // oldest first
  Money balance;
  UtcTime updated;
  std::int64_t last_order_id{};
};

// Every account's book: the state that the views of a timeline fold.
struct Books {
  std::map<std::string, Account> accounts;
  void apply(const AccountEvent& event);
  [[nodiscard]] const Account& of(const std::string& account) const;
};

}  // namespace holdfast::sim::pacifica
