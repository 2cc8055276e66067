#include "venues/polymarket/book_hash.hpp"

#include <array>

#include "crypto/sha1.hpp"
#include "platform/json_writer.hpp"

namespace holdfast::polymarket {
namespace {

// min_order_size of practically every market (protocol sheet of November 2026).
constexpr const char* usual_min_order_size = "5";

void write_side(platform::JsonWriter& json, const std::vector<LevelText>& side) {
  json.begin_array();
  for (const LevelText& level : side) {
    json.begin_object().key("price").string(level.price).key("size").string(level.size);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string book_hash(const HashedBook& book) {
  platform::JsonWriter json;
  json.begin_object();
  json.key("market").string(book.market);
  json.key("asset_id").string(book.asset);
  json.key("timestamp").string(book.timestamp);
  json.key("hash").string("");
  json.key("bids");
  write_side(json, book.bids);
  json.key("asks");
  write_side(json, book.asks);
  json.key("min_order_size").string(book.min_order_size);
  json.key("tick_size").string(book.tick_size);
  json.key("neg_risk").boolean(book.neg_risk);
  json.key("last_trade_price").string(book.last_trade_price);
  if (!book.version.empty()) json.key("version").string(book.version);
  json.end_object();
  return crypto::sha1_hex(json.text());
}

std::optional<bool> hash_fits(HashedBook book, const std::string& hash,
                              const std::optional<std::string>& min_order_size,
                              const std::optional<bool>& neg_risk) {
  book.min_order_size = min_order_size.value_or(usual_min_order_size);
  for (const bool guess : std::array{false, true}) {
    book.neg_risk = neg_risk.value_or(guess);
    if (book_hash(book) == hash) return true;
  }
  if (min_order_size && neg_risk) return false;
  return std::nullopt;
}

}  // namespace holdfast::polymarket
