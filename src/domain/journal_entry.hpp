#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "domain/allocation.hpp"
#include "domain/cause.hpp"
#include "domain/evidence.hpp"
#include "domain/fill.hpp"
#include "domain/funding.hpp"
#include "domain/seed.hpp"
#include "domain/settlement.hpp"
#include "domain/transfer.hpp"

namespace holdfast {

enum class EntryKind : std::uint8_t {
  fill,        // an execution the venue reports
  settlement,  // payout or redemption
  adoption,    // found at the venue, known to nobody here
  correction,  // a difference nothing explains yet
  close,       // gone from the venue with a witness, but no fill tells the price
  transfer,    // came or went without a trade
  funding,     // a perpetual's payment; changes no quantity
  seed,        // an owner's book tells the cost of what was found; changes no quantity
  allocation,  // a strategy tells what of it is its own; changes no quantity
};

inline constexpr std::array<std::string_view, 9> entry_names{
    "fill",     "settlement", "adoption", "correction", "close",
    "transfer", "funding",    "seed",     "allocation"};

constexpr std::string_view name_of(EntryKind kind) {
  return entry_names.at(static_cast<std::size_t>(kind));
}

// One fact about one position; appended, never changed. A position is the fold of its entries.
struct JournalEntry {
  EntryId id;  // deterministic: the same fact has the same id on every run
  EntryKind kind{};
  PositionKey key;
  Quantity change;             // signed; zero is legal for an entry that only adds knowledge
  std::optional<Price> price;  // none: unpriced, and the PnL says so
  Money fee;                   // paid, above zero
  UtcTime at;                  // when it happened, on the venue's clock
  Evidence evidence;
  std::optional<Evidence> closing;  // on the entry that ended a position: the witness
  std::optional<EntryId> supersedes;
  Cause cause{Cause::unknown};
  Money funding;  // received; below zero: paid
  std::optional<Seed> seed;
  std::optional<Allocation> allocation;
  friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

JournalEntry entry_of(const Fill& fill);
JournalEntry entry_of(const Settlement& settlement);
JournalEntry entry_of(const Transfer& transfer);
JournalEntry entry_of(const Funding& funding);

// A guess that stands in for facts nobody has seen yet: real ones may supersede it.
constexpr bool is_estimate(EntryKind kind) {
  return kind == EntryKind::adoption || kind == EntryKind::correction || kind == EntryKind::close;
}

// The one order of entries, by time; the same from whatever source and in whatever order they came.
// Of one second's entries on a token those that bring come first: no token can be owed.
bool comes_first(const JournalEntry& a, const JournalEntry& b);

EntryId fill_entry_id(const AccountId& account, const FillId& fill);

}  // namespace holdfast
