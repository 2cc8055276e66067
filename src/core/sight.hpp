#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/readings.hpp"
#include "domain/holding.hpp"

namespace holdfast {

// How sure a source's word on one key is.
enum class Standing : std::uint8_t {
  listed,         // a row with a quantity above or below zero
  explicit_zero,  // a row that says zero
  absent,         // no row in a complete listing
  unknown_row,    // a row whose content cannot be read
  lost,           // a row of the very quantity that the ledger has, which is worth nothing any more
  contradiction,  // listing and witness differ, or the witness's endpoints do
};

// What listing and witness together say of one key.
struct Seen {
  Standing standing{};
  std::optional<Quantity> quantity;  // none for unknown_row and contradiction
  UtcTime moment;                    // the moment this word speaks of
  std::optional<Reading> reading;    // the witness's own word, where it has one
  std::string text;                  // why, for unknown_row and contradiction
};

// All that is known of one key before its sources are weighed.
struct Words {
  Quantity ours;             // the ledger's; zero: it does not hold the key
  const Holding* row{};      // null: the listing does not name the key
  const Reading* reading{};  // null: the witness's endpoints do not agree on it or were not asked
  const std::string* dispute{};  // null: the witness's endpoints do not contradict each other
};

// How far a listing's quantity may be from the truth. Polymarket's Data API prints a double;
// its listing proves which keys exist and is compared at 0.0001 (truth.md).
Quantity listing_tolerance(VenueName venue);
bool within(Quantity a, Quantity b, Quantity tolerance);

// Without a witness the listing is all there is. With one the quantity is the witness's; the
// listing, of the moment `as_of`, proves which keys exist.
Seen weigh(const Words& words, UtcTime as_of, Quantity tolerance);

}  // namespace holdfast
