#include "sim/pacifica/stream_orders.hpp"

#include "sim/pacifica/operations.hpp"
#include "sim/stream/message_json.hpp"

namespace holdfast::sim::pacifica {
namespace {

namespace json = boost::json;

// The stream's codes: 401 signature, 403 signer, 420 the engine's refusal, else the status.
int code_of(const Answer& answer) {
  if (answer.status == 422) return 420;
  if (answer.status != 400) return answer.status;
  const auto* error = answer.body.find("error");
  const std::string words = error == nullptr ? std::string{} : error->value();
  if (words.starts_with("Verification failed") || words == "Invalid signature") return 401;
  if (words.starts_with("Agent not authorized")) return 403;
  return 400;
}

// {"I","i","s"} of an order; what another operation says as it is.
Node data_of(const Node& answered, const json::object& body) {
  const auto* id = answered.find("order_id");
  if (id == nullptr) return Node{answered};
  const auto own = member(body, "client_order_id");
  return Node::object({{"I", own.empty() ? Node{} : Node::text(own)},
                       {"i", Node{*id}},
                       {"s", Node::text(member(body, "symbol"))}});
}

}  // namespace

std::optional<std::string> streamed_order(World& world, const json::object& message, UtcTime now) {
  const auto* params = message.if_contains("params");
  if (!message.contains("id") || params == nullptr || !params->is_object()) return std::nullopt;
  const auto& named = params->get_object();
  if (named.size() != 1 || !named.begin()->value().is_object()) return std::nullopt;
  const std::string operation{named.begin()->key()};
  const auto* route = write_of(operation);
  if (route == nullptr) return std::nullopt;
  const auto& body = named.begin()->value().get_object();
  const auto answer = take_signed(world, *route, body, now);
  const bool taken = answer.status == 200;
  auto reply = Node::object({{"code", Node::number(taken ? 200 : code_of(answer))}});
  if (const auto* data = answer.body.find("data"); taken && data != nullptr) {
    reply.set("data", data_of(*data, body));
  } else if (const auto* error = answer.body.find("error"); error != nullptr) {
    reply.set("err", Node{*error});
  }
  reply.set("id", Node::text(member(message, "id")))
      .set("t", Node::number(unix_ms(now)))
      .set("type", Node::text(operation));
  return reply.json();
}

}  // namespace holdfast::sim::pacifica
