#pragma once
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "domain/error.hpp"
#include "sim/pacifica/book.hpp"
#include "sim/pacifica/market.hpp"
#include "sim/timeline.hpp"

namespace holdfast::sim::pacifica {

// Each view's delay behind the truth. Positions may be delayed under load (the venue's FAQ).
struct Lags {
  Duration stream{std::chrono::milliseconds{50}};  // trades and orders
  Duration streamed_positions{std::chrono::milliseconds{150}};
  Duration positions{std::chrono::milliseconds{400}};
  Duration account{std::chrono::milliseconds{300}};
  Duration orders{std::chrono::milliseconds{200}};
  Duration trades{std::chrono::milliseconds{150}};
  Duration funding{std::chrono::seconds{1}};
};

// What the venue's documents leave open, or have said differently over time.
struct Service {
  bool rate_limits{true};
  std::int64_t credits{100};      // a rolling minute; 125 on older pages
  bool strict_content_headers{};  // 403 to a GET that bears a content header
  bool account_as_list{};         // December 2025
  bool numbers_listings{true};    // last_order_id around positions and orders
  bool wraps_errors{true};        // else {"error"} alone, as observed live in November 2025
};

// A refusal as the venue words it.
struct Refused {
  int status{422};
  std::int64_t code{};
  std::string error;
  std::string id;
};
template <class T>
using Tried = tl::expected<T, Refused>;

struct OrderPlan {
  std::string account;
  std::string symbol;
  bool is_buy{};
  Quantity amount;
  std::optional<Price> price;  // none: a market order
  std::string tif{"GTC"};
  bool reduce_only{};
  bool isolated{};
  std::string client_order_id;
  std::optional<Price> stop_price;
  std::string type;  // of a stop; empty: limit or market
  std::optional<std::int64_t> parent;
};

struct HandTrade {
  std::string account;
  std::string symbol;
  Quantity change;
  std::optional<Price> price;  // none: the mark
  std::optional<Money> fee;    // none: 0.04 % of the value
  bool isolated{};
  bool is_maker{};
};

// The true exchange: accounts, their agents, markets and everything that happened.
struct Exchange {
  std::set<std::string> accounts;
  std::map<std::string, std::set<std::string>> agents;    // by main account
  std::map<std::string, std::set<std::string>> isolated;  // symbols with that margin mode
  std::map<std::string, std::map<std::string, std::int64_t>> leverage;
  std::map<std::string, Market> markets;
  Timeline<Books, AccountEvent> timeline;
  Lags lags;
  Service service;
  std::deque<std::pair<UtcTime, std::int64_t>> spent;  // tenths of credits of the last minute
  std::int64_t order_nonce{1'559'395'580};
  std::int64_t history_ids{19'329'800};

  [[nodiscard]] const Account& truth(const std::string& account) const {
    return timeline.truth().of(account);
  }

  // What a client asks for, judged as the venue does: the order's id.
  Tried<std::int64_t> place(const OrderPlan& plan, UtcTime at);
  Tried<std::int64_t> cancel(const std::string& account, std::int64_t id, UtcTime at);
  // An order of the account by id or client_order_id that is still open.
  [[nodiscard]] std::optional<std::int64_t> open_order(const std::string& account, std::int64_t id,
                                                       const std::string& client_id) const;

  // What a person or the market does; refused when it cannot be.
  Result<std::int64_t> trade(const HandTrade& trade, UtcTime at);  // the order's id
  // The size at one price of the book, from now on; zero: nothing.
  Result<void> quote(const std::string& symbol, bool is_bid, Price price, Quantity size);
  // Moves the mark, and sets off whatever waits for that price: limits, stops, targets.
  Result<void> set_price(const std::string& symbol, Price price, UtcTime at);
  // The venue takes the whole position; cause as the venue names it.
  Result<void> take(const std::string& account, const std::string& symbol, const std::string& cause,
                    std::optional<Price> price, UtcTime at);
  Result<void> fund(const std::string& symbol, std::optional<Price> rate, UtcTime at);
  Result<void> deposit(const std::string& account, Money amount, UtcTime at);

 private:
  void record(const std::string& account, Happening what, UtcTime at);
  void execute(Order& order, Quantity amount, Price price, bool isolated, bool is_maker,
               const std::string& account, UtcTime at, const std::string& cause = "normal",
               std::optional<Money> fee = std::nullopt);
  void set_off(const std::string& account, Order order, Price price, UtcTime at);
  void drop_stops(const std::string& account, const std::string& symbol, UtcTime at);
  std::optional<Refused> refusal_of(const OrderPlan& plan) const;
};

}  // namespace holdfast::sim::pacifica
