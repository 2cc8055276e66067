#include "chain/transfer_signal.hpp"

#include <algorithm>
#include <iterator>

#include "chain/transfer_logs.hpp"

namespace holdfast::polygon {
namespace {

constexpr std::uint64_t again = 64;        // blocks behind the newest one seen
constexpr std::uint64_t span_max = 1'000;  // many providers answer about no more blocks at once

}  // namespace

TransferSignal::TransferSignal(const std::vector<EndpointAddress>& endpoints,
                               crypto::EthAddress holder, Transport& transport, Clock& clock)
    : endpoints_{endpoints_at(endpoints, transport, clock)}, holder_{holder} {}

Async<bool> TransferSignal::changed() {
  if (holder_.is_zero()) co_return false;
  Result<bool> last = fail(Fault::unreachable, "no Polygon endpoint is configured");
  for (std::size_t tried = 0; tried < endpoints_.size(); ++tried) {
    last = co_await look(endpoints_[turn_]);
    if (last || last.error().fault == Fault::cancelled) break;
    turn_ = (turn_ + 1) % endpoints_.size();
  }
  co_return last;
}

Async<bool> TransferSignal::look(Endpoint& endpoint) {
  RawTape tape;
  const auto chain = co_await endpoint.check_chain(tape);
  if (!chain) co_return tl::make_unexpected(chain.error());
  const auto block = co_await endpoint.finalized_block(tape);
  if (!block) co_return tl::make_unexpected(block.error());
  const std::uint64_t to = block->number;
  const std::uint64_t end = std::max(seen_to_.value_or(to), to);
  const std::uint64_t oldest = end > again ? end - again : 0;
  // After a long silence the blocks between are not all looked at: the account is just asked.
  const bool missed = seen_to_ && to > *seen_to_ && to - *seen_to_ > span_max;
  const std::uint64_t from = seen_to_ && !missed ? std::min(oldest, *seen_to_ + 1) : oldest;
  if (from > to) co_return false;  // far behind what another endpoint has shown
  const auto logs = co_await endpoint.transfers(holder_, from, to, tape);
  if (!logs) co_return tl::make_unexpected(logs.error());
  std::set<Place> now;
  for (const TransferLog& log : *logs) now.insert({log.block, log.index, log.transaction});
  const bool first = !seen_to_;
  std::set<Place> before;
  for (const Place& move : seen_) {
    if (move.block >= from && move.block <= to) before.insert(move);
  }
  std::erase_if(seen_, [&](const Place& move) {
    return move.block < oldest || (move.block >= from && move.block <= to);
  });
  std::ranges::copy_if(now, std::inserter(seen_, seen_.end()),
                       [&](const Place& move) { return move.block >= oldest; });
  seen_to_ = end;
  co_return !first && (missed || now != before);
}

}  // namespace holdfast::polygon
