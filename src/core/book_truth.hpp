#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/instrument.hpp"
#include "domain/position_key.hpp"

namespace holdfast {

// Why an entry of a foreign book stands as it stands; several may hold at once.
enum class BookReason : std::uint8_t {
  settling,          // a trade on it is not final, or not shown by all, as book or venue say
  incomplete,        // a source's listing was not whole
  unproven_absence,  // gone from the listing, no witness says so
  identity,          // the source speaks of somebody else
  unauthorised,      // the source refused the credentials
  schema,            // a figure of source or book cannot be read
  stale,             // a source did not answer, or not lately
  suspected,         // ledger and source differ, and nothing explains it yet
  witness_conflict,  // second sources contradict each other
  redeemable,        // resolved and still in the wallet
  shared,            // several rows claim this holding: their sum was compared
  netted,            // Kalshi nets yes and no of one market, the book does not
  cost_differs,      // the contracts agree, the cost does not
  within_tolerance,  // a difference below the venue's step and worth next to nothing
  no_ids,            // the row does not say which holding it means
  ambiguous,         // several holdings fit
  unclaimed,         // no row claims this holding
  no_account,        // nobody is asked at this venue
  claimed_twice,     // several books, or strategies, claim more of it than is held
};

inline constexpr std::array<std::string_view, 19> book_reason_names{
    "settling",  "incomplete", "unproven_absence", "identity",         "unauthorised",
    "schema",    "stale",      "suspected",        "witness_conflict", "redeemable",
    "shared",    "netted",     "cost_differs",     "within_tolerance", "no_ids",
    "ambiguous", "unclaimed",  "no_account",       "claimed_twice"};
constexpr std::string_view name_of(BookReason reason) {
  return book_reason_names.at(static_cast<std::size_t>(reason));
}

// What matches that their venue may still reverse would add to a holding, and take from it.
struct InFlight {
  Quantity in;
  Quantity out;
  friend bool operator==(const InFlight&, const InFlight&) = default;
};

// What Holdfast can say of one key: the source's word, checked against the ledger. One of which
// matches are in flight and nothing is held yet has a quantity of zero.
struct SourceHolding {
  PositionKey key;
  std::optional<Quantity> quantity;  // none: unknown. Signed as in domain/holding.hpp
  std::optional<Money> cost;         // of what is held; none: unknown
  Instrument about;
  std::vector<BookReason> doubts;  // an open case says so: no entry on it may be a match
  bool redeemable{};
  InFlight in_flight;
  bool in_motion{};  // own orders or trades on it leave ledger and source apart for now
  std::optional<UtcTime> as_of;
  friend bool operator==(const SourceHolding&, const SourceHolding&) = default;
};

struct SourceAccount {
  AccountId id;
  VenueName venue{};
  bool answered{};             // a whole snapshot of it is known
  std::optional<Error> error;  // why its word cannot be used now
  std::optional<UtcTime> as_of;
  friend bool operator==(const SourceAccount&, const SourceAccount&) = default;
};

// What books are compared with.
struct BookTruth {
  std::vector<SourceAccount> accounts;
  std::vector<SourceHolding> holdings;
};

}  // namespace holdfast
