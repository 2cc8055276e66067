#include "core/book_claims.hpp"

#include <algorithm>

namespace holdfast {
namespace {

std::string group_name(const Mapping& mapping, VenueName venue) {
  if (mapping.kind == MappingKind::held) return "held " + mapping.holding->key.text();
  return "absent " + std::string{name_of(venue)} + " " + mapping.name;
}

bool is_clear(const Mapping& mapping) {
  return mapping.kind == MappingKind::held || mapping.kind == MappingKind::absent;
}

// Kalshi nets yes against no, so a row's two legs are one claim.
std::optional<WideDecimal> kalshi_claim(const BookRow& row) {
  const auto yes = claim_of(row, Leg::kalshi_yes);
  const auto no = claim_of(row, Leg::kalshi_no);
  if (!yes || !no) return std::nullopt;
  return *yes - *no;
}

// Rows of one name (in two books, or handed in twice) are told apart by all that they say.
std::string order_of(const MappedRow& mapped) {
  const BookRow& row = *mapped.row;
  std::string order = row.market_id + '\n' + (mapped.shown ? '1' : '0') + row.json + '\n' +
                      row.description + '\n' + row.status;
  for (const Leg leg : all_legs) {
    const auto claim = claim_of(row, leg);
    order += '\n' + (claim ? claim->text() : "unreadable");
  }
  return order;
}

}  // namespace

BookClaims::BookClaims(std::span<const ForeignBook* const> books, std::size_t shown,
                       const HoldingIndex& index)
    : books_{books} {
  for (std::size_t i = 0; i < books.size(); ++i) {
    for (const BookRow& row : books[i]->rows) {
      if (row.is_paper()) continue;
      MappedRow mapped{.row = &row, .book = i, .shown = i == shown};
      for (const Leg leg : all_legs) mapped.mappings[leg] = map_leg(row, leg, index);
      rows_.push_back(std::move(mapped));
    }
  }
  std::ranges::sort(rows_, {}, order_of);
  for (const MappedRow& mapped : rows_) {
    add(mapped, Leg::kalshi_yes, kalshi_claim(*mapped.row));
    add(mapped, Leg::poly_yes, claim_of(*mapped.row, Leg::poly_yes));
    add(mapped, Leg::poly_no, claim_of(*mapped.row, Leg::poly_no));
  }
}

void BookClaims::add(const MappedRow& mapped, Leg leg, const std::optional<WideDecimal>& claim) {
  // Without a ticker the yes leg may be silent while the no leg is nameless; neither is clear.
  const Mapping& mapping = mapped.mappings[leg];
  if (!is_clear(mapping)) return;
  ClaimGroup& group = groups_[group_name(mapping, venue_of(leg))];
  group.holding = mapping.holding;
  // A row that claims nothing takes no part in a sum.
  if (claim && claim->is_zero()) return;
  if (claim) {
    group.booked = group.booked + *claim;
    if (const std::string& strategy = mapped.row->strategy; !strategy.empty()) {
      WideDecimal& own = group.of_strategies[strategy];
      own = own + *claim;
    }
  } else {
    group.readable = false;
  }
  group.rows.push_back(mapped.row->market_id);
  const std::string& book = books_[mapped.book]->name;
  const std::string& strategy = mapped.row->strategy;
  group.claimants[strategy.empty() ? book : book + "/" + strategy].push_back(mapped.row->market_id);
  group.books.insert(book);
}

bool ClaimGroup::is_claimed_twice(const BookTolerance& tolerance) const {
  if (claimants.size() < 2 || !readable || !holding || !holding->quantity) return false;
  const WideDecimal held = WideDecimal::of(*holding->quantity);
  const InFlight& flight = holding->in_flight;
  const WideDecimal soon =
      booked.is_negative() ? held - WideDecimal::of(flight.out) : held + WideDecimal::of(flight.in);
  const WideDecimal most = std::max(held.magnitude(), soon.magnitude());
  const WideDecimal claimed = booked.magnitude();
  return most < claimed && !tolerance.covers(holding->key.venue, claimed - most);
}

const ClaimGroup* BookClaims::group(const Mapping& mapping, VenueName venue) const {
  if (!is_clear(mapping)) return nullptr;
  const auto found = groups_.find(group_name(mapping, venue));
  return found == groups_.end() ? nullptr : &found->second;
}

const ClaimGroup* BookClaims::group_of(const SourceHolding& holding) const {
  const Mapping mapping{.kind = MappingKind::held, .holding = &holding};
  return group(mapping, holding.key.venue);
}

}  // namespace holdfast
