#pragma once
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "domain/error.hpp"
#include "sim/polygon/chain.hpp"
#include "sim/polymarket/cache.hpp"
#include "sim/polymarket/clob/clob.hpp"
#include "sim/polymarket/market.hpp"
#include "sim/polymarket/market_plan.hpp"
#include "sim/polymarket/wallets.hpp"
#include "sim/random.hpp"
#include "sim/timeline.hpp"

namespace holdfast::sim::polymarket {

// Each view's delay: the indexer reads a block some seconds late, and the feeds differ.
struct Lags {
  Duration positions{std::chrono::seconds{3}};
  Duration activity{std::chrono::seconds{2}};
  Duration trades{std::chrono::seconds{2}};
  Duration value{std::chrono::seconds{4}};
  Duration settlement{std::chrono::seconds{4}};  // from a match to the block that holds it
};

struct Profile {
  std::string name;
  std::string pseudonym;
};

// A trade by hand, as one sees it on the ticket. Size in shares, price of the outcome.
struct HandTrade {
  std::string wallet;
  std::string token_id;
  Quantity size;
  Price price;
  bool sells{};
  std::optional<Money> fee;  // none: the market's
};

// What the chain did for one wallet's part of a trade.
struct Settlement {
  polygon::Height block{};
  std::string hash;
  Money cash;  // paid or got, fee apart
  Money fee;
  bool by_clob{};  // the order book service's match, which tells of it itself
};

struct VenueWorld {
  explicit VenueWorld(std::uint64_t seed) : chain{seed}, trace_random{seed} {}

  std::map<std::string, Market> markets;      // by condition id
  std::map<std::string, std::string> tokens;  // token id to condition id
  std::vector<std::string> listed;            // conditions, oldest first
  std::map<std::string, Profile> profiles;    // by wallet
  Timeline<Wallets, WalletEvent> timeline;
  polygon::Chain chain;
  Clob clob;
  Lags lags;
  Cache cache;
  Random trace_random;  // trace ids: reading must not change what the world draws next
  std::map<std::string, std::deque<UtcTime>> request_times;  // by endpoint, for its rate limit
  bool cdn{true};
  bool honours_zero_filter{true};
  bool activity_has_floor{};  // trades below filter_amount (0.1 unless told) are hidden there too
  bool v1_retired{};
  bool old_price_changes{};               // frames of /ws/market as before 15 September 2025
  std::size_t books_per_connection{500};  // of /ws/market: tokens beyond get no first book
  bool rate_limits{true};
  polygon::Height finality_blocks{5};
  polygon::Height safe_blocks{3};

  [[nodiscard]] const Market* market_of(const std::string& token_id) const;
  [[nodiscard]] const Outcome* outcome_of(const std::string& token_id) const;
  // The contract that keeps the market's tokens.
  [[nodiscard]] static std::string ledger_of(const Market& market);
  // Shares held by the truth (every block mined so far or due).
  [[nodiscard]] Quantity held(const std::string& wallet, const std::string& token_id) const;

  // The new market's condition id; its token ids are derived as the contracts derive them.
  std::string add_market(const MarketPlan& plan, Random& random);

  // Each returns the transaction hash, or why it cannot be.
  Result<std::string> trade(const HandTrade& trade, UtcTime at, Random& random);
  // Moves the tokens and the money of a trade in that block, and tells the indexer of it.
  void settle(const HandTrade& trade, const Settlement& settlement);
  Result<std::string> split(const std::string& wallet, const std::string& condition, Quantity size,
                            UtcTime at, Random& random);
  Result<std::string> merge(const std::string& wallet, const std::string& condition, Quantity size,
                            UtcTime at, Random& random);
  Result<std::string> transfer(const std::string& from, const std::string& to,
                               const std::string& token_id, Quantity size, UtcTime at,
                               Random& random);
  Result<std::string> redeem(const std::string& wallet, const std::string& condition, UtcTime at,
                             Random& random);
  // NO of these markets of one neg-risk event against YES of its others, and a dollar for each
  // market but one.
  Result<std::string> convert(const std::string& wallet, const std::vector<std::string>& conditions,
                              Quantity size, UtcTime at, Random& random);
  // Payouts of outcome 0 and 1, summing to one.
  Result<void> resolve(const std::string& condition, Price first_payout, UtcTime at);
  Result<std::string> deposit(const std::string& wallet, Money amount, UtcTime at, Random& random);
  void approve(const std::string& wallet, UtcTime at);  // all the exchanges, as the site does
  // Allows, or forbids again, that one token's exchange moves the wallet's; empty: all exchanges.
  void approve_sales(const std::string& wallet, const std::string& token, bool approved,
                     UtcTime at);

 private:
  Result<std::string> move_sets(const std::string& wallet, const std::string& condition,
                                Quantity size, UtcTime at, Random& random, int sign);
  void move_cash(const std::string& wallet, Int128 units, polygon::Height block,
                 const std::string& hash);
};

}  // namespace holdfast::sim::polymarket
