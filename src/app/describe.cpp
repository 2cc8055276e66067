#include "app/describe.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace holdfast {
namespace {

constexpr Duration without_names_for = std::chrono::minutes{1};

// What pays is asked about too, although it has its result: its market may be one with a flaw.
bool is_asked_about(const Holding& row) {
  return is_open_question(row.about) || (row.redeemable && !row.lost);
}

// The ids to ask about in this pass: unknown ones first, then the next of the known ones, so that
// prices of a large account are refreshed in turns and no pass asks about thousands. What is not
// listed any more is asked about too: a market with a flaw must not end by its absence.
std::vector<InstrumentId> to_describe(const AccountView& view, const Snapshot& snapshot,
                                      const SyncMemory& memory) {
  constexpr std::size_t most = 500;
  std::set<InstrumentId> open;
  for (const auto& [key, row] : snapshot.holdings()) {
    if (is_asked_about(row)) open.insert(key.instrument);
  }
  for (const PositionKey& key : absent_keys(view, snapshot)) open.insert(key.instrument);
  std::vector<InstrumentId> ids;
  for (const InstrumentId& id : open) {
    if (ids.size() < most && !memory.instruments.contains(id)) ids.push_back(id);
  }
  auto next = open.upper_bound(memory.described_last);
  for (std::size_t turn = 0; turn < open.size() && ids.size() < most; ++turn, ++next) {
    if (next == open.end()) next = open.begin();
    if (memory.instruments.contains(*next)) ids.push_back(*next);
  }
  return ids;
}

// Rows that cannot be read, for what is not listed and is of a market with a flaw.
std::vector<Holding> unreadable(const std::vector<PositionKey>& absent, const SyncMemory& memory) {
  std::vector<Holding> rows;
  for (const PositionKey& key : absent) {
    const auto known = memory.instruments.find(key.instrument);
    if (known == memory.instruments.end() || known->second.flaw.empty()) continue;
    Holding row{.key = key};
    row.flaw = known->second.flaw;
    row.about = known->second;
    rows.push_back(std::move(row));
  }
  return rows;
}

// Names and prices are for people: without them the pass goes on, and a service that does not give
// them is left alone for a while, since waiting for it makes every number older.
Async<void> ask_instruments(SyncSubject& subject, SyncMemory& memory, std::vector<InstrumentId> ids,
                            RawTape& tape, std::vector<std::string>& lines) {
  const Duration now = subject.clock.uptime();
  if (ids.empty() || now < memory.describe_again) co_return Result<void>{};
  memory.described_last = ids.back();
  auto known = co_await subject.venue.fetch_instruments(std::move(ids), tape);
  if (known) {
    for (Instrument& instrument : *known) {
      const InstrumentId id = instrument.id;
      memory.instruments.insert_or_assign(id, std::move(instrument));
    }
  } else if (known.error().fault == Fault::cancelled) {
    co_return tl::make_unexpected(known.error());
  } else {
    memory.describe_again = subject.clock.uptime() + without_names_for;
    lines.push_back("market data could not be asked: " + known.error().what);
  }
  co_return Result<void>{};
}

}  // namespace

std::vector<PositionKey> absent_keys(const AccountView& view, const Snapshot& snapshot) {
  std::vector<PositionKey> absent;
  for (const auto& [key, position] : view.open) {
    if (snapshot.find(key) == nullptr) absent.push_back(key);
  }
  return absent;
}

Async<void> describe(SyncSubject& subject, SyncMemory& memory, const AccountView& view,
                     Snapshot& snapshot, RawTape& tape, std::vector<std::string>& lines) {
  auto asked =
      co_await ask_instruments(subject, memory, to_describe(view, snapshot, memory), tape, lines);
  if (!asked) co_return asked;
  snapshot.describe(memory.instruments);
  co_return snapshot.add_asked(unreadable(absent_keys(view, snapshot), memory));
}

}  // namespace holdfast
