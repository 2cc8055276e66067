#include "chain/polygon_logs.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "ports/tape.hpp"

namespace holdfast::polygon {
namespace {

// So many blocks in one question; where that is refused, from then on fewer.
constexpr std::uint64_t wide = 10'000;
constexpr std::uint64_t narrow = 1'000;
constexpr Duration block_time = std::chrono::seconds{2};
constexpr std::uint64_t blocks_of_a_day = std::chrono::days{1} / block_time;
constexpr Duration kept = std::chrono::days{7};
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
    : config_{std::move(config)},
      clock_{clock},
      endpoints_{endpoints_at(config_.endpoints, transport, clock)} {}

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

Async<std::vector<TokenFlow>> PolygonLogs::agree(const Panel& panel, crypto::EthAddress owner,
                                                 std::uint64_t first, std::uint64_t last,
                                                 json_rpc::Excuses& excuses, RawTape& tape) {
  auto told = co_await agreed_by<std::vector<TokenFlow>>(
      panel, excuses, "Polygon's endpoints tell different transfers",
      [&](Endpoint& endpoint) { return ask(endpoint, owner, first, last, tape); });
  co_return told;
}

// What was agreed on stays known, so that one bad answer costs one piece and not the whole day.
Async<void> PolygonLogs::read_on(const Panel& panel, crypto::EthAddress owner, KnownFlows& known,
                                 json_rpc::Excuses& excuses, RawTape& tape) {
  // Nobody waits for ever for blocks on which the endpoints do not agree.
  if (known.end + blocks_of_a_day < panel.last) known.begin = known.end = panel.last + 1;
  while (known.end <= panel.last) {
    const std::uint64_t from = known.end;
    const std::uint64_t to = std::min(panel.last, from + wide - 1);
    const auto told = co_await agree(panel, owner, from, to, excuses, tape);
    if (!told) co_return tl::make_unexpected(told.error());
    if (known.end != from) co_return Result<void>{};  // somebody else asked meanwhile
    std::ranges::copy(*told, std::back_inserter(known.flows));
    known.end = to + 1;
  }
  co_return Result<void>{};
}

// A day at most in one question, the newest first: a program that was away catches up in turns.
Async<void> PolygonLogs::read_back(const Panel& panel, crypto::EthAddress owner, KnownFlows& known,
                                   UtcTime since, json_rpc::Excuses& excuses, RawTape& tape) {
  const auto blocks = [](Duration age) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(age / block_time, 0)) + 1;
  };
  const std::uint64_t deep = blocks(std::min<Duration>(clock_.now() - since, kept));
  const std::uint64_t wanted = panel.last > deep ? panel.last - deep : 1;
  const std::uint64_t today = known.begin > blocks_of_a_day ? known.begin - blocks_of_a_day : 1;
  while (known.begin > std::max(wanted, today)) {
    const std::uint64_t to = known.begin - 1;
    const std::uint64_t from = std::max({wanted, today, to >= wide ? to - wide + 1 : 1});
    const auto told = co_await agree(panel, owner, from, to, excuses, tape);
    if (!told) co_return tl::make_unexpected(told.error());
    if (known.begin != to + 1) co_return Result<void>{};
    known.flows.insert(known.flows.begin(), told->begin(), told->end());
    known.begin = from;
  }
  co_return Result<void>{};
}

LogMemory PolygonLogs::memory(const crypto::EthAddress& owner) const {
  LogMemory memory;
  const auto known = known_.find(owner);
  if (known != known_.end()) memory.known = known->second;
  for (const auto& [endpoint, span] : spans_) {
    if (span == narrow) memory.narrow.insert(endpoint->name());
  }
  return memory;
}

Result<void> PolygonLogs::recall(const crypto::EthAddress& owner, std::string_view memory) {
  auto recalled = log_memory(memory);
  if (!recalled) return tl::make_unexpected(std::move(recalled).error());
  known_.erase(owner);
  if (recalled->known) known_.emplace(owner, *std::move(recalled->known));
  for (const Endpoint& endpoint : endpoints_) {
    spans_[&endpoint] = recalled->narrow.contains(endpoint.name()) ? narrow : wide;
  }
  return {};
}

Async<std::vector<TokenFlow>> PolygonLogs::flows(std::string owner, UtcTime since, RawTape& tape) {
  const auto wallet = crypto::EthAddress::parse(owner);
  if (!wallet) co_return tl::make_unexpected(wallet.error());
  keep_memory(tape, remembered_transfers, clock_.now(), text_of(memory(*wallet), since));
  json_rpc::Excuses excuses;
  const auto asked =
      co_await find_panel(endpoints_, clock_.now(), config_.block_age_max, excuses, tape);
  if (!asked) co_return tl::make_unexpected(asked.error());
  KnownFlows& known =
      known_.try_emplace(*wallet, KnownFlows{asked->last + 1, asked->last + 1, {}}).first->second;
  if (auto read = co_await read_on(*asked, *wallet, known, excuses, tape); !read) {
    co_return tl::make_unexpected(std::move(read).error());
  }
  // Who has no old logs still tells the new ones.
  auto read = co_await read_back(*asked, *wallet, known, since, excuses, tape);
  if (!read && (known.begin == known.end || read.error().fault == Fault::cancelled)) {
    co_return tl::make_unexpected(std::move(read).error());
  }
  if (known.flows.size() > flows_kept_max) {
    known.flows.erase(known.flows.begin(),
                      known.flows.end() - static_cast<std::ptrdiff_t>(flows_kept_max));
  }
  std::erase_if(known.flows, [&](const TokenFlow& flow) { return flow.at + kept < clock_.now(); });
  std::vector<TokenFlow> wanted;
  std::ranges::copy_if(known.flows, std::back_inserter(wanted),
                       [&](const TokenFlow& flow) { return flow.at >= since; });
  co_return wanted;
}

}  // namespace holdfast::polygon
