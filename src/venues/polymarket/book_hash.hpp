#pragma once
#include <optional>
#include <string>
#include <vector>

namespace holdfast::polymarket {

// A level as the wire spells it: the hash is over the spelling.
struct LevelText {
  std::string price;
  std::string size;
  friend bool operator==(const LevelText&, const LevelText&) = default;
};

// What the CLOB hashes a book from. Bids ascend, asks descend: the best comes last.
struct HashedBook {
  std::string market;
  std::string asset;
  std::string timestamp;  // ms, as text
  std::vector<LevelText> bids;
  std::vector<LevelText> asks;
  std::string min_order_size;
  std::string tick_size;
  bool neg_risk{};
  std::string last_trade_price;
  std::string version;  // "v2" on v2 markets, else empty and left out
};

// SHA-1 of compact JSON with the keys in the wire's order and an empty hash: the client's own test
// vector and a recorded book of October 2026 (tests/unit/venues/polymarket/book_hash_test.cpp).
std::string book_hash(const HashedBook& book);

// The frames on the stream often leave min_order_size and neg_risk out (recorded October 2026).
// Whether the hash fits the book with them as given, or with the only values they could have; none:
// nobody can tell, because they are not given and no guess fits.
std::optional<bool> hash_fits(HashedBook book, const std::string& hash,
                              const std::optional<std::string>& min_order_size,
                              const std::optional<bool>& neg_risk);

}  // namespace holdfast::polymarket
