#include "sim/amount_text.hpp"
#include "sim/polymarket/book_frames.hpp"

// A market that was just made, as /ws/market announces it (recorded October 2026): prices and
// numbers are texts, what only games have is empty.
namespace holdfast::sim::polymarket {
namespace {

template <class Field>
Node of_both(const Market& market, Field field) {
  return Node::list({Node::text(field(market.outcomes[0])), Node::text(field(market.outcomes[1]))});
}

Node event_node(const Market& market) {
  return Node::object({{"id", Node::text(market.event_id)},
                       {"ticker", Node::text(market.event_slug)},
                       {"slug", Node::text(market.event_slug)},
                       {"title", Node::text(market.question)},
                       {"description", Node::text(market.question)}});
}

}  // namespace

Node market_event(const Market& market, UtcTime at) {
  const auto tokens = of_both(market, [](const Outcome& outcome) { return outcome.token_id; });
  const bool has_fee = !market.fee_rate.is_zero();
  auto node = Node::object(
      {{"id", Node::text(market.gamma_id)},
       {"question", Node::text(market.question)},
       {"market", Node::text(market.condition_id)},
       {"slug", Node::text(market.slug)},
       {"description", Node::text(market.question)},
       {"assets_ids", tokens},
       {"outcomes", of_both(market, [](const Outcome& outcome) { return outcome.name; })},
       {"event_message", event_node(market)},
       {"timestamp", Node::text(std::to_string(unix_ms(at)))},
       {"event_type", Node::text("new_market")},
       {"tags", Node::list()},
       {"condition_id", Node::text(market.condition_id)},
       {"active", Node::boolean(true)},
       {"clob_token_ids", tokens},
       {"sports_market_type", Node::text("")},
       {"line", Node::text("")},
       {"game_start_time", Node::text("")},
       {"order_price_min_tick_size", Node::text(market.tick.text())},
       {"group_item_title", Node::text("")},
       {"taker_base_fee", Node::text(has_fee ? "1000" : "0")},
       {"fees_enabled", Node::boolean(has_fee)}});
  if (has_fee) {
    node.set("fee_schedule", Node::object({{"exponent", Node::text("1")},
                                           {"rate", Node::text(market.fee_rate.text())},
                                           {"taker_only", Node::boolean(true)},
                                           {"rebate_rate", Node::text("0")}}));
  }
  return node;
}

}  // namespace holdfast::sim::polymarket
