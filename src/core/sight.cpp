#include "core/sight.hpp"

#include <fmt/format.h>

#include <set>

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

Quantity ours_of(const AccountView& view, const PositionKey& key) {
  const auto found = view.open.find(key);
  return found == view.open.end() ? Quantity{} : found->second.quantity;
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

Sight weigh(const AccountView& view, const Snapshot& snapshot,
            const std::optional<Readings>& readings) {
  const Quantity tolerance = listing_tolerance(snapshot.header().venue);
  std::set<PositionKey> keys;
  for (const auto& [key, position] : view.open) keys.insert(key);
  for (const auto& [key, row] : snapshot.holdings()) keys.insert(key);

  Sight sight;
  for (const PositionKey& key : keys) {
    Seen seen = by_listing(snapshot.find(key), snapshot.as_of());
    const Quantity ours = ours_of(view, key);
    if (seen.quantity && readings && readings->disputed.contains(key)) {
      seen = disputed(seen, readings->disputed.at(key), ours, tolerance);
    } else if (seen.quantity && readings && readings->agreed.contains(key)) {
      seen = witnessed(seen, readings->agreed.at(key), tolerance);
    } else if (seen.quantity && within(*seen.quantity, ours, tolerance)) {
      // The listing alone cannot tell a difference this small from its own rounding.
      seen.quantity = ours;
    }
    sight.emplace(key, std::move(seen));
  }
  return sight;
}

}  // namespace holdfast
