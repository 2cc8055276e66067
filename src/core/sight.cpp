#include "core/sight.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast {
namespace {

Seen by_listing(const Holding* row, UtcTime as_of) {
  if (row == nullptr) return {Standing::absent, Quantity{}, as_of, {}, {}};
  if (!row->quantity) return {Standing::unknown_row, {}, as_of, {}, row->flaw};
  const auto standing = row->quantity->is_zero() ? Standing::explicit_zero : Standing::listed;
  return {standing, row->quantity, as_of, {}, {}};
}

// Endpoints of the witness contradict each other: the listing's word stands only where it
// changes nothing.
Seen disputed(const Seen& listed, const std::string& who_said_what, Quantity ours,
              Quantity tolerance) {
  if (listed.quantity && within(*listed.quantity, ours, tolerance)) {
    Seen unchanged = listed;
    unchanged.quantity = ours;
    return unchanged;
  }
  return {Standing::contradiction,
          {},
          listed.moment,
          {},
          "endpoints contradict each other: " + who_said_what};
}

Seen witnessed(const Seen& listed, const Reading& reading, Quantity tolerance) {
  if (!within(*listed.quantity, reading.quantity, tolerance)) {
    return {Standing::contradiction,
            {},
            listed.moment,
            reading,
            fmt::format("the listing says {}, the chain says {}", listed.quantity->text(),
                        reading.quantity.text())};
  }
  Seen seen = listed;
  seen.quantity = reading.quantity;
  seen.reading = reading;
  // A zero is only as young as its oldest witness.
  seen.moment = std::min(listed.moment, reading.evidence.at);
  return seen;
}

}  // namespace

Quantity listing_tolerance(VenueName venue) {
  constexpr std::int64_t ten_thousandth = 100'000;
  return Quantity::from_units(venue == VenueName::polymarket ? ten_thousandth : 0);
}

bool within(Quantity a, Quantity b, Quantity tolerance) {
  const Int128 apart = Int128{a.units()} - b.units();
  return (apart < 0 ? -apart : apart) <= Int128{tolerance.units()};
}

Seen weigh(const Words& words, UtcTime as_of, Quantity tolerance) {
  Seen seen = by_listing(words.row, as_of);
  if (!seen.quantity) return seen;
  if (words.dispute != nullptr) return disputed(seen, *words.dispute, words.ours, tolerance);
  if (words.reading != nullptr) return witnessed(seen, *words.reading, tolerance);
  // The listing alone cannot tell a difference this small from its own rounding.
  if (within(*seen.quantity, words.ours, tolerance)) seen.quantity = words.ours;
  return seen;
}

}  // namespace holdfast
