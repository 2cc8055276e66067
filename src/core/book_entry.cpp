#include "core/book_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace holdfast {
namespace {

BookReason reason_of(Fault fault) {
  switch (fault) {
    case Fault::incomplete:
      return BookReason::incomplete;
    case Fault::identity:
      return BookReason::identity;
    case Fault::unauthorised:
      return BookReason::unauthorised;
    case Fault::malformed:
      return BookReason::schema;
    default:
      return BookReason::stale;
  }
}

std::string unread_text(const SourceHolding& holding) {
  return fmt::format("{} cannot say how much of {} is held", holding.key.account.text,
                     holding.key.instrument.text);
}

WideDecimal above_zero(const WideDecimal& value) {
  return value.is_negative() ? WideDecimal{} : value;
}

// The figures of one side of a holding; `sign` is -1 for Kalshi's no. A side that is not held has
// no contracts and cost nothing.
LegFigures side_figures(const SourceHolding& holding, bool of_no) {
  LegFigures figures;
  if (!holding.quantity) return figures;
  const auto held = WideDecimal::of(*holding.quantity);
  figures.contracts = above_zero(of_no ? held.negated() : held);
  if (figures.contracts->is_zero()) {
    figures.cost_basis = WideDecimal{};
    return figures;
  }
  if (!holding.cost) return figures;
  figures.cost_basis = WideDecimal::of(*holding.cost);
  const auto units = Quantity::from_wide(magnitude(*holding.quantity));
  const auto average = units ? divide(*holding.cost, *units, Rounding::half_even)
                             : Result<Price>{tl::unexpect, units.error()};
  if (average) figures.avg_price = WideDecimal::of(*average);
  return figures;
}

LegFigures nothing_held() {
  return {.contracts = WideDecimal{}, .cost_basis = WideDecimal{}, .avg_price = std::nullopt};
}

// Builds one entry, leg by leg. What it learns on the way (reasons, sources) is gathered in the
// entry at the end, so that the order of discovery does not show.
class RowComparison {
 public:
  RowComparison(const MappedRow& mapped, const BookClaims& claims, const BookTruth& truth,
                const BookTolerance& tolerance)
      : mapped_{mapped}, claims_{claims}, truth_{truth}, tolerance_{tolerance} {
    entry_.market_id = row().market_id;
    entry_.description = row().description;
    entry_.kalshi_ticker = row().ids.kalshi_market_ticker;
    entry_.internal = row().legs;
  }

  BookEntry compare(const HoldingIndex& index) {
    compare_kalshi();
    compare_poly(Leg::poly_yes);
    compare_poly(Leg::poly_no);
    const bool silent = std::ranges::all_of(mapped_.mappings.values, [](const Mapping& mapping) {
      return mapping.kind == MappingKind::silent;
    });
    if (silent) unmapped(BookReason::no_ids, "the row names no holding");
    if (unknown_) entry_.proposals = propose(row(), index);
    finish();
    return std::move(entry_);
  }

 private:
  [[nodiscard]] const BookRow& row() const { return *mapped_.row; }

  void say(std::string text) { texts_.push_back(std::move(text)); }

  void unmapped(BookReason reason, std::string text) {
    unknown_ = true;
    reasons_.insert(reason);
    say(std::move(text));
  }

  // Which sources this leg rests on, and whether they can be used.
  void need(VenueName venue, const SourceHolding* holding) {
    bool any = false;
    for (const SourceAccount& account : truth_.accounts) {
      if (account.venue != venue) continue;
      any = true;
      const bool named = holding && holding->key.account == account.id;
      // An account that never answered may hold the same thing; one that did is known not to.
      if (holding && !named && account.answered) continue;
      if (account.as_of && (!entry_.as_of || *account.as_of < *entry_.as_of)) {
        entry_.as_of = account.as_of;
      }
      if (account.answered && !account.error) continue;
      failed_ = true;
      reasons_.insert(account.error ? reason_of(account.error->fault) : BookReason::stale);
      const std::string text =
          account.id.text + ": " + (account.error ? account.error->what : "no whole answer yet");
      if (failures_.insert(text).second) say(text);
    }
    if (!any) {
      unmapped(BookReason::no_account, fmt::format("no {} account is watched", name_of(venue)));
    }
  }

  void doubt(const SourceHolding& holding) {
    if (!holding.quantity) {
      failed_ = true;
      reasons_.insert(BookReason::schema);
      say(unread_text(holding));
    }
    for (const BookReason reason : holding.doubts) {
      reasons_.insert(reason);
      differs_ = true;
    }
    if (!holding.doubts.empty()) {
      say(fmt::format("an open case doubts {}", holding.key.instrument.text));
    }
  }

  void offer(Leg leg, const Mapping& mapping) {
    for (const SourceHolding* candidate : mapping.candidates) {
      entry_.candidates.push_back(candidate_of(leg, *candidate));
    }
    std::string names;
    for (const SourceHolding* candidate : mapping.candidates) {
      names += (names.empty() ? "" : ", ") + candidate->key.text();
    }
    unmapped(BookReason::ambiguous, fmt::format("{} could be any of: {}", name_of(leg), names));
  }

