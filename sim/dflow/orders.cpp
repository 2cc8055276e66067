#include "sim/dflow/orders.hpp"

#include <algorithm>
#include <array>

#include "sim/dflow/venue.hpp"
#include "sim/solana/keys.hpp"
#include "sim/world.hpp"

// DFlow's trade API: quotes with a transaction to sign, and what became of an order.
namespace holdfast::sim::dflow {
namespace {

Answer refused(int status, std::string_view code, std::string_view message) {
  return {.status = status,
          .body = Node::object({{"code", Node::text(code)}, {"msg", Node::text(message)}})};
}

Node atoms_node(std::uint64_t atoms) { return Node::text(std::to_string(atoms)); }

Node fills_node(const Order& order, UtcTime now) {
  auto rows = Node::list();
  for (const OrderFill& fill : order.fills) {
    if (fill.at > now) continue;
    rows.push(Node::object({{"signature", Node::text(fill.signature)},
                            {"inputMint", Node::text(order.input_mint)},
                            {"inAmount", atoms_node(fill.input)},
                            {"outputMint", Node::text(order.output_mint)},
                            {"outAmount", atoms_node(fill.output)}}));
  }
  return rows;
}

Node reverts_node(const Order& order, UtcTime now) {
  auto rows = Node::list();
  for (const Revert& revert : order.reverts) {
    if (revert.at > now) continue;
    rows.push(Node::object({{"signature", Node::text(revert.signature)},
                            {"mint", Node::text(order.input_mint)},
                            {"amount", atoms_node(revert.amount)}}));
  }
  return rows;
}

Node status_node(std::string_view status, std::uint64_t in, std::uint64_t out, Node fills,
                 Node reverts) {
  return Node::object({{"status", Node::text(status)},
                       {"inAmount", atoms_node(in)},
                       {"outAmount", atoms_node(out)},
                       {"fills", std::move(fills)},
                       {"reverts", std::move(reverts)}});
}

std::string_view word_of(const Order& order, UtcTime now) {
  if (order.closed_at && *order.closed_at <= now) return order.failed ? "failed" : "closed";
  // Filled on the chain, and not yet closed by the venue.
  const bool filled = std::ranges::any_of(order.fills, [&](const auto& f) { return f.at <= now; });
  return filled ? "pendingClose" : "open";
}

Answer order_status(World& world, const Call& call) {
  const auto* signature = call.target.find("signature");
  if (signature == nullptr) return refused(400, "bad_request", "signature is required");
  const auto now = shown_moment(world, call, world.dflow.lags.order_status);
  if (world.dflow.expired.contains(*signature)) {
    return {.body = status_node("expired", 0, 0, Node::list(), Node::list())};
  }
  const auto found = world.dflow.orders.find(*signature);
  if (found == world.dflow.orders.end() || found->second.opened_at > now) {
    if (!world.dflow.quoted.contains(*signature)) return not_found();
    return {.body = status_node("pending", 0, 0, Node::list(), Node::list())};
  }
  const Order& order = found->second;
  std::uint64_t out = 0;
  for (const OrderFill& fill : order.fills) out += fill.at <= now ? fill.output : 0;
  return {.body = status_node(word_of(order, now), order.input, out, fills_node(order, now),
                              reverts_node(order, now))};
}

}  // namespace

std::span<const Route> trade_routes() {
  static constexpr std::array table{
      Route{"GET", "/order-status", "order_status", order_status},
      Route{"GET", "/order", "order", quote_order},
  };
  return table;
}

}  // namespace holdfast::sim::dflow
