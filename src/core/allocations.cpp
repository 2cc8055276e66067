#include "core/allocations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/book_claims.hpp"

namespace holdfast {
namespace {

using Amounts = std::map<std::string, Quantity>;  // by strategy

bool is_understood(const MappedRow& mapped) {
  return std::ranges::all_of(mapped.mappings.values, [](const Mapping& mapping) {
    return mapping.kind != MappingKind::nameless && mapping.kind != MappingKind::ambiguous;
  });
}

// Strategies all of whose books can be read and understood whole: only then what they do not claim
// is not theirs.
std::set<std::string> strategies_heard(std::span<const ReadBook> books,
                                       std::span<const ForeignBook* const> readable,
                                       const BookClaims& claims) {
  std::set<std::string> heard;
  std::set<std::string> doubtful;
  std::set<const ForeignBook*> flawed;
  for (const ReadBook& read : books) {
    if (!read.book) continue;
    const bool quarantined = std::ranges::any_of(read.book->findings, &BookFinding::quarantined);
    if (!read.error.empty() || quarantined) flawed.insert(read.book);
    auto& into = flawed.contains(read.book) ? doubtful : heard;
    into.insert(read.book->strategy);
  }
  for (const MappedRow& mapped : claims.rows()) {
    const bool sound = is_understood(mapped) && !flawed.contains(readable[mapped.book]);
    (sound ? heard : doubtful).insert(mapped.row->strategy);
  }
  for (const std::string& strategy : doubtful) heard.erase(strategy);
  heard.erase("");
  return heard;
}

Amounts shares_of(const Position& position) {
  Amounts shares;
  for (const Share& share : position.shares) shares[share.strategy] = share.quantity;
  return shares;
}

// Each on the side that is held, and together no more than that.
bool fits(const Amounts& shares, Quantity held) {
  Sum<Quantity> sum;
  for (const auto& [strategy, share] : shares) {
    if (!share.is_zero() && share.is_negative() != held.is_negative()) return false;
    sum.add(share);
  }
  const auto total = sum.total();
  return total && magnitude(*total) <= magnitude(held);
}

// The strategies' own claims on one position; none: they cannot be taken over.
std::optional<Amounts> claims_of(const ClaimGroup& group, const BookTolerance& tolerance) {
  if (!group.readable || group.is_claimed_twice(tolerance)) return std::nullopt;
  Amounts claims;
  for (const auto& [strategy, claim] : group.of_strategies) {
    const auto amount = Quantity::parse(claim.text());
    if (!amount) return std::nullopt;
    claims[strategy] = *amount;
  }
  return claims;
}

UtcTime after_all(const Position& position, UtcTime now) {
  UtcTime at = std::max(now, position.changed_at + Duration{1});
  for (const Share& share : position.shares) at = std::max(at, share.at + Duration{1});
  return at;
}

JournalEntry entry_of(const Position& position, const std::string& strategy, Quantity quantity,
                      UtcTime at) {
  JournalEntry entry;
  entry.kind = EntryKind::allocation;
  entry.key = position.key;
  entry.at = at;
  entry.allocation = Allocation{strategy, quantity, position.life};
  entry.id = EntryId{fmt::format("allocation:{}:{}:{}", position.key.text(), strategy,
                                 at.time_since_epoch().count())};
  entry.evidence = {EvidenceKind::book, strategy, at,
                    fmt::format("{} says: {} of {} is its own", strategy, quantity.text(),
                                position.quantity.text())};
  return entry;
}

// The ledger and the venue agree on it, and nobody doubts it.
bool is_sure(const SourceHolding* holding, const Position& position) {
  return holding != nullptr && holding->doubts.empty() && holding->quantity == position.quantity;
}

}  // namespace

std::vector<JournalEntry> plan_allocations(std::span<const ReadBook> books, const BookTruth& truth,
                                           std::span<const Position> open,
                                           const BookTolerance& tolerance, UtcTime now) {
  std::vector<const ForeignBook*> readable;
  for (const ReadBook& read : books) {
    if (read.book) readable.push_back(read.book);
  }
  const HoldingIndex index{truth.holdings};
  const BookClaims claims{readable, readable.size(), index};
  const auto heard = strategies_heard(books, readable, claims);
  if (heard.empty()) return {};
  std::vector<JournalEntry> entries;
  for (const Position& position : open) {
    const SourceHolding* holding = index.by_key(position.key);
    if (!is_sure(holding, position)) continue;
    const ClaimGroup* group = claims.group_of(*holding);
    const auto claimed = group ? claims_of(*group, tolerance) : Amounts{};
    if (!claimed) continue;
    const Amounts before = shares_of(position);
    Amounts after = before;
    for (auto& [strategy, share] : after) {
      if (heard.contains(strategy)) share = {};
    }
    for (const auto& [strategy, claim] : *claimed) {
      if (heard.contains(strategy)) after[strategy] = claim;
    }
    if (!fits(after, position.quantity)) continue;
    const UtcTime at = after_all(position, now);
    for (const auto& [strategy, share] : after) {
      const auto known = before.find(strategy);
      const Quantity had = known == before.end() ? Quantity{} : known->second;
      if (had != share) entries.push_back(entry_of(position, strategy, share, at));
    }
  }
  return entries;
}

std::optional<Quantity> unallocated(const Position& position) {
  Sum<Quantity> sum;
  for (const Share& share : position.shares) sum.add(share.quantity);
  const auto total = sum.total();
  if (!total) return std::nullopt;
  const auto rest = subtract(position.quantity, *total);
  return rest ? std::optional{*rest} : std::nullopt;
}

}  // namespace holdfast
