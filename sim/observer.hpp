#pragma once
#include <string>

#include "domain/time.hpp"

namespace holdfast::sim {

namespace kalshi {
struct PortfolioEvent;
}
namespace polymarket {
struct ClobOrder;
struct ClobTrade;
}  // namespace polymarket

// Told of what changes in the world, at once and in order: what a venue's streams are made of. The
// world has changed already when a function is called; it must not be changed from inside one.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;

  // A trade, order, payout or cash move of one member, or of everybody when its account is empty.
  virtual void kalshi_happened(const kalshi::PortfolioEvent& event) = 0;
  // Some level of the market's book has another size: kalshi::shown_book() tells.
  virtual void kalshi_book_changed(const std::string& ticker, UtcTime at) = 0;
  // An order was placed, filled in part or whole, or canceled.
  virtual void polymarket_order_changed(const polymarket::ClobOrder& order, UtcTime at) = 0;
  // A trade was matched, mined, confirmed, or has failed.
  virtual void polymarket_trade_changed(const polymarket::ClobTrade& trade, UtcTime at) = 0;
  // Levels of both outcomes' books, which mirror each other.
  virtual void polymarket_book_changed(const std::string& condition_id, UtcTime at) = 0;
};

}  // namespace holdfast::sim
