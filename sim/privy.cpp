#include "sim/privy.hpp"

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "sim/dflow/orders.hpp"
#include "sim/solana/keys.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::privy {
namespace {

constexpr std::string_view mainnet = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";

Answer refused(int status, std::string_view code, std::string_view message) {
  return {.status = status,
          .body = Node::object({{"error", Node::text(message)}, {"code", Node::text(code)}})};
}

std::string text_of(const boost::json::value* value) {
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : std::string{text->data(), text->size()};
}

struct Asked {
  std::string method;
  std::string caip2;
  std::string transaction;
  std::string encoding;
  bool sponsor{};
};

std::optional<Asked> asked_in(const std::string& body) {
  boost::json::error_code error;
  const auto parsed = boost::json::parse(body, error);
  if (error || !parsed.is_object()) return std::nullopt;
  const auto& object = parsed.get_object();
  const auto* params = object.if_contains("params");
  if (params == nullptr || !params->is_object()) return std::nullopt;
  const auto& inner = params->get_object();
  const auto* sponsor = object.if_contains("sponsor");
  return Asked{.method = text_of(object.if_contains("method")),
               .caip2 = text_of(object.if_contains("caip2")),
               .transaction = text_of(inner.if_contains("transaction")),
               .encoding = text_of(inner.if_contains("encoding")),
               .sponsor = sponsor != nullptr && sponsor->is_bool() && sponsor->get_bool()};
}

// A wallet's id is the name its key is made from.
Answer rpc(World& world, const Call& call) {
  const auto asked = asked_in(call.request.body);
  if (!asked || asked->encoding != "base64") {
    return refused(400, "invalid_data", "params.transaction and encoding base64 are required");
  }
  const auto keys = solana::keypair_named(call.captures.front());
  const auto signed_text = dflow::sign_transaction(asked->transaction, keys.secret);
  if (!signed_text) return refused(400, "invalid_data", "the transaction cannot be read");
  if (asked->method == "signTransaction") {
    return {.body = Node::object(
                {{"method", Node::text(asked->method)},
                 {"data", Node::object({{"signed_transaction", Node::text(*signed_text)},
                                        {"encoding", Node::text("base64")}})}})};
  }
  if (asked->method != "signAndSendTransaction" || asked->caip2 != mainnet) {
    return refused(400, "invalid_data", "no such method or chain");
  }
  if (asked->sponsor && !world.dflow.sponsor_credits) {
    return refused(400, "insufficient_funds", "Insufficient gas credits balance");
  }
  if (!asked->sponsor && !world.dflow.chain.lamports.contains(keys.address)) {
    return refused(400, "insufficient_funds", "Wallet has insufficient funds for this transaction");
  }
  const auto sent = dflow::send_transaction(world, *signed_text, call.true_now);
  if (sent.code != 0) return refused(400, "transaction_broadcast_failure", sent.message);
  return {
      .body = Node::object(
          {{"method", Node::text(asked->method)},
           {"data", Node::object({{"hash", Node::text(sent.signature)},
                                  {"caip2", Node::text(mainnet)},
                                  {"transaction_id", Node::text(world.dflow.random.uuid())}})}})};
}

Answer guarded(World& world, const Call& call) {
  const auto* authorization = call.request.header("Authorization");
  if (authorization == nullptr || !authorization->starts_with("Basic ") ||
      call.request.header("privy-app-id") == nullptr) {
    return refused(401, "missing_or_empty_authorization_header",
                   "Missing or empty authorization header");
  }
  return rpc(world, call);
}

}  // namespace

std::span<const Route> routes() {
  static constexpr std::array table{Route{"POST", "/v1/wallets/{id}/rpc", "rpc", guarded}};
  return table;
}

}  // namespace holdfast::sim::privy
