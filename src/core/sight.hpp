#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/account_view.hpp"
#include "core/readings.hpp"
#include "domain/snapshot.hpp"

namespace holdfast {

// How sure a source's word on one key is.
enum class Standing : std::uint8_t {
  listed,         // a row with a quantity above or below zero
  explicit_zero,  // a row that says zero
  absent,         // no row in a complete listing
  unknown_row,    // a row whose content cannot be read
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

// Every key that the ledger or the venue knows, as the venue's side sees it now.
using Sight = std::map<PositionKey, Seen>;

// How far a listing's quantity may be from the truth. Polymarket's Data API prints a double;
// its listing proves which keys exist and is compared at 0.0001 (truth.md).
Quantity listing_tolerance(VenueName venue);
bool within(Quantity a, Quantity b, Quantity tolerance);

// Without readings the listing is all there is. With readings the quantity is the witness's;
// the listing proves which keys exist.
Sight weigh(const AccountView& view, const Snapshot& snapshot,
            const std::optional<Readings>& readings);

}  // namespace holdfast
