#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/error.hpp"
#include "sim/kalshi/margin.hpp"
#include "sim/kalshi/market.hpp"
#include "sim/kalshi/portfolio.hpp"
#include "sim/observer.hpp"
#include "sim/random.hpp"
#include "sim/timeline.hpp"

namespace holdfast::sim::kalshi {

struct ApiKey {
  std::string id;
  std::string account;
  std::string name;
  std::string public_pem;  // RSA or Ed25519: the PEM says which
  std::set<std::string> scopes{"read", "write"};
  std::optional<std::uint16_t> subaccount;  // pinned to this one
};

struct Member {
  std::string user_id;
  std::string tier{"advanced"};
  std::set<std::uint16_t> subaccounts{0};
  std::set<std::string> used_client_ids;  // burnt for ever, also by orders that were canceled
  // By subaccount: orders placed up to this moment go with the cancel-all that came before them.
  std::map<std::uint16_t, UtcTime> cancel_all_until;
};

// Each view's delay behind the truth. The write read-model lag of 400 ms is recorded (June 2026).
struct Lags {
  Duration positions{std::chrono::milliseconds{400}};
  Duration orders{std::chrono::milliseconds{400}};
  Duration fills{std::chrono::milliseconds{150}};
  Duration settlements{std::chrono::seconds{1}};
  Duration balance{std::chrono::milliseconds{300}};
  Duration archive{std::chrono::seconds{5}};
};

// A token bucket; tokens in thousandths so that refilling needs no fraction.
struct Bucket {
  std::int64_t millitokens{};
  UtcTime at;
  bool fresh{true};
};

struct HandTrade {
  std::string account;
  std::string ticker;
  std::uint16_t subaccount{};
  Quantity change;  // in YES terms
  Price yes_price;
  std::optional<Money> fee;  // none: the taker fee
  bool is_taker{true};
  bool sells{};
};

// The true exchange: members, keys, markets and everything that happened.
struct Exchange {
  std::map<std::string, Member> members;  // by account name
  std::map<std::string, ApiKey> keys;     // by key id
  std::map<std::string, Market> markets;  // by ticker
  Timeline<Portfolios, PortfolioEvent> timeline;
  Lags lags;
  // By member and shard: reads are billed to shard 0, writes to the market's.
  std::map<std::pair<std::string, std::uint16_t>, Bucket> read_buckets;
  std::map<std::pair<std::string, std::uint16_t>, Bucket> write_buckets;
  bool rate_limits{true};
  bool exchange_active{true};
  bool trading_active{true};
  // An order with reduce_only above the position: capped to it, or refused (docs/venues/uncertain).
  bool reduce_only_refuses_excess{};
  // Of other readings of what nobody knows (docs/venues/uncertain.md) too.
  bool min_ts_is_exclusive{};
  bool portfolio_value_counts_orders{};
  bool orders_default_to_primary{};     // without `subaccount`; else all
  bool legacy_orders{};                 // version 1 is still taken, as before 2026-06-25
  bool cancel_all_catches_later{true};  // orders of the minute after a cancel-all
  // Resting orders of all members by ticker, oldest first: account and order id.
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> resting;
  // Fills older than this are only in /historical/fills.
  UtcTime trades_cutoff{};
  MarginExchange margin;

  Observer* observer{};  // told of every change; may be null, is not owned
  void record(PortfolioEvent event);
  void book_changed(const std::string& ticker, UtcTime at) const;

  // Each does what a person does elsewhere; refuses what cannot be.
  Result<std::string> trade(const HandTrade& trade, UtcTime at, Random& random);  // the fill id
  Result<void> settle(const std::string& ticker, const std::string& result,
                      std::optional<Price> value, UtcTime at);
  void cancel_market(const std::string& ticker, UtcTime at);  // all resting orders there
  Result<void> move_cash(const std::string& account, const CashMove& move, UtcTime at);
  Result<void> move_position(const std::string& account, const PositionMove& move, UtcTime at);
};

}  // namespace holdfast::sim::kalshi
