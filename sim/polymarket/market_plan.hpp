#pragma once
#include <array>
#include <string>

#include "domain/fixed.hpp"
#include "domain/time.hpp"

namespace holdfast::sim::polymarket {

// What a new market needs; the world derives its ids.
struct MarketPlan {
  std::string slug;
  std::string question;
  std::string event_slug;  // empty: the slug
  std::array<std::string, 2> outcomes{"Yes", "No"};
  std::string version{"v1"};
  bool neg_risk{};
  Price price;  // of outcome 0
  Price fee_rate;
  UtcTime created_at;
  UtcTime end_at;
};

}  // namespace holdfast::sim::polymarket
