#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>

#include "sim/amount_text.hpp"
#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/clob/clob_answers.hpp"
#include "sim/polymarket/clob/order_body.hpp"
#include "sim/polymarket/clob/rate_tokens.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/world.hpp"

// POST /order and /orders, and the cancels: JSON in, JSON out, also where they refuse.
namespace holdfast::sim::polymarket {
namespace {

constexpr std::size_t most_orders = 15;
constexpr std::size_t most_cancels = 1'000;
constexpr std::string_view gone = "order can't be found - already canceled or matched";

std::optional<boost::json::value> body_of(const Call& call) {
  boost::json::error_code error;
  auto value = boost::json::parse(call.request.body, error);
  return error ? std::nullopt : std::optional{std::move(value)};
}

Node amount(const Clob& clob, BaseUnits units) {
  if (units == 0) return Node::text("");
  return Node::text(clob.amounts_in_base_units ? std::to_string(units) : decimal_text(units, 6));
}

Node posted(const Clob& clob, const PostResult& result) {
  auto node = Node::object({{"errorMsg", Node::text("")},
                            {"orderID", Node::text(result.order_id)},
                            {"takingAmount", amount(clob, result.taking)},
                            {"makingAmount", amount(clob, result.making)},
                            {"status", Node::text(result.status)},
                            {"success", Node::boolean(true)}});
  // Since 24 July 2026 no hashes come with the answer: they are in /data/trades once mined.
  if (!result.trade_ids.empty()) {
    auto ids = Node::list();
    for (const auto& id : result.trade_ids) ids.push(Node::text(id));
    node.set("tradeIDs", std::move(ids));
  }
  return node;
}

// A refused order of a batch: "success" is true although nothing was taken.
Node refused_leg(const std::string& text) {
  return Node::object({{"errorMsg", Node::text(text)},
                       {"orderID", Node::text("")},
                       {"takingAmount", Node::text("")},
                       {"makingAmount", Node::text("")},
                       {"status", Node::text("")},
                       {"success", Node::boolean(true)}});
}

Answer mode_answer(const Clob& clob, const Refusal& refusal) {
  auto answer = clob_error(refusal.status, refusal.text);
  if (refusal.status == 503 && clob.mode == ClobMode::post_only) {
    answer.body.set("code", Node::text("post_only_mode"))
        .set("retry_after_seconds", Node::number(clob.mode_retry_s));
    answer.headers.push_back({"Retry-After", std::to_string(clob.mode_retry_s)});
  }
  return answer;
}

Fate fate_of(const Call& call) {
  const auto* ghost = call.fault(FaultKind::ghost_fill);
  if (ghost == nullptr) return Fate::settles;
  return ghost->param("ends") == "never" ? Fate::hangs : Fate::fails;
}

tl::expected<PostResult, Refusal> post_one(World& world, const Call& call,
                                           const boost::json::value& body) {
  auto post = read_order(body);
  if (!post) return tl::make_unexpected(Refusal{400, post.error()});
  post->fate = fate_of(call);
  const auto creds = world.polymarket.clob.keys.at(call.caller.key_id);
  return post_order(world.polymarket, creds, *post, call.true_now, world.random);
}

// Cancels work in every mode but the two in which nothing does.
std::optional<Answer> cancels_refused(const Clob& clob) {
  if (clob.mode == ClobMode::restarting) {
    return clob_error(425, "the matching engine is restarting");
  }
  if (clob.mode == ClobMode::disabled) {
    return clob_error(503, "Trading is currently disabled. Check polymarket.com for updates");
  }
  return std::nullopt;
}

Answer cancel_these(World& world, const Call& call, const std::vector<std::string>& ids) {
  auto canceled = Node::list();
  auto rest = Node::object();
  for (const auto& id : ids) {
    const auto order = world.polymarket.clob.orders.find(id);
    const bool own =
        order != world.polymarket.clob.orders.end() && order->second.owner == call.caller.key_id;
    if (own && cancel_order(world.polymarket, id, call.true_now)) {
      canceled.push(Node::text(id));
    } else {
      rest.set(id, Node::text(gone));
    }
  }
  return {.body =
              Node::object({{"canceled", std::move(canceled)}, {"not_canceled", std::move(rest)}})};
}

// The caller's live orders that a cancel of many means.
template <class Means>
std::vector<std::string> own_live(const Clob& clob, const Call& call, Means means) {
  std::vector<std::string> ids;
  for (const auto& id : clob.by_age) {
    const auto& order = clob.orders.at(id);
    if (order.owner == call.caller.key_id && order.status == "LIVE" && means(order)) {
      ids.push_back(id);
    }
  }
  return ids;
}

Answer with_tokens(World& world, const Call& call, TokenUse use, std::int64_t count,
                   Answer (*then)(World&, const Call&)) {
  auto rate = take_rate_tokens(world.polymarket, call, use, count);
  if (rate.refused) return std::move(*rate.refused);
  auto answer = then(world, call);
  answer.headers.insert(answer.headers.end(), rate.headers.begin(), rate.headers.end());
  return answer;
}

Answer post_single(World& world, const Call& call) {
  const auto body = body_of(call);
  if (!body) return clob_error(400, "Invalid order payload");
  const auto result = post_one(world, call, *body);
  if (!result) return mode_answer(world.polymarket.clob, result.error());
  return {.body = posted(world.polymarket.clob, *result)};
}

Answer post_many(World& world, const Call& call) {
  const auto body = body_of(call);
  if (!body || !body->is_array()) return clob_error(400, "Invalid order payload");
  const auto& list = body->get_array();
  if (list.size() > most_orders) {
    return clob_error(400, fmt::format("Too many orders in payload: {}, max allowed: {}",
                                       list.size(), most_orders));
  }
  auto rows = Node::list();
  for (const auto& one : list) {
    const auto result = post_one(world, call, one);
    rows.push(result ? posted(world.polymarket.clob, *result) : refused_leg(result.error().text));
  }
  return {.body = std::move(rows), .rows = "."};
}

Answer cancel_single(World& world, const Call& call) {
  if (auto refused = cancels_refused(world.polymarket.clob)) return *refused;
  const auto body = body_of(call);
  const auto* object = body ? body->if_object() : nullptr;
  const auto* id = object == nullptr ? nullptr : object->if_contains("orderID");
  if (id == nullptr || !id->is_string()) return clob_error(400, "Invalid order payload");
  if (id->get_string().size() != 66) return clob_error(400, "Invalid orderID");
  return cancel_these(world, call, {std::string{id->get_string().c_str()}});
}

Answer cancel_many(World& world, const Call& call) {
  if (auto refused = cancels_refused(world.polymarket.clob)) return *refused;
  const auto body = body_of(call);
  if (!body || !body->is_array()) return clob_error(400, "Invalid order payload");
  if (body->get_array().size() > most_cancels) {
    return clob_error(400,
                      fmt::format("Too many orders in payload, max allowed: {}", most_cancels));
  }
  std::vector<std::string> ids;
  for (const auto& id : body->get_array()) {
    if (!id.is_string()) return clob_error(400, "Invalid orderID");
    ids.emplace_back(id.get_string().c_str());
  }
  return cancel_these(world, call, ids);
}

std::int64_t items_of(const Call& call) {
  const auto body = body_of(call);
  return body && body->is_array() ? std::ssize(body->get_array()) : 1;
}

}  // namespace

Answer clob_post_order(World& world, const Call& call) {
  return with_tokens(world, call, TokenUse::order, 1, post_single);
}

Answer clob_post_orders(World& world, const Call& call) {
  return with_tokens(world, call, TokenUse::order, items_of(call), post_many);
}

Answer clob_cancel_order(World& world, const Call& call) {
  return with_tokens(world, call, TokenUse::cancel, 1, cancel_single);
}

Answer clob_cancel_orders(World& world, const Call& call) {
  return with_tokens(world, call, TokenUse::cancel, items_of(call), cancel_many);
}

Answer clob_cancel_all(World& world, const Call& call) {
  return with_tokens(world, call, TokenUse::cancel, 1, [](World& w, const Call& c) {
    if (auto refused = cancels_refused(w.polymarket.clob)) return *refused;
    return cancel_these(w, c, own_live(w.polymarket.clob, c, [](const auto&) { return true; }));
  });
}

Answer clob_cancel_market(World& world, const Call& call) {
  return with_tokens(world, call, TokenUse::cancel, 1, [](World& w, const Call& c) -> Answer {
    if (auto refused = cancels_refused(w.polymarket.clob)) return *refused;
    const auto body = body_of(c);
    if (!body || !body->is_object()) return clob_error(400, "Invalid order payload");
    const auto text = [&](std::string_view name) {
      const auto* value = body->get_object().if_contains({name.data(), name.size()});
      return value != nullptr && value->is_string() ? std::string{value->get_string().c_str()} : "";
    };
    const auto market = text("market");
    const auto asset = text("asset_id");
    if (market.empty() && asset.empty()) return clob_error(400, "Invalid order payload");
    return cancel_these(w, c, own_live(w.polymarket.clob, c, [&](const ClobOrder& order) {
                          return (market.empty() || order.condition_id == market) &&
                                 (asset.empty() || order.token_id == asset);
                        }));
  });
}

}  // namespace holdfast::sim::polymarket
