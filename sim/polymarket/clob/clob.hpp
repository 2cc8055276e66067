#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "domain/fixed.hpp"
#include "domain/time.hpp"
#include "sim/observer.hpp"
#include "sim/polygon/chain.hpp"
#include "sim/polymarket/clob/order.hpp"

// The order book service's own state. Sizes and amounts are base units (6 decimals).
namespace holdfast::sim::polymarket {

using BaseUnits = std::int64_t;

struct ApiCreds {
  std::string key;
  std::string secret;  // base64url with padding
  std::string passphrase;
  std::string address;  // of the wallet whose L1 signature made it
  std::uint64_t nonce{};
};

struct ClobOrder {
  std::string id;  // the EIP-712 digest
  std::string owner;
  std::string maker;
  std::string maker_as_sent;
  std::string token_id;
  std::string condition_id;
  std::string outcome;
  bool buys{};
  Price price;          // limit, of its own token
  BaseUnits size{};     // shares
  BaseUnits matched{};  // shares
  OrderType type{};
  std::int64_t expiration{};
  // LIVE, DELAYED, MATCHED, CANCELED, CANCELED_MARKET_RESOLVED, INVALID; of a killed one the
  // venue's words
  std::string status{"LIVE"};
  std::vector<std::string> trades;
  UtcTime created;
  Fate fate{};  // of its matches

  [[nodiscard]] BaseUnits left() const { return is_open() ? size - matched : 0; }
  [[nodiscard]] bool is_open() const { return status == "LIVE" || status == "DELAYED"; }
};

// One order's part of a match.
struct TradeLeg {
  std::string order_id;
  std::string owner;  // API key; of strangers too, as the venue shows it
  std::string maker;  // wallet
  std::string maker_as_sent;
  std::string token_id;
  std::string outcome;
  bool buys{};
  bool known{};  // somebody of this world, whose money moves
  Price price;   // of its own token
  BaseUnits size{};
  BaseUnits cash{};  // paid or got, fee apart
  BaseUnits fee{};
};

struct ClobTrade {
  std::string id;
  std::string condition_id;
  TradeLeg taker;
  std::vector<TradeLeg> makers;
  std::string status{"MATCHED"};  // MINED, CONFIRMED, FAILED
  std::string transaction_hash;   // known once mined
  std::int64_t bucket_index{};
  polygon::Height block{};
  UtcTime matched_at;
  UtcTime updated_at;
  Fate fate{};
};

// What its owner hears of an order: placed, changed, ended, or killed before it could rest.
enum class OrderWord : std::uint8_t { placement, update, cancellation, kill };
struct OrderNews {
  OrderWord word{};
  ClobOrder order;  // as it was then
  UtcTime at;
};
// Orders and trades as they changed, oldest first.
using ClobNews = std::variant<OrderNews, ClobTrade>;

// A trade as everybody sees it.
struct Print {
  Price price;  // of outcome 0
  BaseUnits size{};
  bool buys{};  // the taker bought outcome 0, or sold the other
};

// The anonymous rest of the market, in terms of outcome 0; the other outcome's book mirrors it.
struct ClobBook {
  std::map<Price, BaseUnits> bids;
  std::map<Price, BaseUnits> asks;
  std::vector<std::string> resting;  // members' order ids, oldest first
  UtcTime changed;
  std::vector<Print> prints;  // oldest first
};

enum class ClobMode : std::uint8_t { normal, restarting, post_only, cancel_only, disabled };

// A marketable order of a game's market: it trades when its time is over.
struct HeldOrder {
  std::string id;
  BaseUnits spend{};  // as in Incoming
  UtcTime until;
};

struct Heartbeat {
  std::string id;
  UtcTime at;
};

struct TokenBucket {
  std::int64_t millitokens{};
  UtcTime at;
  bool fresh{true};
};

struct Clob {
  std::map<std::string, ApiCreds> keys;  // by API key
  std::map<std::string, ClobOrder> orders;
  std::vector<std::string> by_age;        // order ids
  std::vector<ClobTrade> trades;          // oldest first
  std::vector<HeldOrder> held;            // by the end of their time
  std::vector<ClobNews> news;             // what /ws/user tells
  std::size_t first_open_trade{};         // those before are settled
  std::map<std::string, ClobBook> books;  // by condition
  std::map<std::string, Heartbeat> heartbeats;
  // What the service believes a wallet to hold, by wallet and asset ("COLLATERAL" or a token id):
  // read from the chain once, then only by /balance-allowance/update and its own settlements.
  std::map<std::pair<std::string, std::string>, BaseUnits> balances;
  std::map<std::string, TokenBucket> order_buckets;  // by API key
  std::map<std::string, TokenBucket> cancel_buckets;

  ClobMode mode{};
  std::int64_t mode_retry_s{79};
  std::int64_t failing_trades{};  // so many of the next matches fail to settle
  // Options for what nobody knows (docs/venues/uncertain.md); the stricter reading is the default.
  bool amounts_in_base_units{};  // makingAmount and takingAmount; else decimal texts
  bool market_sells_have_minimum{true};
  bool heartbeat_error_in_error{};  // the member "error" instead of "error_msg"
  std::int64_t timestamp_window_s{60};

  Observer* observer{};  // may be null, is not owned
};

}  // namespace holdfast::sim::polymarket
