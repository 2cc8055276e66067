#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/clob/clob_answers.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/contracts.hpp"
#include "sim/world.hpp"

// Balances as the service believes them, and heartbeats.
namespace holdfast::sim::polymarket {
namespace {

constexpr std::string_view unlimited =
    "115792089237316195423570985008687907853269984665640564039457584007913129639935";

// The wallet that the caller's signature type stands for: its own, or the one of that kind which it
// owns; empty when there is none.
std::optional<std::string> wallet_for(const World& world, const Call& call) {
  const auto type = call.target.value("signature_type", "0");
  if (type == "0") return call.caller.account;
  if (type != "1" && type != "2" && type != "3") return std::nullopt;
  using Kind = polygon::WalletKind;
  const auto kind = type == "1" ? Kind::proxy : type == "2" ? Kind::safe : Kind::deposit;
  for (const auto& [address, account] : world.polymarket.chain.accounts) {
    if (account.kind == kind && account.owner == call.caller.account) return address;
  }
  return "";
}

struct Asked {
  std::string wallet;
  std::string asset;  // COLLATERAL or a token id
  const Market* market{};
};

tl::expected<Asked, Answer> asked_of(const World& world, const Call& call) {
  const auto type = call.target.value("asset_type");
  const auto refuse = [](std::string_view text) {
    return tl::make_unexpected(clob_error(400, text));
  };
  const auto wallet = wallet_for(world, call);
  if (!wallet) return refuse("Invalid signature_type");
  if (type == "COLLATERAL") return Asked{*wallet, "COLLATERAL"};
  if (type != "CONDITIONAL" && type != "CONDITIONAL-V2") return refuse("Invalid asset type");
  const auto token = call.target.value("token_id");
  const auto* market = world.polymarket.market_of(token);
  if (market == nullptr) return refuse("Invalid token id");
  if ((market->version == "v2") != (type == "CONDITIONAL-V2")) return refuse("Invalid asset type");
  return Asked{*wallet, token, market};
}

std::vector<std::string_view> spenders_of(const Asked& asked) {
  if (asked.market == nullptr) return {exchange_v2, neg_risk_exchange_v2, exchange_v3};
  if (asked.market->version == "v2") return {exchange_v3};
  return {exchange_v2, neg_risk_exchange_v2};
}

Node allowances_of(const World& world, const Call& call, const Asked& asked) {
  const auto block = polygon::Chain::height_at(call.true_now);
  const auto& chain = world.polymarket.chain;
  auto node = Node::object();
  for (const auto spender : spenders_of(asked)) {
    const std::string address{spender};
    bool all = false;
    std::uint64_t some = 0;
    if (asked.market == nullptr) {
      some = chain.allowance(std::string{pusd}, asked.wallet, address, block);
      all = some == std::numeric_limits<std::uint64_t>::max();
    } else {
      all = chain.approved_for_all(VenueWorld::ledger_of(*asked.market), asked.wallet, address,
                                   block);
    }
    node.set(address, Node::text(all ? unlimited : std::to_string(some)));
  }
  return node;
}

}  // namespace

Answer clob_balance(World& world, const Call& call) {
  const auto asked = asked_of(world, call);
  if (!asked) return asked.error();
  auto& venue = world.polymarket;
  const auto known = venue.clob.balances.find({asked->wallet, asked->asset});
  const auto balance = known == venue.clob.balances.end()
                           ? refresh_balance(venue, asked->wallet, asked->asset, call.true_now)
                           : known->second;
  return {.body = Node::object({{"balance", Node::text(std::to_string(balance))},
                                {"allowances", allowances_of(world, call, *asked)}})};
}

Answer clob_update_balance(World& world, const Call& call) {
  const auto asked = asked_of(world, call);
  if (!asked) return asked.error();
  refresh_balance(world.polymarket, asked->wallet, asked->asset, call.true_now);
  return {.body = {}, .empty_body = true};
}

// Armed by the first one. The id of the last answer must come back; the refusal names it.
Answer clob_heartbeat(World& world, const Call& call) {
  boost::json::error_code error;
  const auto body = boost::json::parse(call.request.body, error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* id = object == nullptr ? nullptr : object->if_contains("heartbeat_id");
  if (id == nullptr || (!id->is_string() && !id->is_null())) {
    return clob_error(400, "Invalid payload");
  }
  auto& clob = world.polymarket.clob;
  const std::string said = id->is_string() ? id->get_string().c_str() : "";
  const auto known = clob.heartbeats.find(call.caller.key_id);
  if (!said.empty() && (known == clob.heartbeats.end() || known->second.id != said)) {
    const auto expected = known == clob.heartbeats.end() ? "" : known->second.id;
    const auto member = clob.heartbeat_error_in_error ? "error" : "error_msg";
    return {.status = 400,
            .body = Node::object({{member, Node::text("Invalid Heartbeat ID")},
                                  {"heartbeat_id", Node::text(expected)}})};
  }
  const Heartbeat next{.id = world.random.uuid(), .at = call.true_now};
  clob.heartbeats.insert_or_assign(call.caller.key_id, next);
  return {.body = Node::object({{"heartbeat_id", Node::text(next.id)}})};
}

Answer clob_old_heartbeat(World&, const Call&) {
  return {.body = Node::object({{"status", Node::text("ok")}})};
}

}  // namespace holdfast::sim::polymarket
