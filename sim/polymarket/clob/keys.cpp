#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/clob/clob_answers.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/world.hpp"

// API keys: one for each wallet and nonce, made once and found again by the same proof.
namespace holdfast::sim::polymarket {
namespace {

std::uint64_t nonce_of(const Call& call) {
  const auto* text = call.request.header("POLY_NONCE");
  return static_cast<std::uint64_t>(whole_number(text == nullptr ? "0" : *text).value_or(0));
}

const ApiCreds* known_key(const Clob& clob, const Call& call) {
  for (const auto& [key, creds] : clob.keys) {
    if (creds.address == call.caller.account && creds.nonce == nonce_of(call)) return &creds;
  }
  return nullptr;
}

Answer creds_answer(const ApiCreds& creds) {
  return {.body = Node::object({{"apiKey", Node::text(creds.key)},
                                {"secret", Node::text(creds.secret)},
                                {"passphrase", Node::text(creds.passphrase)}})};
}

}  // namespace

// The body is empty, whatever the method says.
Answer clob_create_key(World& world, const Call& call) {
  auto& clob = world.polymarket.clob;
  if (known_key(clob, call) != nullptr) return clob_error(400, "Could not create api key");
  const auto secret = bytes_from_hex(world.random.hex32()).value_or(Bytes{});
  ApiCreds creds{.key = world.random.uuid(),
                 .secret = base64url_text(secret) + "=",
                 .passphrase = world.random.hex32().substr(2),
                 .address = call.caller.account,
                 .nonce = nonce_of(call)};
  auto answer = creds_answer(creds);
  clob.keys.emplace(creds.key, std::move(creds));
  return answer;
}

Answer clob_derive_key(World& world, const Call& call) {
  const auto* creds = known_key(world.polymarket.clob, call);
  return creds == nullptr ? clob_error(400, "Could not derive api key!") : creds_answer(*creds);
}

Answer clob_list_keys(World& world, const Call& call) {
  auto keys = Node::list();
  for (const auto& [key, creds] : world.polymarket.clob.keys) {
    if (creds.address == call.caller.account) keys.push(Node::text(key));
  }
  return {.body = Node::object({{"apiKeys", std::move(keys)}}), .rows = "apiKeys"};
}

Answer clob_delete_key(World& world, const Call& call) {
  world.polymarket.clob.keys.erase(call.caller.key_id);
  return {.body = Node::text("OK")};
}

Answer clob_closed_only(World&, const Call&) {
  return {.body = Node::object({{"closed_only", Node::boolean(false)}})};
}

}  // namespace holdfast::sim::polymarket
