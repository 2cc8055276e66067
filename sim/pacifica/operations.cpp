#include "sim/pacifica/operations.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sim/pacifica/answers.hpp"
#include "sim/pacifica/auth.hpp"
#include "sim/pacifica/errors.hpp"
#include "sim/pacifica/venue.hpp"
#include "sim/stream/message_json.hpp"

namespace holdfast::sim::pacifica {
namespace {

namespace json = boost::json;

constexpr std::size_t actions_at_most = 10;

std::string_view operation_named(std::string_view type) {
  if (type == "Create") return "create_order";
  if (type == "CreateMarket") return "create_market_order";
  return type == "Cancel" ? "cancel_order" : "";
}

Node failed(std::string_view error) {
  return Node::object({{"success", Node::boolean(false)}, {"error", Node::text(error)}});
}

Node result_of(World& world, const json::value& action, UtcTime now) {
  const auto* object = action.if_object();
  const auto* data = object == nullptr ? nullptr : object->if_contains("data");
  const auto* write =
      object == nullptr ? nullptr : write_of(operation_named(member(*object, "type")));
  if (write == nullptr || data == nullptr || !data->is_object()) return failed("Invalid action");
  const auto answer = take_signed(world, *write, data->get_object(), now);
  if (const auto* error = answer.body.find("error"); answer.status != 200 && error != nullptr) {
    return failed(error->value());
  }
  auto result = Node::object({{"success", Node::boolean(true)}});
  const auto* said = answer.body.find("data");
  const auto* id = said == nullptr ? nullptr : said->find("order_id");
  if (id != nullptr) result.set("order_id", Node{*id});
  return result;
}

}  // namespace

const Route* write_of(std::string_view operation) {
  const auto all = routes();
  const auto found = std::ranges::find_if(all, [&](const Route& route) {
    return route.access == Access::write && operation_of(route.endpoint) == operation;
  });
  return found == all.end() ? nullptr : &*found;
}

Answer take_signed(World& world, const Route& write, const json::object& body, UtcTime now) {
  const Request request{.method = "POST",
                        .target = std::string{write.pattern},
                        .headers = {},
                        .body = json::serialize(body)};
  Call call{.request = request,
            .target = Target{request.target},
            .venue = "pacifica",
            .endpoint = std::string{write.endpoint},
            .captures = {},
            .now = now,
            .true_now = now,
            .faults = {},
            .caller = {}};
  auto refused = guard(world.pacifica, call, write);
  return refused ? std::move(*refused) : write.handler(world, call);
}

// {"actions":[{"type","data": signed body}]}: one after the other, each judged alone.
Answer batch(World& world, const Call& call) {
  json::error_code error;
  const auto body = json::parse(call.request.body, error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* actions = object == nullptr ? nullptr : object->if_contains("actions");
  if (actions == nullptr || !actions->is_array() || actions->get_array().empty() ||
      actions->get_array().size() > actions_at_most) {
    return refusal(world.pacifica.service, 400, "Invalid request: one to ten actions");
  }
  auto results = Node::list();
  for (const auto& action : actions->get_array()) {
    results.push(result_of(world, action, call.true_now));
  }
  return success(Node::object({{"results", std::move(results)}}));
}

}  // namespace holdfast::sim::pacifica
