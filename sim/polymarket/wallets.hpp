#pragma once
#include <map>
#include <string>
#include <vector>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast::sim::polymarket {

// One change of one token of one wallet; a merge or split has two. Price is of one share.
struct Leg {
  std::string token_id;
  Quantity change;
  Price price;
  Money fee;
  bool counts_as_bought{true};  // raises the lifetime size
};

// What the indexer reads from a settled transaction.
struct WalletEvent {
  UtcTime at;          // block time
  std::string wallet;  // lower case
  std::vector<Leg> legs;
  // The activity row; an empty type leaves none (a transfer of shares shows in no feed).
  std::string type;
  std::string token_id;
  std::string condition_id;
  std::string side;  // BUY, SELL, "" where nothing was traded
  Quantity size;
  Price price;
  Money usdc;
  std::string transaction_hash;
  bool by_clob{};  // the order book service tells its owner of it
};

struct Holding {
  Quantity size;
  Money entry_cost;  // fees apart
  Money entry_fees;
  Quantity total_bought;
  Money realized;
  UtcTime first_entry;
  UtcTime last_event;
};

struct Wallet {
  std::map<std::string, Holding> holdings;  // by token id
};

struct Activity {
  WalletEvent event;
  std::int64_t sequence{};
};

// Every wallet's positions and activity: the state that the Data API's views fold.
struct Wallets {
  std::map<std::string, Wallet> by_address;
  std::vector<Activity> activity;  // oldest first

  void apply(const WalletEvent& event);
  [[nodiscard]] const Wallet* find(const std::string& address) const;
};

}  // namespace holdfast::sim::polymarket
