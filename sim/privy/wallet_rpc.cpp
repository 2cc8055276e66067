#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <chrono>

#include "sim/dflow/orders.hpp"
#include "sim/privy/auth.hpp"
#include "sim/privy/venue.hpp"
#include "sim/solana/keys.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::privy {
namespace {

constexpr std::size_t key_size_max = 256;
constexpr Duration remembered_for = std::chrono::hours{24};

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

bool has_only_known(const boost::json::object& object) {
  constexpr std::array<std::string_view, 6> known{"method",  "caip2",  "chain_type",
                                                  "sponsor", "params", "reference_id"};
  return std::ranges::all_of(object, [&](const auto& member) {
    const std::string_view name{member.key().data(), member.key().size()};
    return std::ranges::find(known, name) != known.end();
  });
}

std::optional<Asked> asked_in(const std::string& body) {
  boost::json::error_code error;
  const auto parsed = boost::json::parse(body, error);
  if (error || !parsed.is_object()) return std::nullopt;
  const auto& object = parsed.get_object();
  const auto* params = object.if_contains("params");
  if (params == nullptr || !params->is_object() || !has_only_known(object)) return std::nullopt;
  const auto* chain = object.if_contains("chain_type");
  if (chain != nullptr && text_of(chain) != "solana") return std::nullopt;
  const auto& inner = params->get_object();
  const auto* sponsor = object.if_contains("sponsor");
  return Asked{.method = text_of(object.if_contains("method")),
               .caip2 = text_of(object.if_contains("caip2")),
               .transaction = text_of(inner.if_contains("transaction")),
               .encoding = text_of(inner.if_contains("encoding")),
               .sponsor = sponsor != nullptr && sponsor->is_bool() && sponsor->get_bool()};
}

Node done(const Asked& asked, Node data) {
  return Node::object({{"method", Node::text(asked.method)}, {"data", std::move(data)}});
}

// Why it cannot be paid for; none: it can.
std::optional<Answer> check_gas(const World& world, const Asked& asked,
                                const std::string& address) {
  if (asked.sponsor) {
    if (world.privy.sponsor_credits) return std::nullopt;
    return refusal(400, "insufficient_funds", "Insufficient gas credits balance");
  }
  if (world.dflow.chain.lamports.contains(address)) return std::nullopt;
  return refusal(400, "insufficient_funds", "Wallet has insufficient funds for this transaction");
}

Answer send(World& world, const Call& call, const Asked& asked, const std::string& signed_text) {
  const auto sent = dflow::send_transaction(world, signed_text, call.true_now);
  if (sent.code != 0) return refusal(400, "transaction_broadcast_failure", sent.message);
  const auto id = world.dflow.random.uuid();
  world.privy.sent.emplace(id, Transaction{.wallet = call.captures.front(),
                                           .hash = sent.signature,
                                           .sent = call.true_now,
                                           .sponsored = asked.sponsor});
  return {.body = done(asked, Node::object({{"hash", Node::text(sent.signature)},
                                            {"caip2", Node::text(mainnet)},
                                            {"transaction_id", Node::text(id)}}))};
}

Answer execute(World& world, const Call& call) {
  const auto asked = asked_in(call.request.body);
  if (!asked || asked->encoding != "base64") {
    return refusal(400, "invalid_data", "params.transaction and encoding base64 are required");
  }
  const bool sends = asked->method == "signAndSendTransaction" && asked->caip2 == mainnet;
  if (!sends && asked->method != "signTransaction") {
    return refusal(400, "invalid_data", "no such method or chain");
  }
  const auto keys = solana::keypair_named(call.captures.front());
  const auto signed_text = dflow::sign_transaction(asked->transaction, keys.secret);
  if (!signed_text) return refusal(400, "invalid_data", "the transaction cannot be read");
  if (!sends) {
    return {.body = done(*asked, Node::object({{"signed_transaction", Node::text(*signed_text)},
                                               {"encoding", Node::text("base64")}}))};
  }
  if (auto unpaid = check_gas(world, *asked, keys.address)) return *unpaid;
  return send(world, call, *asked, *signed_text);
}

}  // namespace

// The same key within a day has the same answer, and nothing happens again.
Answer wallet_rpc(World& world, const Call& call) {
  if (!world.privy.wallets.contains(call.captures.front())) {
    return refusal(404, "wallet_not_found", "Wallet not found");
  }
  const auto* key = call.request.header("privy-idempotency-key");
  if (key == nullptr) return execute(world, call);
  if (key->empty() || key->size() > key_size_max) {
    return refusal(400, "invalid_data", "an idempotency key has 1 to 256 characters");
  }
  const auto request = call.request.target + "\n" + call.request.body;
  const auto before = world.privy.remembered.find(*key);
  if (before != world.privy.remembered.end() && call.now - before->second.at < remembered_for) {
    if (before->second.request == request) return before->second.answer;
    return refusal(400, "invalid_data", "the idempotency key was used for another request");
  }
  auto answer = execute(world, call);
  world.privy.remembered.insert_or_assign(
      *key, Remembered{.request = request, .answer = answer, .at = call.now});
  return answer;
}

}  // namespace holdfast::sim::privy
