#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/book.hpp"
#include "ledger/sqlite/open.hpp"
#include "support/batches.hpp"
#include "support/still_clock.hpp"
#include "support/temp_folder.hpp"

namespace holdfast {
namespace {

using namespace test;

// A fill, or now and then a guess, a strategy's share, or a fill that replaces an earlier guess.
JournalEntry random_entry(std::size_t number, const PositionKey& key) {
  const auto id = std::to_string(number);
  const auto at = *rc::gen::inRange<std::int64_t>(0, 40);
  const auto change = std::to_string(*rc::gen::inRange(-6, 7));
  const auto kind = *rc::gen::inRange(0, 6);
  if (kind == 0) return estimate_of(EntryKind::correction, key, id, at, change);
  if (kind == 2) {
    JournalEntry share;
    share.id = EntryId{id};
    share.kind = EntryKind::allocation;
    share.key = key;
    share.at = at_s(at);
    share.allocation = Allocation{*rc::gen::element<std::string>("arb", "trend"), qty(change),
                                  *rc::gen::inRange<std::uint32_t>(1, 4)};
    return share;
  }
  JournalEntry entry = entry_of(fill_of(key, id, at, change, "0.5", "0.01"));
  entry.id = EntryId{id};
  if (kind == 1) entry.supersedes = EntryId{std::to_string(*rc::gen::inRange<std::size_t>(0, 30))};
  return entry;
}

std::vector<JournalEntry> random_entries(const PositionKey& key, std::size_t from) {
  const auto count = *rc::gen::inRange<std::size_t>(0, 30);
  std::vector<JournalEntry> entries;
  for (std::size_t i = 0; i < count; ++i) entries.push_back(random_entry(from + i, key));
  return entries;
}

RC_GTEST_PROP(FoldOn, GivesWhatTheWholeFoldGives, ()) {
  auto entries = random_entries(kalshi_key("A"), 0);
  for (JournalEntry& entry : entries) entry.supersedes.reset();
  // What comes after a share is folded from the beginning (BatchWriter::comes_after).
  std::erase_if(entries, [](const JournalEntry& entry) { return entry.allocation.has_value(); });
  std::ranges::sort(entries, {}, &JournalEntry::at);
  const auto cut_at = at_s(*rc::gen::inRange<std::int64_t>(0, 40));
  const auto cut = std::ranges::find_if(entries, [&](const auto& e) { return e.at > cut_at; });
  const std::vector<JournalEntry> early{entries.begin(), cut};
  const std::vector<JournalEntry> late{cut, entries.end()};
  auto lives = fold(early).value();
  RC_PRE(!lives.empty());
  const Position last = lives.back();
  lives.pop_back();
  const auto further = fold_on(last, late).value();
  lives.insert(lives.end(), further.begin(), further.end());
  RC_ASSERT(lives == fold(entries).value());
}

// However entries of two keys are cut into batches and in whatever order they come, the ledger
// holds the fold of all of them.
RC_GTEST_PROP(LedgerFold, IsTheFoldOfAllEntriesHoweverTheyCome, ()) {
  const PositionKey one = kalshi_key("A");
  const PositionKey two = kalshi_key("B");
  const auto of_one = random_entries(one, 0);
  const auto of_two = random_entries(two, 100);
  std::vector<JournalEntry> all = of_one;
  all.insert(all.end(), of_two.begin(), of_two.end());
  for (std::size_t i = all.size(); i > 1; --i) {
    std::swap(all[i - 1], all[*rc::gen::inRange<std::size_t>(0, i)]);
  }

  const TempFolder folder;
  const StillClock clock;
  const auto ledger = sqlite::open_ledger(folder.file("ledger.db"), clock).value();
  RC_ASSERT(ledger->open_account(one.account, one.venue, "key").has_value());
  std::uint64_t revision = 0;
  for (auto next = all.begin(); next != all.end();) {
    const auto size = *rc::gen::inRange<std::ptrdiff_t>(1, 6);
    const auto end = next + std::min(size, all.end() - next);
    const auto done = ledger->commit(batch_of(one.account, revision, {next, end}));
    RC_ASSERT(done.has_value());
    revision = done->revision;
    static_cast<void>(ledger->shared_view(one.account));
    next = end;
  }

  std::map<PositionKey, Position> open;
  std::vector<Position> lives = fold(of_one).value();
  if (!lives.empty() && lives.back().state == PositionState::open) open[one] = lives.back();
  const auto more = fold(of_two).value();
  if (!more.empty() && more.back().state == PositionState::open) open[two] = more.back();
  lives.insert(lives.end(), more.begin(), more.end());
  RC_ASSERT(ledger->view(one.account)->open == open);
  const auto reader = sqlite::open_reader(folder.file("ledger.db")).value();
  RC_ASSERT(reader->positions(PositionScope::all).value() == lives);
  RC_ASSERT(reader->verify()->findings.empty());
}

}  // namespace
}  // namespace holdfast
