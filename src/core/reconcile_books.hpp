#pragma once
#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/book_proposal.hpp"
#include "core/book_tolerance.hpp"

namespace holdfast {

enum class BookStatus : std::uint8_t { match, mismatch, unknown_mapping, api_error };
inline constexpr std::array<std::string_view, 4> book_status_names{"match", "mismatch",
                                                                   "unknown_mapping", "api_error"};
constexpr std::string_view name_of(BookStatus status) {
  return book_status_names.at(static_cast<std::size_t>(status));
}

// One market of a book, or one holding that no row claims ("external:<venue>:<instrument>").
struct BookEntry {
  std::string market_id;
  std::string description;
  std::string kalshi_ticker;  // empty: none
  PerLeg<std::optional<LegFigures>> internal;
  PerLeg<std::optional<LegFigures>> external;  // none: no holding is mapped to this leg
  // External less internal; none: not to be had. Kalshi legs after netting, and where several
  // rows claim one holding, the holding less their sum.
  PerLeg<std::optional<WideDecimal>> diff_contracts;
  PerLeg<std::optional<WideDecimal>> diff_cost_basis;
  BookStatus status{};
  std::string reason;                    // for a person; empty: a plain match
  std::vector<BookReason> sub_reasons;   // in enum order
  std::vector<BookCandidate> proposals;  // a mapping to check by hand
  std::vector<BookCandidate> candidates;
  std::optional<UtcTime> as_of;          // the oldest word it rests on
  std::optional<SourceHolding> holding;  // of an external: entry
  friend bool operator==(const BookEntry&, const BookEntry&) = default;
};

struct BookReconciliation {
  std::optional<UtcTime> snapshot_time;  // the oldest snapshot among the sources
  std::array<std::size_t, book_status_names.size()> summary{};
  std::map<std::string, BookEntry> entries;
  friend bool operator==(const BookReconciliation&, const BookReconciliation&) = default;
};

// Compares books[shown] with what is held, market by market. The other books count only where
// they claim the same holding: what several rows claim is summed before it is compared. Pure, and
// the same whatever the order of rows, books, holdings and accounts.
// Status: api_error if a source the row needs failed, else unknown_mapping, else mismatch, else
// match.
BookReconciliation reconcile_books(std::span<const ForeignBook* const> books, std::size_t shown,
                                   const BookTruth& given, const BookTolerance& tolerance);

}  // namespace holdfast
