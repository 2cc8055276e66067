#include "core/book_trouble.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/book_claims.hpp"
#include "core/counted.hpp"

namespace holdfast {
namespace {

constexpr std::string_view prefix = "book/";
constexpr std::size_t places_max = 5;

// Rows that count for nothing, each with its place.
std::optional<BookTrouble> quarantined(const ForeignBook& book) {
  std::size_t found = 0;
  std::string places;
  for (const BookFinding& finding : book.findings) {
    if (!finding.quarantined || ++found > places_max) continue;
    places += fmt::format("{}{}: {}", places.empty() ? "" : "; ", place_of(finding), finding.text);
    if (!finding.raw.empty()) places += fmt::format(" ({})", finding.raw);
  }
  if (found == 0) return std::nullopt;
  if (found > places_max) places += fmt::format("; and {} more", found - places_max);
  return BookTrouble{.reason = CaseReason::quarantined_rows,
                     .text = counted(static_cast<std::int64_t>(found), "place of the book counts",
                                     "places of the book count") +
                             " for nothing, the other rows go on: " + places};
}

std::string list_of(const ClaimGroup& group) {
  std::string list;
  for (const auto& [claimant, rows] : group.claimants) {
    list += (list.empty() ? "" : ", ") + claimant + " (";
    for (const std::string& row : rows) list += (&row == &rows.front() ? "" : ", ") + row;
    list += ")";
  }
  return list;
}

BookTrouble claimed_twice(const ClaimGroup& group) {
  BookTrouble trouble{.reason = CaseReason::claimed_twice, .key = group.holding->key};
  trouble.held = *group.holding->quantity;
  if (const auto claimed = Quantity::parse(group.booked.text())) trouble.claimed = *claimed;
  trouble.text = fmt::format("{} claim {} of {}, of which {} is held", list_of(group),
                             group.booked.text(), group.holding->key.text(), trouble.held.text());
  return trouble;
}

}  // namespace

std::map<std::string, std::vector<BookTrouble>> book_troubles(std::span<const ReadBook> books,
                                                              const BookTruth& truth,
                                                              const BookTolerance& tolerance) {
  std::map<std::string, std::vector<BookTrouble>> troubles;
  std::vector<const ForeignBook*> readable;
  for (const ReadBook& read : books) {
    std::vector<BookTrouble>& own = troubles[read.name];
    if (!read.error.empty()) {
      const std::string kept = read.book ? "; its last good content stays" : "";
      own.push_back({.reason = CaseReason::unreadable_book, .text = read.error + kept});
    }
    if (!read.book) continue;
    readable.push_back(read.book);
    if (auto rows = quarantined(*read.book)) own.push_back(*std::move(rows));
  }
  const HoldingIndex index{truth.holdings};
  const BookClaims claims{readable, readable.size(), index};
  for (const auto& [name, group] : claims.groups()) {
    if (!group.is_claimed_twice(tolerance)) continue;
    const auto first = std::ranges::find_if(
        books, [&](const ReadBook& read) { return group.books.contains(read.name); });
    troubles[first->name].push_back(claimed_twice(group));
  }
  return troubles;
}

Comparable comparable_of(const BookTruth& truth) {
  Comparable comparable;
  comparable.any = std::ranges::all_of(truth.accounts, [](const SourceAccount& account) {
    return account.answered && !account.error;
  });
  for (const SourceHolding& holding : truth.holdings) {
    if (!holding.quantity) comparable.unread.insert(holding.key);
  }
  return comparable;
}

AccountId account_of_book(const std::string& name) { return AccountId{std::string{prefix} + name}; }

bool is_of_book(const AccountId& account) { return account.text.starts_with(prefix); }

std::string book_of_account(const AccountId& account) {
  return account.text.substr(std::string_view{prefix}.size());
}

}  // namespace holdfast
