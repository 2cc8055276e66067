#include "core/seed_positions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/book_mapping.hpp"

namespace holdfast {
namespace {

bool claims(const BookRow& row, Leg leg) {
  if (row.is_paper()) return false;
  const auto claim = claim_of(row, leg);
  return row.legs[leg] && claim && !claim->is_zero();
}

// Kalshi's NO stands below zero in the ledger.
WideDecimal signed_claim(const BookRow& row, Leg leg) {
  const WideDecimal claim = *claim_of(row, leg);
  return leg == Leg::kalshi_no ? claim.negated() : claim;
}

class Planner {
 public:
  Planner(const ForeignBook& book, const BookTruth& truth, std::span<const Position> open)
      : index_{truth.holdings} {
    for (const Position& position : open) open_.emplace(position.key, &position);
    for (const BookRow& row : book.rows) {
      for (const Leg leg : all_legs) {
        if (!claims(row, leg)) continue;
        const Mapping mapping = map_leg(row, leg, index_);
        if (mapping.holding != nullptr) ++claimants_[mapping.holding->key];
      }
    }
  }

  SeedLine plan(const BookRow& row, Leg leg) const {
    SeedLine line{.row = row.market_id, .leg = leg};
    const Mapping mapping = map_leg(row, leg, index_);
    if (mapping.holding == nullptr) {
      line.text = mapping.kind == MappingKind::absent      ? "nothing is held under " + mapping.name
                  : mapping.kind == MappingKind::ambiguous ? "several holdings fit"
                                                           : "the row names no holding";
      return line;
    }
    line.key = mapping.holding->key;
    const auto position = open_.find(*line.key);
    line.text = position == open_.end() ? "the ledger has no open position of it"
                                        : refusal(row, leg, *position->second);
    if (line.text.empty()) take(row.legs[leg]->cost_basis, row, *position->second, line);
    return line;
  }

 private:
  // Why the book's figures do not speak of this position; empty when they do.
  [[nodiscard]] std::string refusal(const BookRow& row, Leg leg, const Position& position) const {
    if (position.cost) return "its cost is known already";
    if (row.sold) return "part of it was sold: the book's cost is of all that was ever bought";
    if (row.settling) return "the book still waits for a fill";
    if (claimants_.at(position.key) > 1)
      return "several rows claim it; whose cost it is is unknown";
    const WideDecimal claim = signed_claim(row, leg);
    const WideDecimal held = WideDecimal::of(position.quantity);
    if (claim != held)
      return fmt::format("the book says {}, held is {}", claim.text(), held.text());
    return "";
  }

  static void take(const std::optional<WideDecimal>& basis, const BookRow& row,
                   const Position& position, SeedLine& line) {
    const auto cost =
        basis ? Money::parse(basis->text()) : Result<Money>{fail(Fault::malformed, "")};
    if (!cost) {
      line.text =
          basis ? "its cost is finer than 9 decimals or out of range" : "the book has no cost";
    } else if (cost->is_negative() || magnitude(*cost) > magnitude(position.quantity)) {
      line.text = "no outcome costs that: a price lies between 0 and 1";
    } else {
      line.seed = Seed{position.quantity, *cost, row.opened_at};
      line.text = fmt::format("cost {} for {}", cost->text(), position.quantity.text());
    }
  }

  HoldingIndex index_;
  std::map<PositionKey, const Position*> open_;
  std::map<PositionKey, int> claimants_;
};

}  // namespace

Result<std::vector<SeedLine>> plan_seeds(const ForeignBook& book, const BookTruth& truth,
                                         std::span<const Position> open) {
  if (!book.findings.empty()) {
    const BookFinding& first = book.findings.front();
    return fail(Fault::malformed, fmt::format("{}: {}{}{}", place_of(first), first.text,
                                              first.raw.empty() ? "" : ": ", first.raw) +
                                      (book.findings.size() > 1
                                           ? fmt::format(" (and {} more)", book.findings.size() - 1)
                                           : ""));
  }
  const Planner planner{book, truth, open};
  std::vector<SeedLine> lines;
  for (const BookRow& row : book.rows) {
    for (const Leg leg : all_legs) {
      if (claims(row, leg)) lines.push_back(planner.plan(row, leg));
    }
  }
  std::ranges::sort(lines, {}, [](const SeedLine& line) { return std::tie(line.row, line.leg); });
  return lines;
}

JournalEntry seed_entry(const Position& open, const Seed& seed, const std::string& by,
                        UtcTime now) {
  const UtcTime at = std::max(now, open.changed_at + Duration{1});
  JournalEntry entry;
  entry.kind = EntryKind::seed;
  entry.key = open.key;
  entry.at = at;
  entry.seed = seed;
  entry.id = EntryId{fmt::format("seed:{}:{}", open.key.text(), at.time_since_epoch().count())};
  entry.evidence = {
      EvidenceKind::person, by, at,
      fmt::format("{} says: cost {} for {}", by, seed.cost.text(), seed.quantity.text())};
  return entry;
}

}  // namespace holdfast
