#include "sim/control/control.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "sim/amount_text.hpp"
#include "sim/control/actions.hpp"
#include "sim/simulator.hpp"
#include "sim/target.hpp"

namespace holdfast::sim::control {
namespace {

Reply reply_of(const Node& node, int status = 200) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}},
          .body = node.json() + "\n"};
}

Reply reply_of(const Result<Node>& result) {
  if (result) return reply_of(*result);
  return reply_of(Node::object({{"error", Node::text(result.error().what)}}), 400);
}

Result<Node> act_once(World& world, const boost::json::value& action, UtcTime now) {
  const auto* object = action.if_object();
  if (object == nullptr) return fail(Fault::malformed, "an action is a JSON object");
  Fields fields{*object};
  const auto verb = fields.text("do");
  const auto venue = fields.text("venue");
  const auto at = fields.time("at", now);
  std::optional<Result<Node>> done;
  if (venue == "kalshi") done = act_kalshi(world, verb, fields, at);
  if (venue == "kalshi_solana") done = act_kalshi_solana(world, verb, fields, at);
  if (venue == "polymarket") done = act_polymarket(world, verb, fields, at);
  if (venue == "pacifica") done = act_pacifica(world, verb, fields, at);
  if (!done) {
    return fail(Fault::malformed,
                "no venue \"" + venue + "\" with the verb \"" + verb + "\": see sim/README.md");
  }
  return *done;
}

Node request_list(const Simulator& simulator) {
  auto rows = Node::list();
  for (const auto& seen : simulator.seen()) {
    rows.push(Node::object({{"at", Node::text(rfc3339_text(seen.at))},
                            {"venue", Node::text(seen.venue)},
                            {"endpoint", Node::text(seen.endpoint)},
                            {"method", Node::text(seen.method)},
                            {"target", Node::text(seen.target)},
                            {"status", Node::number(seen.status)},
                            {"faults", Node::text(seen.faults)}}));
  }
  return Node::object({{"requests", std::move(rows)}});
}

Node truth(const Simulator& simulator, const World& world, UtcTime now) {
  auto counters = Node::object();
  for (const auto& [name, count] : simulator.counters()) {
    counters.set(name, Node::number(static_cast<std::int64_t>(count)));
  }
  return Node::object({{"now", Node::text(rfc3339_text(now))},
                       {"seed", Node::number(static_cast<std::int64_t>(world.seed))},
                       {"counters", std::move(counters)},
                       {"kalshi", kalshi_truth(world)},
                       {"kalshi_solana", kalshi_solana_truth(world)},
                       {"polymarket", polymarket_truth(world, now)},
                       {"pacifica", pacifica_truth(world)}});
}

Result<Node> move_clock(Simulator& simulator, std::string_view json) {
  boost::json::error_code error;
  const auto value = boost::json::parse({json.data(), json.size()}, error);
  if (error || !value.is_object()) return fail(Fault::malformed, "the body is not a JSON object");
  Fields fields{value.get_object()};
  const auto ms = fields.number("advance_ms", 0);
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  simulator.advance_clock(std::chrono::milliseconds{ms});
  return Node::object(
      {{"offset_ms", Node::number(simulator.clock_offset() / std::chrono::milliseconds{1})}});
}

}  // namespace

Result<Node> act(World& world, std::string_view json, UtcTime now) {
  boost::json::error_code error;
  const auto value = boost::json::parse({json.data(), json.size()}, error);
  if (error) return fail(Fault::malformed, "the body is not JSON: " + error.message());
  const auto* object = value.if_object();
  const auto* list = object == nullptr ? nullptr : object->if_contains("actions");
  if (list == nullptr) return act_once(world, value, now);
  if (!list->is_array()) return fail(Fault::malformed, "actions is not a list");
  auto done = Node::list();
  for (const auto& action : list->get_array()) {
    auto one = act_once(world, action, now);
    if (!one) return one;
    done.push(std::move(*one));
  }
  return Node::object({{"done", std::move(done)}});
}

Reply answer(Simulator& simulator, const Request& request, UtcTime now) {
  const Target target{request.target};
  const auto& path = target.path();
  const bool posts = request.method == "POST";
  if (path == "/_sim/world") {
    if (posts) return reply_of(act(simulator.world(), request.body, now));
    return reply_of(truth(simulator, simulator.world(), now));
  }
  if (path == "/_sim/faults") {
    if (posts) return reply_of(set_faults(simulator.world(), request.body, now));
    if (request.method == "DELETE") simulator.world().faults.clear_all();
    return reply_of(fault_list(simulator.world()));
  }
  if (path == "/_sim/clock" && posts) return reply_of(move_clock(simulator, request.body));
  if (path == "/_sim/streams") return reply_of(simulator.streams().list());
  if (path == "/_sim/requests") {
    if (request.method == "DELETE") simulator.forget_requests();
    return reply_of(request_list(simulator));
  }
  return reply_of(Node::object({{"error", Node::text("no such control: see sim/README.md")}}), 404);
}

}  // namespace holdfast::sim::control
