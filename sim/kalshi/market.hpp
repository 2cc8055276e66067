#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast::sim::kalshi {

// Bids only, as Kalshi keeps its book: a NO bid at q is a YES ask at 1 - q.
struct Book {
  std::map<Price, Quantity> yes;
  std::map<Price, Quantity> no;
};

struct Market {
  std::string ticker;
  std::string event_ticker;
  std::string title;
  std::string yes_sub_title;
  std::uint16_t shard{};
  // initialized, inactive, active, closed, determined, disputed, amended, finalized
  std::string status{"active"};
  std::string result;  // "", yes, no, scalar
  std::optional<Price> settlement_value;
  std::optional<UtcTime> settled_at;
  UtcTime created_at;
  UtcTime open_at;
  UtcTime close_at;
  UtcTime updated_at;
  Price last_price;
  Price step;  // of the price grid: 0.01 linear_cent, 0.001 deci_cent
  Quantity volume;
  Quantity open_interest;
  Book book;
};

}  // namespace holdfast::sim::kalshi