  // True when there are figures to compare.
  bool is_mapped(Leg leg, const Mapping& mapping) {
    if (mapping.kind == MappingKind::silent) return false;
    need(venue_of(leg), mapping.holding);
    if (mapping.kind == MappingKind::ambiguous) offer(leg, mapping);
    if (mapping.kind == MappingKind::nameless) {
      unmapped(BookReason::no_ids, fmt::format("{} has no id", name_of(leg)));
    }
    return mapping.kind == MappingKind::held || mapping.kind == MappingKind::absent;
  }

  // How far apart holding and claims are; none when one of them is unknown.
  std::optional<WideDecimal> distance(Leg leg, const ClaimGroup& group) {
    if (!group.readable) {
      reasons_.insert(BookReason::schema);
      differs_ = true;
      say(fmt::format("{}: the booked contracts are no number", name_of(leg)));
      return std::nullopt;
    }
    if (group.rows.size() > 1) reasons_.insert(BookReason::shared);
    if (!group.holding) return group.booked.negated();
    doubt(*group.holding);
    if (!group.holding->quantity) return std::nullopt;
    return WideDecimal::of(*group.holding->quantity) - group.booked;
  }

  void judge(Leg leg, const ClaimGroup& group, const WideDecimal& distance) {
    if (distance.is_zero()) return;
    if (tolerance_.covers(venue_of(leg), distance.magnitude())) {
      reasons_.insert(BookReason::within_tolerance);
      return;
    }
    differs_ = true;
    const bool unsettled = group.holding && is_unsettled(*group.holding, distance);
    if (row().settling || unsettled) reasons_.insert(BookReason::settling);
    if (group.holding && group.holding->redeemable) reasons_.insert(BookReason::redeemable);
    if (group.is_claimed_twice(tolerance_)) reasons_.insert(BookReason::claimed_twice);
    std::string by = row().market_id;
    if (group.rows.size() > 1) by = fmt::format("{} rows ({})", group.rows.size(), names(group));
    const std::string held = group.holding ? group.holding->quantity->text() : "0";
    say(fmt::format("{}: held {}, booked {} by {}", name_of(leg), held, group.booked.text(), by));
    if (unsettled) say("an own trade on it is not final, or not shown by all, yet");
  }

  // The book counts what is not final yet, or the sources themselves do not tell the same yet.
  [[nodiscard]] bool is_unsettled(const SourceHolding& holding, const WideDecimal& distance) const {
    if (holding.in_motion) return true;
    const InFlight& flight = holding.in_flight;
    const WideDecimal most = WideDecimal::of(distance.is_negative() ? flight.in : flight.out);
    if (most.is_zero()) return false;
    const WideDecimal apart = distance.magnitude();
    return apart <= most || tolerance_.covers(holding.key.venue, apart - most);
  }

  static std::string names(const ClaimGroup& group) {
    std::string names;
    for (const std::string& name : group.rows) names += (names.empty() ? "" : ", ") + name;
    return names;
  }

  // Cost can be compared only where the book's figure is the cost of what is held: nothing sold,
  // nothing shared, nothing netted, still open.
  void compare_cost(Leg leg, const ClaimGroup& group) {
    const auto& booked = row().legs[leg];
    const auto& held = entry_.external[leg];
    const bool alone = group.rows.size() == 1 && group.rows.front() == row().market_id;
    const bool comparable = row().status == "open" && !row().sold && alone && group.holding;
    if (!comparable || !booked || !booked->cost_basis || !held || !held->cost_basis) return;
    const WideDecimal apart = *held->cost_basis - *booked->cost_basis;
    entry_.diff_cost_basis[leg] = apart;
    if (apart.magnitude() <= WideDecimal::of(tolerance_.cash)) return;
    reasons_.insert(BookReason::cost_differs);
    say(fmt::format("{}: cost is {}, booked {}", name_of(leg), held->cost_basis->text(),
                    booked->cost_basis->text()));
  }

  void compare_kalshi() {
    const Mapping& yes = mapped_.mappings[Leg::kalshi_yes];
    const Mapping& no = mapped_.mappings[Leg::kalshi_no];
    // With a ticker both legs are one mapping; without, a leg is silent or nameless by itself.
    const bool no_is_new = no.kind != yes.kind && no.kind != MappingKind::silent;
    if (no_is_new) is_mapped(Leg::kalshi_no, no);
    if (!is_mapped(Leg::kalshi_yes, yes)) return;
    const ClaimGroup& group = *claims_.group(yes, VenueName::kalshi);
    const auto claimed_yes = claim_of(row(), Leg::kalshi_yes);
    const auto claimed_no = claim_of(row(), Leg::kalshi_no);
    const bool netted =
        claimed_yes && claimed_no && !claimed_yes->is_zero() && !claimed_no->is_zero();
    if (netted) reasons_.insert(BookReason::netted);
    entry_.external[Leg::kalshi_yes] =
        group.holding ? side_figures(*group.holding, false) : nothing_held();
    entry_.external[Leg::kalshi_no] =
        group.holding ? side_figures(*group.holding, true) : nothing_held();
    const auto apart = distance(Leg::kalshi_yes, group);
    if (!apart) return;
    const WideDecimal held = *apart + group.booked;
    entry_.diff_contracts[Leg::kalshi_yes] = above_zero(held) - above_zero(group.booked);
    entry_.diff_contracts[Leg::kalshi_no] =
        above_zero(held.negated()) - above_zero(group.booked.negated());
    const bool on_no = held.is_negative() || (held.is_zero() && group.booked.is_negative());
    judge(on_no ? Leg::kalshi_no : Leg::kalshi_yes, group, *apart);
    if (!held.is_zero() && !netted) compare_cost(on_no ? Leg::kalshi_no : Leg::kalshi_yes, group);
  }

