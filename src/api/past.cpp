#include "api/past.hpp"

#include <map>

#include "core/book.hpp"
#include "core/ended_by.hpp"

namespace holdfast::api {

Result<std::vector<JournalRow>> whole_journal(LedgerReader& ledger, const AccountId& account) {
  constexpr std::uint32_t page = 1000;
  std::vector<JournalRow> rows;
  for (;;) {
    auto more = ledger.journal(account, rows.empty() ? 0 : rows.back().sequence, page);
    if (!more) return more;
    const bool last = more->size() < page;
    std::ranges::move(*more, std::back_inserter(rows));
    if (last) return rows;
  }
}

Result<std::vector<Position>> positions_at(LedgerReader& ledger, UtcTime at) {
  const auto accounts = ledger.accounts();
  if (!accounts) return tl::make_unexpected(accounts.error());
  std::map<PositionKey, std::vector<JournalEntry>> entries;
  for (const AccountRecord& account : *accounts) {
    auto rows = whole_journal(ledger, account.id);
    if (!rows) return tl::make_unexpected(rows.error());
    for (JournalRow& row : *rows) {
      if (row.booked_at <= at) entries[row.entry.key].push_back(std::move(row.entry));
    }
  }
  std::vector<Position> positions;
  for (const auto& [key, of_key] : entries) {
    auto lives = fold(of_key);
    if (!lives) return lives;
    std::ranges::move(*lives, std::back_inserter(positions));
  }
  return positions;
}

Result<PositionView> view_by(std::span<const JournalEntry> entries, const Position& position,
                             std::optional<UtcTime> at) {
  PositionView view{.ended_by = {}, .closed = {}, .at = at};
  if (position.state == PositionState::open) return view;
  auto cause = ended_by(entries, position);
  if (!cause) return tl::make_unexpected(std::move(cause).error());
  const auto closed = closed_quantity(entries, position);
  if (!closed) return tl::make_unexpected(closed.error());
  view.ended_by = *cause;
  view.closed = *closed;
  return view;
}

}  // namespace holdfast::api
