#include "sim/solana/rpc.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "sim/dflow/orders.hpp"
#include "sim/solana/keys.hpp"
#include "sim/world.hpp"

// JSON-RPC 2.0 over HTTP, single calls and batches, as Agave answers them.
namespace holdfast::sim::solana {
namespace {

using boost::json::value;

constexpr Slot confirmed_behind = 2;
constexpr Slot finalized_behind = 32;

const value* member(const value* item, std::string_view name) {
  const auto* object = item == nullptr ? nullptr : item->if_object();
  return object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
}

std::string text_of(const value* item) {
  const auto* text = item == nullptr ? nullptr : item->if_string();
  return text == nullptr ? "" : std::string{text->data(), text->size()};
}

std::optional<std::uint64_t> number_of(const value* item) {
  if (item == nullptr) return std::nullopt;
  if (const auto* number = item->if_int64(); number != nullptr && *number >= 0) {
    return static_cast<std::uint64_t>(*number);
  }
  const auto* number = item->if_uint64();
  return number == nullptr ? std::nullopt : std::optional{*number};
}

RpcResult genesis_hash(const Endpoint& endpoint, const Params&) {
  const bool other = endpoint.call.fault(FaultKind::wrong_chain) != nullptr;
  return Node::text(other ? "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG" : mainnet_genesis);
}

RpcResult slot(const Endpoint& endpoint, const Params& params) {
  const auto asked = slot_asked(endpoint, params, 0);
  if (!asked) return tl::make_unexpected(asked.error());
  return Node::number(static_cast<std::int64_t>(*asked));
}

// A block's height is less than its slot: slots may stay empty.
RpcResult block_height(const Endpoint& endpoint, const Params& params) {
  const auto asked = slot_asked(endpoint, params, 0);
  if (!asked) return tl::make_unexpected(asked.error());
  return Node::number(static_cast<std::int64_t>(*asked - *asked / 20));
}

RpcResult block_time(const Endpoint& endpoint, const Params& params) {
  const auto asked = number_of(params.at(0));
  if (!asked) return refuse(-32602, "Invalid params: invalid type, expected u64");
  if (*asked > endpoint.head) {
    return refuse(-32004, "Block not available for slot " + std::to_string(*asked));
  }
  return Node::number(unix_s(Chain::time_of(*asked)));
}

RpcResult balance(const Endpoint& endpoint, const Params& params) {
  if (!is_address(params.text(0))) return refuse(-32602, "Invalid param: Invalid");
  const auto asked = slot_asked(endpoint, params, 1);
  if (!asked) return tl::make_unexpected(asked.error());
  const auto& lamports = endpoint.chain().lamports;
  const auto found = lamports.find(params.text(0));
  return with_context(
      *asked, Node::number(found == lamports.end() ? 0 : static_cast<std::int64_t>(found->second)));
}

RpcResult latest_blockhash(const Endpoint& endpoint, const Params& params) {
  const auto asked = slot_asked(endpoint, params, 0);
  if (!asked) return tl::make_unexpected(asked.error());
  const auto height = static_cast<std::int64_t>(*asked - *asked / 20) + 150;
  return with_context(
      *asked,
      Node::object({{"blockhash", Node::text(address_named("block" + std::to_string(*asked)))},
                    {"lastValidBlockHeight", Node::number(height)}}));
}

// What a simulation that failed leaves, where the node says why.
Node preflight_data(std::string_view message) {
  if (!message.ends_with("Blockhash not found")) return {};
  return Node::object({{"accounts", Node{}},
                       {"err", Node::text("BlockhashNotFound")},
                       {"logs", Node::list()},
                       {"unitsConsumed", Node::number(0)}});
}

RpcResult send(const Endpoint& endpoint, const Params& params) {
  const auto encoding = params.setting(1, "encoding");
  auto text = params.text(0);
  if (encoding != "base64") {
    const auto bytes = bytes_from_base58(text);
    if (!bytes) return refuse(-32602, "invalid base58 encoding");
    text = base64_text(*bytes);
  }
  const auto sent = dflow::send_transaction(endpoint.world, text, endpoint.call.true_now);
  if (sent.code != 0) return refuse(sent.code, sent.message, preflight_data(sent.message));
  return Node::text(sent.signature);
}

RpcResult health(const Endpoint&, const Params&) { return Node::text("ok"); }
RpcResult version(const Endpoint&, const Params&) {
  return Node::object(
      {{"feature-set", Node::number(3'604'001'754)}, {"solana-core", Node::text("3.0.6")}});
}
RpcResult rent(const Endpoint&, const Params&) { return Node::number(2'074'080); }

struct Method {
  std::string_view name;
  RpcResult (*answer)(const Endpoint&, const Params&);
};

constexpr std::array methods{
    Method{"getGenesisHash", genesis_hash},
    Method{"getSlot", slot},
    Method{"getBlockHeight", block_height},
    Method{"getBlockTime", block_time},
    Method{"getBalance", balance},
    Method{"getLatestBlockhash", latest_blockhash},
    Method{"getHealth", health},
    Method{"getVersion", version},
    Method{"getMinimumBalanceForRentExemption", rent},
    Method{"getTokenAccountsByOwner", token_accounts_by_owner},
    Method{"getMultipleAccounts", multiple_accounts},
    Method{"getAccountInfo", account_info},
    Method{"getTokenAccountBalance", token_account_balance},
    Method{"getSignaturesForAddress", signatures_for_address},
    Method{"getTransaction", transaction},
    Method{"getSignatureStatuses", signature_statuses},
    Method{"sendTransaction", send},
};

RpcResult answer_of(const Endpoint& endpoint, const value& call) {
  const auto method = text_of(member(&call, "method"));
  if (method.empty()) return refuse(-32600, "Invalid request");
  if (const auto* fault = endpoint.call.fault(FaultKind::rpc_error)) {
    const auto code = static_cast<int>(fault->number("code", -32005));
    return refuse(code, fault->param("message", "Node is behind by 42 slots"),
                  code == -32005 ? Node::object({{"numSlotsBehind", Node::number(42)}}) : Node{});
  }
  const auto* known = std::ranges::find(methods, method, &Method::name);
  if (known == methods.end()) return refuse(-32601, "Method not found");
  const auto* params = member(&call, "params");
  return known->answer(endpoint, {params == nullptr ? nullptr : params->if_array()});
}

Node response_node(const Endpoint& endpoint, const value& call) {
  const auto* id = member(&call, "id");
  auto response = Node::object({{"jsonrpc", Node::text("2.0")}});
  auto answer = answer_of(endpoint, call);
  if (answer) {
    response.set("result", std::move(*answer));
  } else {
    auto error = Node::object({{"code", Node::number(answer.error().code)},
                               {"message", Node::text(answer.error().message)}});
    if (answer.error().data.kind() != Node::Kind::null) {
      error.set("data", std::move(answer.error().data));
    }
    response.set("error", std::move(error));
  }
  return response.set("id", id == nullptr ? Node{} : Node::raw(boost::json::serialize(*id)));
}

Endpoint endpoint_of(World& world, const Call& call) {
  const auto number = whole_number(call.venue.substr(call.venue.find('/') + 1)).value_or(1);
  const auto lag = world.faults.lag_of(call.venue, "chain", endpoint_lag(number));
  auto head = Chain::slot_at(shown_moment(world, call, lag));
  if (const auto* behind = call.fault(FaultKind::behind)) {
    head -= static_cast<Slot>(behind->number("blocks", 1'000));
  }
  return {.world = world, .call = call, .head = head};
}

Answer rpc(World& world, const Call& call) {
  const auto endpoint = endpoint_of(world, call);
  boost::json::error_code error;
  const auto parsed = boost::json::parse(call.request.body, error);
  if (error) {
    return {.body = Node::object({{"jsonrpc", Node::text("2.0")},
                                  {"error", Node::object({{"code", Node::number(-32700)},
                                                          {"message", Node::text("Parse error")}})},
                                  {"id", Node{}}})};
  }
  const auto* batch = parsed.if_array();
  if (batch == nullptr || batch->empty()) return {.body = response_node(endpoint, parsed)};
  auto answers = Node::list();
  for (const auto& one : *batch) answers.push(response_node(endpoint, one));
  return {.body = std::move(answers)};
}

}  // namespace

tl::unexpected<RpcError> refuse(int code, std::string message, Node data) {
  return tl::make_unexpected(
      RpcError{.code = code, .message = std::move(message), .data = std::move(data)});
}

const Chain& Endpoint::chain() const { return world.dflow.chain; }

Duration endpoint_lag(std::int64_t number) { return std::chrono::milliseconds{500 * number}; }

Slot slot_behind(Slot head, std::string_view commitment) {
  if (commitment == "processed") return head;
  return head - (commitment == "confirmed" ? confirmed_behind : finalized_behind);
}

Slot Endpoint::slot_of(std::string_view commitment) const { return slot_behind(head, commitment); }

const value* Params::at(std::size_t i) const {
  return list != nullptr && i < list->size() ? &(*list)[i] : nullptr;
}
std::string Params::text(std::size_t i) const { return text_of(at(i)); }
std::string Params::setting(std::size_t i, std::string_view name) const {
  return text_of(member(at(i), name));
}
std::optional<std::uint64_t> Params::number(std::size_t i, std::string_view name) const {
  return number_of(member(at(i), name));
}

tl::expected<Slot, RpcError> slot_asked(const Endpoint& endpoint, const Params& params,
                                        std::size_t settings) {
  const auto slot = endpoint.slot_of(params.setting(settings, "commitment"));
  const auto least = params.number(settings, "minContextSlot");
  if (least && slot < *least) {
    return refuse(-32016, "Minimum context slot has not been reached",
                  Node::object({{"contextSlot", Node::number(static_cast<std::int64_t>(slot))}}));
  }
  return slot;
}

Node with_context(Slot slot, Node value) {
  return Node::object(
      {{"context", Node::object({{"apiVersion", Node::text("3.0.6")},
                                 {"slot", Node::number(static_cast<std::int64_t>(slot))}})},
       {"value", std::move(value)}});
}

std::span<const Route> routes() {
  static constexpr std::array table{Route{"POST", "", "rpc", rpc}};
  return table;
}

}  // namespace holdfast::sim::solana