  void compare_poly(Leg leg) {
    const Mapping& mapping = mapped_.mappings[leg];
    if (!is_mapped(leg, mapping)) return;
    const ClaimGroup& group = *claims_.group(mapping, VenueName::polymarket);
    entry_.external[leg] = group.holding ? side_figures(*group.holding, false) : nothing_held();
    const auto apart = distance(leg, group);
    if (!apart) return;
    entry_.diff_contracts[leg] = *apart;
    judge(leg, group, *apart);
    if (group.holding) compare_cost(leg, group);
  }

  void finish() {
    if (failed_) {
      entry_.status = BookStatus::api_error;
      // A difference to something nobody can vouch for now is no difference.
      entry_.diff_contracts = {};
      entry_.diff_cost_basis = {};
      drop_unproven_zeros();
    } else if (unknown_) {
      entry_.status = BookStatus::unknown_mapping;
    } else {
      entry_.status = differs_ ? BookStatus::mismatch : BookStatus::match;
    }
    entry_.sub_reasons.assign(reasons_.begin(), reasons_.end());
    for (const std::string& text : texts_) {
      entry_.reason += (entry_.reason.empty() ? "" : "; ") + text;
    }
  }

  // While a source fails, nothing says that what it did not list is not there.
  void drop_unproven_zeros() {
    for (const Leg leg : all_legs) {
      const auto& [kind, holding, name, candidates] = mapped_.mappings[leg];
      const bool arrives =
          holding && holding->quantity == Quantity{} && holding->in_flight != InFlight{};
      if (kind == MappingKind::absent || arrives) entry_.external[leg].reset();
    }
  }

  const MappedRow& mapped_;
  const BookClaims& claims_;
  const BookTruth& truth_;
  const BookTolerance& tolerance_;
  BookEntry entry_;
  std::set<BookReason> reasons_;
  std::set<std::string> failures_;
  std::vector<std::string> texts_;
  bool failed_{};
  bool unknown_{};
  bool differs_{};
};

// The legs are markets of yes and no; a perpetual has none, and its quantity is in the holding.
void show_legs(const SourceHolding& holding, BookEntry& entry) {
  if (holding.key.venue == VenueName::kalshi) {
    const bool of_no = holding.quantity && holding.quantity->is_negative();
    entry.external[of_no ? Leg::kalshi_no : Leg::kalshi_yes] = side_figures(holding, of_no);
    entry.kalshi_ticker = holding.key.instrument.text;
  } else if (holding.key.venue == VenueName::polymarket) {
    const bool of_no = holding.about.outcome == "No" || holding.about.outcome == "NO";
    entry.external[of_no ? Leg::poly_no : Leg::poly_yes] = side_figures(holding, false);
  }
}

}  // namespace

BookEntry compare_row(const MappedRow& mapped, const BookClaims& claims, const HoldingIndex& index,
                      const BookTruth& truth, const BookTolerance& tolerance) {
  return RowComparison{mapped, claims, truth, tolerance}.compare(index);
}

BookEntry unclaimed_entry(const SourceHolding& holding, const BookTruth& truth) {
  BookEntry entry;
  entry.description = holding.about.title;
  entry.holding = holding;
  entry.as_of = holding.as_of;
  show_legs(holding, entry);
  entry.status = BookStatus::unknown_mapping;
  entry.reason = "no row of the book claims this holding";
  std::set<BookReason> reasons{holding.doubts.begin(), holding.doubts.end()};
  reasons.insert(BookReason::unclaimed);
  if (holding.redeemable) reasons.insert(BookReason::redeemable);
  if (!holding.quantity) reasons.insert(BookReason::schema);
  for (const SourceAccount& account : truth.accounts) {
    if (account.id != holding.key.account || (account.answered && !account.error)) continue;
    entry.status = BookStatus::api_error;
    reasons.insert(account.error ? reason_of(account.error->fault) : BookReason::stale);
    entry.reason += "; " + account.id.text + ": " +
                    (account.error ? account.error->what : "no whole answer yet");
  }
  if (!holding.quantity) {
    entry.status = BookStatus::api_error;
    entry.reason += "; " + unread_text(holding);
  }
  entry.sub_reasons.assign(reasons.begin(), reasons.end());
  return entry;
}

}  // namespace holdfast
