#include <algorithm>
#include <boost/json/value.hpp>

#include "sim/polygon/abi.hpp"
#include "sim/polygon/rpc.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/world.hpp"

// eth_getLogs and receipts: the transfers of the world as the token contracts would log them.
namespace holdfast::sim::polygon {
namespace {

constexpr std::string_view transfer_single =
    "0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62";
constexpr std::string_view transfer_batch =
    "0x4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb";
constexpr std::string_view erc20_transfer =
    "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
constexpr Height widest_range = 10'000;

std::vector<std::string> topics_of(const Transfer& transfer) {
  const auto topic = [](const std::string& address) { return address_word(address).hex(); };
  if (transfer.ids.empty()) {
    return {std::string{erc20_transfer}, topic(transfer.from), topic(transfer.to)};
  }
  return {std::string{transfer.ids.size() == 1 ? transfer_single : transfer_batch},
          topic(transfer.operator_address), topic(transfer.from), topic(transfer.to)};
}

std::string data_of(const Transfer& transfer) {
  std::string text = "0x";
  const auto put = [&](const U256& word) { text += word.hex().substr(2); };
  if (transfer.ids.size() > 1) {
    put(U256{64});
    put(U256{64 + 32 * (transfer.ids.size() + 1)});
    put(U256{transfer.ids.size()});
    for (const auto& id : transfer.ids) put(id);
    put(U256{transfer.values.size()});
    for (const auto value : transfer.values) put(U256{value});
    return text;
  }
  if (!transfer.ids.empty()) put(transfer.ids.front());
  put(U256{transfer.values.front()});
  return text;
}

Node log_node(const Chain& chain, const Transfer& transfer) {
  auto topics = Node::list();
  for (const auto& topic : topics_of(transfer)) topics.push(Node::text(topic));
  return Node::object({
      {"address", Node::text(transfer.contract)},
      {"topics", std::move(topics)},
      {"data", Node::text(data_of(transfer))},
      {"blockNumber", Node::text(quantity_text(transfer.block))},
      {"blockTimestamp", Node::text(quantity_text(
                             static_cast<std::uint64_t>(unix_s(Chain::time_of(transfer.block)))))},
      {"transactionHash", Node::text(transfer.transaction_hash)},
      {"transactionIndex", Node::text(quantity_text(transfer.log_index / 3))},
      {"blockHash", Node::text(chain.block(transfer.block).hash)},
      {"logIndex", Node::text(quantity_text(transfer.log_index))},
      {"removed", Node::boolean(false)},
  });
}

std::string text_of(const boost::json::value& value) {
  const auto* text = value.if_string();
  std::string lower = text == nullptr ? "" : std::string{text->data(), text->size()};
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

// One value, any of a list, or null for "any at all".
bool admits(const boost::json::value* wanted, const std::string& actual) {
  if (wanted == nullptr || wanted->is_null()) return true;
  if (const auto* list = wanted->if_array()) {
    return list->empty() ||
           std::ranges::any_of(*list, [&](const auto& one) { return text_of(one) == actual; });
  }
  return text_of(*wanted) == actual;
}

bool fits(const boost::json::object& filter, const Transfer& transfer) {
  if (!admits(filter.if_contains("address"), transfer.contract)) return false;
  const auto* topics = filter.if_contains("topics");
  if (topics == nullptr || !topics->is_array()) return true;
  const auto actual = topics_of(transfer);
  const auto& wanted = topics->get_array();
  if (wanted.size() > actual.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!admits(&wanted[i], actual[i])) return false;
  }
  return true;
}

}  // namespace

RpcResult logs(const Endpoint& endpoint, const boost::json::object& filter) {
  const auto& chain = endpoint.world.polymarket.chain;
  auto from = endpoint.block_of(filter.if_contains("fromBlock"));
  auto to = endpoint.block_of(filter.if_contains("toBlock"));
  if (const auto* hash = filter.if_contains("blockHash")) {
    boost::json::object by_hash{{"blockHash", *hash}};
    const boost::json::value tag{by_hash};
    from = to = endpoint.block_of(&tag);
  }
  if (!from) return tl::make_unexpected(from.error());
  if (!to) return tl::make_unexpected(to.error());
  if (*to > *from && *to - *from > widest_range) {
    return tl::make_unexpected(
        RpcError{.code = -32005, .message = "block range is too wide: at most 10000 blocks"});
  }
  auto found = Node::list();
  for (const auto& transfer : chain.transfers()) {
    if (transfer.block < *from || transfer.block > *to || transfer.block > endpoint.latest)
      continue;
    if (fits(filter, transfer)) found.push(log_node(chain, transfer));
  }
  return found;
}

RpcResult receipt(const Endpoint& endpoint, const std::string& hash) {
  const auto& chain = endpoint.world.polymarket.chain;
  auto rows = Node::list();
  const Transfer* first = nullptr;
  for (const auto& transfer : chain.transfers()) {
    if (transfer.transaction_hash != hash || transfer.block > endpoint.latest) continue;
    if (first == nullptr) first = &transfer;
    rows.push(log_node(chain, transfer));
  }
  if (first == nullptr) return Node{};
  return Node::object({
      {"transactionHash", Node::text(hash)},
      {"transactionIndex", Node::text(quantity_text(first->log_index / 3))},
      {"blockHash", Node::text(chain.block(first->block).hash)},
      {"blockNumber", Node::text(quantity_text(first->block))},
      {"from", Node::text(first->operator_address)},
      {"to", Node::text(first->operator_address)},
      {"cumulativeGasUsed", Node::text("0x5208")},
      {"gasUsed", Node::text("0x5208")},
      {"effectiveGasPrice", Node::text("0x6fc23ac00")},
      {"contractAddress", Node{}},
      {"logs", std::move(rows)},
      {"logsBloom", Node::text("0x" + std::string(512, '0'))},
      {"status", Node::text("0x1")},
      {"type", Node::text("0x2")},
  });
}

}  // namespace holdfast::sim::polygon
