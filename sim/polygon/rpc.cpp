#include "sim/polygon/rpc.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "sim/polygon/abi.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/world.hpp"

// JSON-RPC 2.0 over HTTP, single calls and batches, as Bor answers them.
namespace holdfast::sim::polygon {
namespace {

using boost::json::value;

tl::unexpected<RpcError> refuse(int code, std::string message) {
  return tl::make_unexpected(RpcError{.code = code, .message = std::move(message)});
}

std::optional<value> parse(const std::string& body) {
  boost::json::error_code error;
  auto parsed = boost::json::parse(body, error);
  return error ? std::nullopt : std::optional{std::move(parsed)};
}

std::string method_of(const value& call) {
  const auto* object = call.if_object();
  const auto* method = object == nullptr ? nullptr : object->if_contains("method");
  const auto* name = method == nullptr ? nullptr : method->if_string();
  return name == nullptr ? "" : std::string{name->data(), name->size()};
}

std::string text_of(const value* item) {
  const auto* text = item == nullptr ? nullptr : item->if_string();
  return text == nullptr ? "" : std::string{text->data(), text->size()};
}

struct Params {
  const boost::json::array* list;
  [[nodiscard]] const value* at(std::size_t i) const {
    return list != nullptr && i < list->size() ? &(*list)[i] : nullptr;
  }
};

std::uint64_t chain_id(const Endpoint& endpoint) {
  const auto* wrong = endpoint.call.fault(FaultKind::wrong_chain);
  return wrong == nullptr ? 137U : static_cast<std::uint64_t>(wrong->number("chain_id", 1));
}

RpcResult eth_chain_id(const Endpoint& endpoint, const Params&) {
  return Node::text(quantity_text(chain_id(endpoint)));
}
RpcResult net_version(const Endpoint& endpoint, const Params&) {
  return Node::text(std::to_string(chain_id(endpoint)));
}
RpcResult eth_block_number(const Endpoint& endpoint, const Params&) {
  return Node::text(quantity_text(endpoint.latest));
}
RpcResult eth_syncing(const Endpoint&, const Params&) { return Node::boolean(false); }
RpcResult web3_client_version(const Endpoint&, const Params&) {
  return Node::text("bor/v2.6.0-stable/linux-amd64/go1.24.6");
}
RpcResult eth_get_balance(const Endpoint&, const Params&) { return Node::text("0x0"); }

RpcResult eth_get_block_by_number(const Endpoint& endpoint, const Params& params) {
  if (params.at(0) == nullptr) return refuse(-32602, "missing value for required argument 0");
  const auto block = endpoint.block_of(params.at(0));
  if (!block) {
    if (block.error().code == -32000) return Node{};  // an unknown block is null, not an error
    return tl::make_unexpected(block.error());
  }
  return block_node(endpoint, *block);
}

RpcResult eth_get_block_by_hash(const Endpoint& endpoint, const Params& params) {
  const value tag{boost::json::object{{"blockHash", text_of(params.at(0))}}};
  const auto block = endpoint.block_of(&tag);
  if (!block) return Node{};
  return block_node(endpoint, *block);
}

RpcResult eth_call(const Endpoint& endpoint, const Params& params) {
  const auto* transaction = params.at(0);
  if (transaction == nullptr || !transaction->is_object()) {
    return refuse(-32602, "missing value for required argument 0");
  }
  const auto& fields = transaction->get_object();
  const auto to = polymarket::address_of(text_of(fields.if_contains("to")));
  if (to.empty()) return refuse(-32602, "invalid argument 0: to is not an address");
  auto data = text_of(fields.if_contains("input"));
  if (data.empty()) data = text_of(fields.if_contains("data"));
  if (!bytes_from_hex(data)) return refuse(-32602, "invalid argument 0: data is not hex");
  const auto block = endpoint.block_of(params.at(1));
  if (!block) return tl::make_unexpected(block.error());
  return call_contract(endpoint, to, data, *block);
}

// Contracts have code, people have none; a wallet's code tells its kind by its implementation.
RpcResult eth_get_code(const Endpoint& endpoint, const Params& params) {
  const auto address = polymarket::address_of(text_of(params.at(0)));
  if (address.empty()) return refuse(-32602, "invalid argument 0: not an address");
  const auto& accounts = endpoint.world.polymarket.chain.accounts;
  const auto found = accounts.find(address);
  if (found == accounts.end()) {
    const auto answer = call_contract(endpoint, address, "0x00000000", endpoint.latest);
    return Node::text(answer && answer->value() == "0x" ? "0x" : "0x60806040");
  }
  switch (found->second.kind) {
    case WalletKind::eoa:
      return Node::text("0x");
    case WalletKind::safe:
      return Node::text("0x608060405273ffffffffffffffffffffffffffffffffffffffff600054163d");
    case WalletKind::proxy:
      return Node::text(
          "0x363d3d373d3d3d363d7344e999d5c2f66ef0861317f9a4805ac2e90aeb4f5af43d82803e903d91602b57"
          "fd5bf3");
    case WalletKind::deposit:
      return Node::text(
          "0x363d3d373d3d3d363d7358ca52ebe0daddfdf531cde7062e76746de4db1e5af43d82803e903d91602b57"
          "fd5bf3");
  }
  return Node::text("0x");
}

RpcResult eth_get_logs(const Endpoint& endpoint, const Params& params) {
  const auto* filter = params.at(0);
  if (filter == nullptr || !filter->is_object()) {
    return refuse(-32602, "missing value for required argument 0");
  }
  return logs(endpoint, filter->get_object());
}

RpcResult eth_get_transaction_receipt(const Endpoint& endpoint, const Params& params) {
  return receipt(endpoint, text_of(params.at(0)));
}

struct Method {
  std::string_view name;
  RpcResult (*answer)(const Endpoint&, const Params&);
};

constexpr std::array methods{
    Method{"eth_chainId", eth_chain_id},
    Method{"net_version", net_version},
    Method{"eth_blockNumber", eth_block_number},
    Method{"eth_syncing", eth_syncing},
    Method{"web3_clientVersion", web3_client_version},
    Method{"eth_getBalance", eth_get_balance},
    Method{"eth_getBlockByNumber", eth_get_block_by_number},
    Method{"eth_getBlockByHash", eth_get_block_by_hash},
    Method{"eth_call", eth_call},
    Method{"eth_getCode", eth_get_code},
    Method{"eth_getLogs", eth_get_logs},
    Method{"eth_getTransactionReceipt", eth_get_transaction_receipt},
};

RpcResult answer_of(const Endpoint& endpoint, const value& call) {
  const auto method = method_of(call);
  if (method.empty()) return refuse(-32600, "invalid request");
  if (const auto* fault = endpoint.call.fault(FaultKind::rpc_error)) {
    return refuse(static_cast<int>(fault->number("code", -32000)),
                  fault->param("message", "missing trie node"));
  }
  const auto* known = std::ranges::find(methods, method, &Method::name);
  if (known == methods.end()) {
    return refuse(-32601, "the method " + method + " does not exist/is not available");
  }
  const auto* params = call.get_object().if_contains("params");
  return known->answer(endpoint, {params == nullptr ? nullptr : params->if_array()});
}

Node response_node(const Endpoint& endpoint, const value& call) {
  const auto* object = call.if_object();
  const auto* id = object == nullptr ? nullptr : object->if_contains("id");
  auto response =
      Node::object({{"jsonrpc", Node::text("2.0")},
                    {"id", id == nullptr ? Node{} : Node::raw(boost::json::serialize(*id))}});
  auto answer = answer_of(endpoint, call);
  if (answer) return response.set("result", std::move(*answer));
  auto error = Node::object({{"code", Node::number(answer.error().code)},
                             {"message", Node::text(answer.error().message)}});
  if (!answer.error().data.empty()) error.set("data", Node::text(answer.error().data));
  return response.set("error", std::move(error));
}

// Endpoints differ in how far they lag: half a second, one and a half, two and a half …
Endpoint endpoint_of(World& world, const Call& call) {
  const auto number = whole_number(call.venue.substr(call.venue.find('/') + 1)).value_or(1);
  const Duration usual = std::chrono::milliseconds{500 + 1'000 * (number - 1)};
  const auto lag = world.faults.lag_of(call.venue, "chain", usual);
  auto latest = Chain::height_at(call.true_now - lag);
  if (const auto* behind = call.fault(FaultKind::behind)) {
    latest -= static_cast<Height>(behind->number("blocks", 1'000));
  }
  return {.world = world, .call = call, .latest = latest};
}

Answer rpc(World& world, const Call& call) {
  const auto endpoint = endpoint_of(world, call);
  const auto parsed = parse(call.request.body);
  if (!parsed) {
    return {.body =
                Node::object({{"jsonrpc", Node::text("2.0")},
                              {"id", Node{}},
                              {"error", Node::object({{"code", Node::number(-32700)},
                                                      {"message", Node::text("parse error")}})}})};
  }
  const auto* batch = parsed->if_array();
  if (batch == nullptr || batch->empty()) return {.body = response_node(endpoint, *parsed)};
  auto answers = Node::list();
  for (const auto& one : *batch) answers.push(response_node(endpoint, one));
  return {.body = std::move(answers)};
}

}  // namespace

std::string method_names(const std::string& body) {
  const auto parsed = parse(body);
  if (!parsed) return "unreadable";
  std::vector<std::string> names;
  const auto add = [&](const value& call) {
    const auto name = method_of(call);
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  };
  if (const auto* batch = parsed->if_array()) {
    for (const auto& call : *batch) add(call);
  } else {
    add(*parsed);
  }
  std::string joined;
  for (const auto& name : names) joined += (joined.empty() ? "" : ",") + name;
  return joined.empty() ? "unreadable" : joined;
}

std::span<const Route> routes() {
  static constexpr std::array table{Route{"POST", "", "rpc", rpc}};
  return table;
}

Height Endpoint::finalized() const { return latest - world.polymarket.finality_blocks; }
Height Endpoint::safe() const { return latest - world.polymarket.safe_blocks; }

tl::expected<Height, RpcError> Endpoint::block_of(const value* tag) const {
  if (tag == nullptr || tag->is_null()) return latest;
  const auto missing = tl::make_unexpected(RpcError{.code = -32000, .message = "header not found"});
  if (const auto* object = tag->if_object()) {
    if (const auto* number = object->if_contains("blockNumber")) return block_of(number);
    const auto hash = text_of(object->if_contains("blockHash"));
    constexpr Height searched = 2'000;
    for (Height n = latest; n > 0 && latest - n < searched; --n) {
      if (world.polymarket.chain.block(n).hash == hash) return n;
    }
    return missing;
  }
  const auto text = text_of(tag);
  if (text == "latest" || text == "pending") return latest;
  if (text == "safe") return safe();
  if (text == "finalized") return finalized();
  if (text == "earliest") return 0;
  const auto number = quantity_value(text);
  if (!number) return tl::make_unexpected(RpcError{.code = -32602, .message = "invalid block tag"});
  if (*number > latest) return missing;
  return *number;
}

Node block_node(const Endpoint& endpoint, Height height) {
  const auto block = endpoint.world.polymarket.chain.block(height);
  const auto zeros = [](std::size_t bytes) {
    return Node::text("0x" + std::string(2 * bytes, '0'));
  };
  auto transactions = Node::list();
  std::string last;
  for (const auto& transfer : endpoint.world.polymarket.chain.transfers()) {
    if (transfer.block != height || transfer.transaction_hash == last) continue;
    last = transfer.transaction_hash;
    transactions.push(Node::text(last));
  }
  return Node::object({
      {"number", Node::text(quantity_text(height))},
      {"hash", Node::text(block.hash)},
      {"parentHash", Node::text(block.parent_hash)},
      {"nonce", zeros(8)},
      {"mixHash", zeros(32)},
      {"sha3Uncles",
       Node::text("0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")},
      {"logsBloom", zeros(256)},
      {"transactionsRoot", Node::text(block.hash)},
      {"stateRoot", Node::text(block.hash)},
      {"receiptsRoot", Node::text(block.hash)},
      {"miner", zeros(20)},
      {"difficulty", Node::text("0x19")},
      {"totalDifficulty", Node::text("0x7d0a1b2c")},
      {"extraData", Node::text("0x")},
      {"size", Node::text("0x220")},
      {"gasLimit", Node::text("0x2aea540")},
      {"gasUsed", Node::text("0x5208")},
      {"baseFeePerGas", Node::text("0x6fc23ac00")},
      {"timestamp", Node::text(quantity_text(static_cast<std::uint64_t>(unix_s(block.at))))},
      {"transactions", std::move(transactions)},
      {"uncles", Node::list()},
  });
}

}  // namespace holdfast::sim::polygon
