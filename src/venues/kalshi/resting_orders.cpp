#include "venues/kalshi/resting_orders.hpp"

#include <utility>

#include "venues/kalshi/pages.hpp"

namespace holdfast::kalshi {

Async<void> each_resting_order(Session& session, std::uint16_t subaccount, RawTape& tape,
                               std::function<void(const RestingOrder&)> tell) {
  const auto take_page = [&](const std::string& body) -> Result<std::string> {
    auto page = parse_resting_orders(body);
    if (!page) return tl::make_unexpected(std::move(page).error());
    for (const RestingOrder& order : page->orders) tell(order);
    return std::move(page->next_cursor);
  };
  const auto proof = co_await walk_pages(
      session, "/portfolio/orders",
      joined(parameter("subaccount", std::to_string(subaccount)), "status=resting"), tape,
      take_page);
  if (!proof) co_return tl::make_unexpected(proof.error());
  co_return Result<void>{};
}

}  // namespace holdfast::kalshi
