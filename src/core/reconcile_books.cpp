#include "core/reconcile_books.hpp"

#include <algorithm>

#include "core/book_claims.hpp"
#include "core/book_entry.hpp"

namespace holdfast {
namespace {

std::optional<UtcTime> oldest_snapshot(const BookTruth& truth) {
  std::optional<UtcTime> oldest;
  for (const SourceAccount& account : truth.accounts) {
    if (account.as_of && (!oldest || *account.as_of < *oldest)) oldest = account.as_of;
  }
  return oldest;
}

// Unique and the same in any order: the account is named only where the instrument alone would
// name two holdings.
std::string unclaimed_name(const SourceHolding& holding, const HoldingIndex& index) {
  const PositionKey& key = holding.key;
  std::string name = "external:" + std::string{name_of(key.venue)} + ":" + key.instrument.text;
  if (index.by_instrument(key.venue, key.instrument.text).size() == 1) return name;
  return name + "@" + key.text();
}

bool is_something(const SourceHolding& holding) {
  return !holding.quantity || !holding.quantity->is_zero() || !holding.doubts.empty();
}

}  // namespace

BookReconciliation reconcile_books(std::span<const ForeignBook* const> books, std::size_t shown,
                                   const BookTruth& given, const BookTolerance& tolerance) {
  BookTruth truth = given;
  std::ranges::sort(truth.accounts, {}, &SourceAccount::id);
  const HoldingIndex index{truth.holdings};
  const BookClaims claims{books, shown, index};
  BookReconciliation result{.snapshot_time = oldest_snapshot(truth)};
  for (const MappedRow& mapped : claims.rows()) {
    if (!mapped.shown) continue;
    // Of a name that stands there more than once no row is lost.
    std::string name = mapped.row->market_id;
    for (int again = 2; result.entries.contains(name); ++again) {
      name = mapped.row->market_id + "#" + std::to_string(again);
    }
    result.entries.emplace(name, compare_row(mapped, claims, index, truth, tolerance));
  }
  for (const SourceHolding* holding : index.all()) {
    if (!is_something(*holding) || claims.group_of(*holding) != nullptr) continue;
    BookEntry entry = unclaimed_entry(*holding, truth);
    entry.market_id = unclaimed_name(*holding, index);
    result.entries.insert_or_assign(entry.market_id, std::move(entry));
  }
  for (const auto& [name, entry] : result.entries) {
    ++result.summary.at(static_cast<std::size_t>(entry.status));
  }
  return result;
}

}  // namespace holdfast
