#include "chain/polygon_endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "chain/rpc.hpp"
#include "crypto/abi.hpp"
#include "net/status_fault.hpp"
#include "ports/tape.hpp"

namespace holdfast::polygon {
namespace {

using platform::JsonValue;
using platform::missing_field;
using platform::store;

constexpr std::uint64_t polygon_chain = 137;
constexpr Duration chain_check_every = std::chrono::hours{24};

bool is_block_hash(std::string_view text) {
  return text.size() == 66 && text.starts_with("0x") &&
         std::ranges::all_of(text.substr(2), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

struct BlockTexts {
  std::optional<std::string> number;
  std::optional<std::string> hash;
  std::optional<std::string> timestamp;
};

Result<Block> block_of(const BlockTexts& texts) {
  if (!texts.number) return missing_field("a block", "number");
  if (!texts.hash) return missing_field("a block", "hash");
  if (!texts.timestamp) return missing_field("a block", "timestamp");
  const auto number = parse_quantity(*texts.number);
  if (!number) return tl::make_unexpected(number.error());
  if (!is_block_hash(*texts.hash)) return fail(Fault::malformed, "not a block hash");
  const auto seconds = parse_quantity(*texts.timestamp);
  if (!seconds) return tl::make_unexpected(seconds.error());
  const auto at = from_unix_s(static_cast<std::int64_t>(std::min<std::uint64_t>(
      *seconds, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))));
  if (!at) return tl::make_unexpected(at.error());
  return Block{.number = *number, .hash = *texts.hash, .at = *at};
}

Result<Block> read_block(std::string_view body, std::uint64_t id) {
  BlockTexts texts;
  bool is_there = false;
  const auto done = read_rpc(body, id, [&](JsonValue& result) -> Result<void> {
    if (result.is_null()) return {};
    is_there = true;
    return result.each_field([&](std::string_view key, JsonValue& value) -> Result<void> {
      if (key == "number") return store(texts.number, value.string());
      if (key == "hash") return store(texts.hash, value.string());
      if (key == "timestamp") return store(texts.timestamp, value.string());
      return {};
    });
  });
  if (!done) return tl::make_unexpected(done.error());
  if (!is_there) return fail(Fault::incomplete, "no such block there");
  return block_of(texts);
}

Result<std::string> read_text(std::string_view body, std::uint64_t id) {
  std::optional<std::string> text;
  const auto done =
      read_rpc(body, id, [&](JsonValue& result) { return store(text, result.string()); });
  if (!done) return tl::make_unexpected(done.error());
  return *std::move(text);
}

std::string block_tag(std::uint64_t number) { return fmt::format("0x{:x}", number); }

}  // namespace

Endpoint::Endpoint(EndpointAddress address, Transport& transport, Clock& clock)
    : address_{std::move(address)}, transport_{&transport}, clock_{&clock} {}

Async<std::string> Endpoint::call(std::uint64_t id, std::string method, std::string parameters,
                                  RawTape& tape) {
  HttpRequest request{
      .method = Method::post,
      .origin = address_.origin,
      .target = address_.target,
      .headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}},
      .body = rpc_question(id, method, parameters)};
  auto response = co_await transport_->exchange(std::move(request));
  keep(tape, fmt::format("polygon {} {}", address_.name, method), clock_->now(), response);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  auto accepted = net::accept_status(*std::move(response));
  if (!accepted) co_return tl::make_unexpected(std::move(accepted).error());
  co_return std::move(accepted->body);
}

Async<void> Endpoint::check_chain(RawTape& tape) {
  const Duration now = clock_->uptime();
  if (chain_checked_ && now - *chain_checked_ < chain_check_every) co_return Result<void>{};
  const std::uint64_t id = ++next_id_;
  const auto body = co_await call(id, "eth_chainId", "[]", tape);
  if (!body) co_return tl::make_unexpected(body.error());
  const auto text = read_text(*body, id);
  if (!text) co_return tl::make_unexpected(text.error());
  const auto chain = parse_quantity(*text);
  if (!chain) co_return tl::make_unexpected(chain.error());
  if (*chain != polygon_chain) {
    co_return fail(Fault::identity, fmt::format("it serves chain {}, not Polygon (137)", *chain));
  }
  chain_checked_ = now;
  co_return Result<void>{};
}

Async<Block> Endpoint::finalized_block(RawTape& tape) {
  const std::uint64_t id = ++next_id_;
  const auto body = co_await call(id, "eth_getBlockByNumber", R"(["finalized",false])", tape);
  if (!body) co_return tl::make_unexpected(body.error());
  co_return read_block(*body, id);
}

