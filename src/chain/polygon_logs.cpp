#include "chain/polygon_logs.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "chain/excuses.hpp"

namespace holdfast::polygon {
namespace {

// So many blocks in one question; where that is refused, from then on fewer.
constexpr std::uint64_t wide = 10'000;
constexpr std::uint64_t narrow = 1'000;
constexpr std::uint64_t blocks_of_a_day = 43'200;  // one in two seconds
constexpr std::size_t flows_kept_max = 10'000;
constexpr std::uint64_t units_of_atom = 1'000;  // six decimals there, nine here

Result<Quantity> shares_of(const U256& atoms, bool came) {
  const Int128 units = Int128{atoms.low()} * units_of_atom;
  if (!atoms.fits_u64()) return fail(Fault::malformed, "a transfer of more than can be");
  return Quantity::from_wide(came ? units : -units);
}

Result<void> add_flows(std::vector<TokenFlow>& flows, const TransferLog& log,
                       const crypto::EthAddress& owner, UtcTime at) {
  if (log.from == log.to) return {};
  const bool came = log.to == owner;
  const bool sent = log.operator_address == owner && log.from == owner && !log.to.is_zero();
  for (std::size_t i = 0; i < log.ids.size(); ++i) {
    const auto change = shares_of(log.values[i], came);
    if (!change) return tl::make_unexpected(change.error());
    flows.push_back({.transaction = log.transaction,
                     .at = at,
                     .token = log.ids[i].decimal(),
                     .change = *change,
                     .sent_by_owner = sent});
  }
  return {};
}

}  // namespace

PolygonLogs::PolygonLogs(Config config, Transport& transport, Clock& clock)
    : config_{std::move(config)}, clock_{clock} {
  for (const EndpointAddress& address : config_.endpoints) {
    endpoints_.emplace_back(address, transport, clock);
  }
}

// Providers say in many words that a range is too wide; none of them says it of a narrow one.
Async<std::vector<TransferLog>> PolygonLogs::list(Endpoint& endpoint, crypto::EthAddress owner,
                                                  std::uint64_t first, std::uint64_t last,
                                                  RawTape& tape) {
  std::uint64_t& span = spans_.try_emplace(&endpoint, wide).first->second;
  std::vector<TransferLog> logs;
  for (std::uint64_t from = first; from <= last;) {
    const std::uint64_t to = std::min(last, from + span - 1);
    auto some = co_await endpoint.transfers(owner, from, to, tape);
    if (!some && some.error().fault != Fault::cancelled && span > narrow) {
      span = narrow;
      continue;
    }
    if (!some) co_return tl::make_unexpected(std::move(some).error());
    std::ranges::move(*some, std::back_inserter(logs));
    from = to + 1;
  }
  std::ranges::sort(logs, {},
                    [](const TransferLog& log) { return std::tie(log.block, log.index); });
  co_return logs;
}

Async<std::vector<TokenFlow>> PolygonLogs::ask(Endpoint& endpoint, crypto::EthAddress owner,
                                               std::uint64_t first, std::uint64_t last,
                                               RawTape& tape) {
  const auto logs = co_await list(endpoint, owner, first, last, tape);
  if (!logs) co_return tl::make_unexpected(logs.error());
  std::vector<TokenFlow> flows;
  Block block;
  for (const TransferLog& log : *logs) {
    if (log.block < first || log.block > last || (log.from != owner && log.to != owner)) {
      co_return fail(Fault::malformed, "it answered with a transfer that was not asked about");
    }
    if (block.number != log.block) {
      const auto found = co_await endpoint.block(log.block, tape);
      if (!found) co_return tl::make_unexpected(found.error());
      block = *found;
    }
    if (auto added = add_flows(flows, log, owner, block.at); !added) {
      co_return tl::make_unexpected(std::move(added).error());
    }
  }
  co_return flows;
}

Async<std::vector<TokenFlow>> PolygonLogs::flows(std::string owner, UtcTime since, RawTape& tape) {
  const auto wallet = crypto::EthAddress::parse(owner);
  if (!wallet) co_return tl::make_unexpected(wallet.error());
  json_rpc::Excuses excuses;
  std::vector<Endpoint*> asked;
  std::uint64_t last = UINT64_MAX;
  for (Endpoint& endpoint : endpoints_) {
    const auto chain = co_await endpoint.check_chain(tape);
    auto block = chain ? co_await endpoint.finalized_block(tape)
                       : Result<Block>{tl::make_unexpected(chain.error())};
    if (block && block->at + config_.block_age_max < clock_.now()) {
      block = fail(Fault::incomplete, "it is stuck");
    }
    if (!block) {
      if (block.error().fault == Fault::cancelled) co_return tl::make_unexpected(block.error());
      excuses.add(endpoint.name(), block.error());
      continue;
    }
    asked.push_back(&endpoint);
    last = std::min(last, block->number);
  }
  Known& known = known_[*wallet];
  const std::uint64_t known_before = known.up_to;
  const std::uint64_t day_ago = last > blocks_of_a_day ? last - blocks_of_a_day : 1;
  const std::uint64_t first = std::max(known.up_to + 1, day_ago);
  std::optional<std::vector<TokenFlow>> agreed;
  for (Endpoint* endpoint : asked) {
    auto told = co_await ask(*endpoint, *wallet, first, last, tape);
    if (!told) {
      if (told.error().fault == Fault::cancelled) co_return tl::make_unexpected(told.error());
      excuses.add(endpoint->name(), told.error());
    } else if (agreed && *agreed != *told) {
      co_return fail(Fault::incomplete, "Polygon's endpoints tell different transfers");
    } else {
      agreed = *std::move(told);
    }
  }
  if (!agreed) co_return excuses.fault("Polygon");
  if (known.up_to == known_before) {  // nobody else has asked meanwhile
    std::ranges::move(*agreed, std::back_inserter(known.flows));
    known.up_to = std::max(known.up_to, last);
  }
  if (known.flows.size() > flows_kept_max) {
    known.flows.erase(known.flows.begin(),
                      known.flows.end() - static_cast<std::ptrdiff_t>(flows_kept_max));
  }
  std::erase_if(known.flows, [&](const TokenFlow& flow) {
    return flow.at + std::chrono::hours{24} < clock_.now();
  });
  std::vector<TokenFlow> wanted;
  std::ranges::copy_if(known.flows, std::back_inserter(wanted),
                       [&](const TokenFlow& flow) { return flow.at >= since; });
  co_return wanted;
}

}  // namespace holdfast::polygon
