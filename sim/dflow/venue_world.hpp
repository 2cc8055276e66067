#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/error.hpp"
#include "domain/fixed.hpp"
#include "sim/random.hpp"
#include "sim/solana/chain.hpp"

namespace holdfast::sim::dflow {

// One settlement currency of a market: mints of its own.
struct Rail {
  std::string settlement_mint;
  std::string ledger;
  std::string yes_mint;
  std::string no_mint;
  bool initialized{true};
  std::string redemption;  // empty: null
  std::optional<std::int64_t> scalar_bps;
};

struct Market {
  std::string ticker;
  std::string event_ticker;
  std::string title;
  std::string yes_title;
  std::string no_title;
  std::string status{"active"};
  std::string result;
  UtcTime opened_at;
  UtcTime closes_at;
  Price yes_bid;
  std::vector<Rail> rails;
};

// A fill or a redemption as the trade feed shows it.
struct Trade {
  std::int64_t id{};
  UtcTime at;
  std::string event;
  std::string signature;
  std::string order;  // the order's account
  std::string wallet;
  std::string ticker;
  std::string side;
  std::string input_mint;
  std::string output_mint;
  std::uint64_t input{};
  std::uint64_t output{};
  std::uint64_t fee{};
};

struct OrderFill {
  UtcTime at;
  std::string signature;
  std::uint64_t input{};
  std::uint64_t output{};
};
struct Revert {
  UtcTime at;
  std::string signature;
  std::uint64_t amount{};
};
// From the transaction that opened it on: open, filled or given back in later ones, closed.
struct Order {
  std::string signature;
  std::string wallet;
  std::string input_mint;
  std::string output_mint;
  std::uint64_t input{};
  UtcTime opened_at;
  std::vector<OrderFill> fills;
  std::vector<Revert> reverts;
  std::optional<UtcTime> closed_at;  // none: it stays open
  bool failed{};                     // or it ends as failed
};

// What a person does on the ticket. Contracts of one mint at a price.
struct HandTrade {
  std::string wallet;
  std::string mint;
  Quantity contracts;
  Price price;
  Money fee;
  bool sells{};
  Quantity filled;    // of a sale: less than the contracts, the rest is given back
  bool stays_open{};  // of a sale: nothing more happens
  bool closes{};      // of a sale: the emptied token account is closed
};

struct MarketPlan {
  std::string ticker;
  std::string event_ticker;
  std::string title;
  std::vector<std::string> rails{"USDC"};
  Price yes_bid;
  UtcTime opened_at;
  UtcTime closes_at;
};

// What each view trails the truth by; the chain's endpoints have lags of their own.
struct Lags {
  Duration markets{std::chrono::milliseconds{500}};
  Duration trades{std::chrono::seconds{3}};
  Duration order_status{std::chrono::seconds{1}};
  Duration fill{std::chrono::seconds{2}};  // from an order's opening to its fill
};

struct VenueWorld {
  explicit VenueWorld(std::uint64_t seed) : random{seed} {}

  std::map<std::string, Market> markets;     // by ticker
  std::map<std::string, std::string> mints;  // outcome mint to ticker
  std::vector<Trade> trades;                 // in the order of their ids
  std::map<std::string, Order> orders;       // by signature
  // Quoted transactions that nobody has sent, by their message; and until when they may be.
  std::map<std::string, std::pair<HandTrade, UtcTime>> pending;
  std::set<std::string> quoted;   // signatures of sent transactions no block has yet
  std::set<std::string> expired;  // and of those no block will have
  solana::Chain chain;
  Lags lags;
  Random random;
  std::optional<std::size_t> accounts_cap;  // of getTokenAccountsByOwner by program
  std::string api_key;                      // empty: none is asked for
  std::set<std::string> unverified;         // wallets that have not proven who they are
  std::set<std::string> strangers_2022;     // Token-2022 mints of no market

  [[nodiscard]] const Market* market_of(const std::string& mint) const;
  // The rail whose YES or NO mint it is; null for another.
  [[nodiscard]] const Rail* rail_of(const std::string& mint) const;

  Market& add_market(const MarketPlan& plan);
  // Each returns the first transaction's signature, or why it cannot be.
  Result<std::string> trade(const HandTrade& trade, UtcTime at, std::string signature = {});
  Result<std::string> transfer(const std::string& from, const std::string& to,
                               const std::string& mint, std::uint64_t atoms, UtcTime at);
  // Tokens from outside: cash, tokens of no market, a second account of one mint.
  Result<std::string> deposit(const std::string& wallet, const std::string& mint,
                              std::uint64_t atoms, const std::string& account, UtcTime at);
  Result<std::string> close_account(const std::string& wallet, const std::string& mint, UtcTime at);
  Result<void> settle(const std::string& ticker, const std::string& result,
                      std::optional<std::int64_t> scalar_bps, const std::string& redemption);
  Result<std::string> redeem(const std::string& wallet, const std::string& mint, UtcTime at);

 private:
  [[nodiscard]] solana::Change change(const std::string& wallet, const std::string& mint,
                                      std::int64_t atoms) const;
  std::string send(UtcTime at, std::vector<solana::Change> changes, std::string signature = {});
  void note_trade(Trade trade);
  Result<std::string> buy(const HandTrade& trade, const Rail& rail, UtcTime at,
                          std::string signature);
  Result<std::string> sell(const HandTrade& trade, const Rail& rail, UtcTime at,
                           std::string signature);

  std::int64_t next_trade_{1};
};

std::string program_of(const VenueWorld& world, const std::string& mint);

}  // namespace holdfast::sim::dflow
