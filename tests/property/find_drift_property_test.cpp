#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "core/find_drift.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

// An account, a listing and perhaps a witness in which any key may be in any of the maps, with
// quantities so few that they often agree or miss each other by less than the tolerance.
struct World {
  AccountView view;
  std::vector<Holding> rows;
  std::optional<Readings> readings;
  std::set<PositionKey> keys;
};

Quantity some_quantity() {
  return Quantity::from_units(*rc::gen::element<std::int64_t>(0, 1, 100'000, 100'001, 1'000'000'000,
                                                              1'000'100'000, -1'000'000'000));
}

bool coin() { return *rc::gen::arbitrary<bool>(); }

World some_world(VenueName venue) {
  World world;
  world.view.account = key_at(venue, "1").account;
  if (coin()) world.readings.emplace();
  for (int i = 1; i <= 12; ++i) {
    const PositionKey key = key_at(venue, std::to_string(i * 7));
    world.keys.insert(key);
    if (coin()) world.view.open[key].quantity = some_quantity();
    if (coin()) {
      Holding row{.key = key};
      if (*rc::gen::inRange(0, 5) > 0) row.quantity = some_quantity();
      if (!row.quantity) row.flaw = "unreadable";
      world.rows.push_back(std::move(row));
    }
    if (world.readings && coin()) {
      world.readings->agreed[key] = {
          some_quantity(), {EvidenceKind::chain_balance, "1:0xabc", at_s(i - 6), ""}, 2};
    }
    if (world.readings && *rc::gen::inRange(0, 4) == 0) {
      world.readings->disputed[key] = "a says 0, b says 1";
    }
  }
  return world;
}

template <class Value>
const Value* find_in(const std::map<PositionKey, Value>& map, const PositionKey& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

// One look-up a key and a map: slow, and plainly right.
std::vector<Drift> by_looking_up(const World& world, const Snapshot& snapshot) {
  std::vector<Drift> drifts;
  for (const PositionKey& key : world.keys) {
    const Position* held = find_in(world.view.open, key);
    const Holding* row = snapshot.find(key);
    if (held == nullptr && row == nullptr) continue;
    Words words{.ours = held == nullptr ? Quantity{} : held->quantity, .row = row};
    if (world.readings) {
      words.reading = find_in(world.readings->agreed, key);
      words.dispute = find_in(world.readings->disputed, key);
    }
    Seen seen = weigh(words, snapshot.as_of(), listing_tolerance(snapshot.header().venue));
    if (seen.quantity != words.ours) drifts.push_back({key, words.ours, std::move(seen)});
  }
  return drifts;
}

bool same(const Drift& a, const Drift& b) {
  return a.key == b.key && a.ours == b.ours && a.theirs.standing == b.theirs.standing &&
         a.theirs.quantity == b.theirs.quantity && a.theirs.moment == b.theirs.moment &&
         a.theirs.text == b.theirs.text &&
         a.theirs.reading.has_value() == b.theirs.reading.has_value() &&
         (!a.theirs.reading || a.theirs.reading->quantity == b.theirs.reading->quantity);
}

void finds_what_looking_up_finds(VenueName venue) {
  const World world = some_world(venue);
  SnapshotHeader header;
  header.account = world.view.account;
  header.venue = venue;
  header.as_of = at_s(0);
  const auto snapshot =
      Snapshot::from_complete_listing(header, world.rows, whole_listing()).value();
  const auto found = find_drift(world.view, snapshot, world.readings);
  RC_ASSERT(std::ranges::equal(found, by_looking_up(world, snapshot), same));
}

RC_GTEST_PROP(FindDrift, FindsOnPolymarketWhatLookingUpEachKeyFinds, ()) {
  finds_what_looking_up_finds(VenueName::polymarket);
}

RC_GTEST_PROP(FindDrift, FindsOnKalshiWhatLookingUpEachKeyFinds, ()) {
  finds_what_looking_up_finds(VenueName::kalshi);
}

}  // namespace
}  // namespace holdfast
