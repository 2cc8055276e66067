#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>

#include "domain/error.hpp"
#include "sim/kalshi/market.hpp"
#include "sim/kalshi/portfolio.hpp"
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

// A token bucket of one key; tokens in thousandths so that refilling needs no fraction.
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
  std::map<std::string, Bucket> read_buckets;
  std::map<std::string, Bucket> write_buckets;
  bool rate_limits{true};
  bool exchange_active{true};
  bool trading_active{true};
  // Fills older than this are only in /historical/fills.
  UtcTime trades_cutoff{};

  // Each does what a person does elsewhere; refuses what cannot be.
  Result<std::string> trade(const HandTrade& trade, UtcTime at, Random& random);  // the fill id
  Result<void> settle(const std::string& ticker, const std::string& result,
                      std::optional<Price> value, UtcTime at);
  Result<void> move_cash(const std::string& account, const CashMove& move, UtcTime at);
};

}  // namespace holdfast::sim::kalshi
