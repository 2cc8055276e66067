#pragma once
#include <cstdint>
#include <string>

#include "sim/kalshi/market.hpp"
#include "sim/kalshi/portfolio.hpp"
#include "sim/node.hpp"

// Each frame of Kalshi's stream as text, ending in a line feed (recorded June 2026, pages of
// August 2026).
namespace holdfast::sim::kalshi {

struct Place {
  std::int64_t sid{};
  std::int64_t seq{};  // only orderbook_delta counts its frames
};

// One level moved by that many contracts.
struct LevelChange {
  bool yes{};
  Price price;
  Quantity by;
};

std::string market_id_of(const std::string& ticker);
std::string subscribed_frame(std::int64_t id, const std::string& channel, std::int64_t sid);
std::string error_frame(std::int64_t id, int code, std::string_view text);
std::string snapshot_frame(Place place, const std::string& ticker, const Book* book);
std::string delta_frame(Place place, const std::string& ticker, const LevelChange& change,
                        UtcTime at);
std::string fill_frame(std::int64_t sid, const Fill& fill, Quantity position_after);
std::string position_frame(std::int64_t sid, const std::string& user_id, const RowKey& key,
                           const Row& row);
std::string order_frame(std::int64_t sid, const std::string& user_id, const Order& order);
std::string trade_frame(std::int64_t sid, const Fill& fill);
std::string ticker_frame(std::int64_t sid, const Market& market, const Book& book, UtcTime at);

}  // namespace holdfast::sim::kalshi
