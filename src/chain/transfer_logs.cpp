#include "chain/transfer_logs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "chain/contracts.hpp"
#include "chain/rpc.hpp"

namespace holdfast::polygon {
namespace {

using platform::JsonValue;
using platform::missing_field;
using platform::store;

constexpr std::string_view transfer_single =
    "0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62";
constexpr std::string_view transfer_batch =
    "0x4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb";
constexpr std::size_t word_digits = 64;

struct Row {
  std::vector<std::string> topics;
  std::optional<std::string> data, block, transaction, index;
  bool removed{};
};

std::string padded(const crypto::EthAddress& address) {
  return "0x" + std::string(24, '0') + address.lower().substr(2);
}

std::optional<crypto::EthAddress> address_of(const std::string& topic) {
  const auto word = U256::parse_hex(topic);
  if (!word || topic.size() != 2 + word_digits) return std::nullopt;
  const auto bytes = word->bytes();
  crypto::EthAddress::Bytes last{};
  std::copy(bytes.end() - last.size(), bytes.end(), last.begin());
  return crypto::EthAddress{last};
}

Result<std::vector<U256>> words_of(std::string_view data) {
  if (!data.starts_with("0x") || (data.size() - 2) % word_digits != 0) {
    return fail(Fault::malformed, "a log's data is no list of words");
  }
  std::vector<U256> words;
  for (data.remove_prefix(2); !data.empty(); data.remove_prefix(word_digits)) {
    const auto word = U256::parse_hex(data.substr(0, word_digits));
    if (!word) return tl::make_unexpected(word.error());
    words.push_back(*word);
  }
  return words;
}

// Two lists of one length behind two offsets, and nothing else.
Result<void> take_batch(TransferLog& log, const std::vector<U256>& words) {
  constexpr std::size_t heads = 2;
  const std::size_t count = words.size() < 2 * heads ? 0 : (words.size() - 2 * heads) / 2;
  const bool fits = words.size() == 2 * heads + 2 * count && count > 0 && words[0] == U256{64} &&
                    words[1] == U256{32 * (heads + 1 + count)} && words[heads] == U256{count} &&
                    words[heads + 1 + count] == U256{count};
  if (!fits) return fail(Fault::malformed, "a batch of transfers does not fit together");
  const auto ids = words.begin() + heads + 1;
  const auto size = static_cast<std::ptrdiff_t>(count);
  log.ids.assign(ids, ids + size);
  log.values.assign(ids + size + 1, words.end());
  return {};
}

Result<TransferLog> log_of(const Row& row) {
  if (!row.data) return missing_field("a log", "data");
  if (!row.block) return missing_field("a log", "blockNumber");
  if (!row.transaction) return missing_field("a log", "transactionHash");
  if (!row.index) return missing_field("a log", "logIndex");
  if (row.topics.size() != 4) return fail(Fault::malformed, "a transfer's log has four topics");
  TransferLog log;
  const auto block = parse_quantity(*row.block);
  if (!block) return tl::make_unexpected(block.error());
  const auto index = parse_quantity(*row.index);
  if (!index) return tl::make_unexpected(index.error());
  log.block = *block;
  log.index = *index;
  log.transaction = *row.transaction;
  const auto operator_address = address_of(row.topics[1]);
  const auto from = address_of(row.topics[2]);
  const auto to = address_of(row.topics[3]);
  if (!operator_address || !from || !to) return fail(Fault::malformed, "a topic is no address");
  log.operator_address = *operator_address;
  log.from = *from;
  log.to = *to;
  const auto words = words_of(*row.data);
  if (!words) return tl::make_unexpected(words.error());
  if (row.topics[0] == transfer_batch) {
    if (auto taken = take_batch(log, *words); !taken) return tl::make_unexpected(taken.error());
  } else if (row.topics[0] == transfer_single && words->size() == 2) {
    log.ids = {words->front()};
    log.values = {words->back()};
  } else {
    return fail(Fault::malformed, "a log that is no transfer of tokens");
  }
  return log;
}

Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  if (key == "data") return store(row.data, value.string());
  if (key == "blockNumber") return store(row.block, value.string());
  if (key == "transactionHash") return store(row.transaction, value.string());
  if (key == "logIndex") return store(row.index, value.string());
  if (key == "removed") {
    const auto removed = value.boolean();
    if (!removed) return tl::make_unexpected(removed.error());
    row.removed = *removed;
    return {};
  }
  if (key != "topics") return {};
  return value.each_element([&](JsonValue& topic) -> Result<void> {
    const auto text = topic.string();
    if (!text) return tl::make_unexpected(text.error());
    row.topics.emplace_back(*text);
    return {};
  });
}

}  // namespace

std::string transfer_filter(const crypto::EthAddress& owner, Direction direction,
                            std::uint64_t first_block, std::uint64_t last_block) {
  return fmt::format(
      R"([{{"address":["{}","{}"],"fromBlock":"0x{:x}","toBlock":"0x{:x}","topics":[["{}","{}"],null,{}"{}"]}}])",
      contracts::conditional_tokens.lower(), contracts::position_manager.lower(), first_block,
      last_block, transfer_single, transfer_batch,
      direction == Direction::from_owner ? "" : "null,", padded(owner));
}

Result<std::vector<TransferLog>> read_transfer_logs(std::string_view body, std::uint64_t id) {
  std::vector<TransferLog> logs;
  const auto done = read_rpc(body, id, [&](JsonValue& result) {
    return result.each_element([&](JsonValue& value) -> Result<void> {
      Row row;
      auto read = value.each_field(
          [&](std::string_view key, JsonValue& field) { return read_field(row, key, field); });
      if (!read) return read;
      if (row.removed) return {};
      auto log = log_of(row);
      if (!log) return tl::make_unexpected(std::move(log).error());
      logs.push_back(*std::move(log));
      return {};
    });
  });
  if (!done) return tl::make_unexpected(done.error());
  return logs;
}

}  // namespace holdfast::polygon