Async<Block> Endpoint::block(std::uint64_t number, RawTape& tape) {
  const std::uint64_t id = ++next_id_;
  const auto body = co_await call(id, "eth_getBlockByNumber",
                                  fmt::format(R"(["{}",false])", block_tag(number)), tape);
  if (!body) co_return tl::make_unexpected(body.error());
  auto block = read_block(*body, id);
  if (block && block->number != number) {
    co_return fail(Fault::malformed, "it answered with another block");
  }
  co_return block;
}

Async<std::string> Endpoint::ask_contract(crypto::EthAddress contract, std::string data,
                                          std::uint64_t number, RawTape& tape) {
  const std::uint64_t id = ++next_id_;
  const std::string parameters =
      fmt::format(R"([{{"to":"{}","data":"{}"}},"{}"])", contract.lower(), data, block_tag(number));
  const auto body = co_await call(id, "eth_call", parameters, tape);
  if (!body) co_return tl::make_unexpected(body.error());
  co_return read_text(*body, id);
}

Async<std::vector<U256>> Endpoint::balances(crypto::EthAddress contract, crypto::EthAddress owner,
                                            std::vector<U256> ids, std::uint64_t number,
                                            RawTape& tape) {
  const auto text =
      co_await ask_contract(contract, crypto::encode_balance_of_batch(owner, ids), number, tape);
  if (!text) co_return tl::make_unexpected(text.error());
  co_return crypto::decode_words(*text, ids.size());
}

Async<bool> Endpoint::is_approved(crypto::EthAddress contract, crypto::EthAddress owner,
                                  crypto::EthAddress spender, std::uint64_t number, RawTape& tape) {
  const auto text = co_await ask_contract(
      contract, crypto::encode_is_approved_for_all(owner, spender), number, tape);
  if (!text) co_return tl::make_unexpected(text.error());
  const auto word = crypto::decode_word(*text);
  if (!word) co_return tl::make_unexpected(word.error());
  if (*word != U256{0U} && *word != U256{1U}) {
    co_return fail(Fault::malformed, "the contract's answer is neither yes nor no");
  }
  co_return *word == U256{1U};
}

Async<bool> Endpoint::has_code(crypto::EthAddress address, std::uint64_t number, RawTape& tape) {
  const std::uint64_t id = ++next_id_;
  const auto body = co_await call(
      id, "eth_getCode", fmt::format(R"(["{}","{}"])", address.lower(), block_tag(number)), tape);
  if (!body) co_return tl::make_unexpected(body.error());
  const auto code = read_text(*body, id);
  if (!code) co_return tl::make_unexpected(code.error());
  if (!code->starts_with("0x")) co_return fail(Fault::malformed, "its code is not 0x-hex");
  co_return code->size() > std::string_view{"0x"}.size();
}

Async<std::optional<std::vector<std::string>>> Endpoint::safe_owners(crypto::EthAddress wallet,
                                                                     std::uint64_t number,
                                                                     RawTape& tape) {
  using Owners = std::optional<std::vector<std::string>>;
  const auto text = co_await ask_contract(wallet, crypto::encode_get_owners(), number, tape);
  // A contract without this function reverts, or answers nothing.
  if (!text && text.error().fault == Fault::refused) co_return Owners{};
  if (!text) co_return tl::make_unexpected(text.error());
  if (*text == "0x") co_return Owners{};
  const auto owners = crypto::decode_addresses(*text);
  if (!owners) co_return tl::make_unexpected(owners.error());
  Owners found{std::in_place};
  for (const auto& owner : *owners) found->push_back(owner.checksummed());
  co_return found;
}

// Filters know "and" only: those from the wallet and those to it are two questions.
Async<std::vector<TransferLog>> Endpoint::transfers(crypto::EthAddress owner,
                                                    std::uint64_t first_block,
                                                    std::uint64_t last_block, RawTape& tape) {
  std::vector<TransferLog> logs;
  for (const Direction direction : {Direction::from_owner, Direction::to_owner}) {
    const std::uint64_t id = ++next_id_;
    const auto body = co_await call(
        id, "eth_getLogs", transfer_filter(owner, direction, first_block, last_block), tape);
    if (!body) co_return tl::make_unexpected(body.error());
    auto some = read_transfer_logs(*body, id);
    if (!some) co_return tl::make_unexpected(std::move(some).error());
    std::ranges::move(*some, std::back_inserter(logs));
  }
  co_return logs;
}

std::vector<Endpoint> endpoints_at(const std::vector<EndpointAddress>& addresses,
                                   Transport& transport, Clock& clock) {
  std::vector<Endpoint> endpoints;
  for (const EndpointAddress& address : addresses) {
    endpoints.emplace_back(address, transport, clock);
  }
  return endpoints;
}

}  // namespace holdfast::polygon
