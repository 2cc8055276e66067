#include "sim/polymarket/clob/trading.hpp"

namespace holdfast::sim::polymarket {

void tell(Clob& clob, OrderWord word, const ClobOrder& order, UtcTime at) {
  clob.news.emplace_back(OrderNews{word, order, at});
  if (clob.observer != nullptr) clob.observer->polymarket_order_changed(order, at);
}

void tell(Clob& clob, const ClobTrade& trade, UtcTime at) {
  clob.news.emplace_back(trade);
  if (clob.observer != nullptr) clob.observer->polymarket_trade_changed(trade, at);
}

}  // namespace holdfast::sim::polymarket
