#include "domain/snapshot.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace holdfast {

Result<Snapshot> Snapshot::from_complete_listing(SnapshotHeader header, std::vector<Holding> rows,
                                                 Completeness completeness) {
  Snapshot snapshot{std::move(header), completeness};
  if (auto added = snapshot.add_asked(std::move(rows)); !added) {
    return tl::make_unexpected(std::move(added).error());
  }
  return snapshot;
}

Result<void> Snapshot::add_asked(std::vector<Holding> rows) {
  std::vector<Holding*> in_order;
  in_order.reserve(rows.size());
  for (Holding& row : rows) {
    if (row.key.account != account()) {
      return fail(Fault::identity, "a row of another account: " + row.key.text());
    }
    in_order.push_back(&row);
  }
  // Put in in key order: what is walked often then lies in memory as it is walked.
  std::ranges::sort(in_order, {},
                    [](const Holding* row) -> const PositionKey& { return row->key; });
  for (Holding* row : in_order) {
    const std::size_t before = holdings_.size();
    PositionKey key = row->key;
    const auto place = holdings_.emplace_hint(holdings_.end(), std::move(key), std::move(*row));
    if (holdings_.size() == before) {
      return fail(Fault::incomplete, "listed twice: " + place->first.text());
    }
  }
  return {};
}

void Snapshot::describe(const std::map<InstrumentId, Instrument>& instruments) {
  for (auto& [key, row] : holdings_) {
    const auto known = instruments.find(key.instrument);
    if (known == instruments.end()) continue;
    complete(row.about, known->second);
    if (known->second.flaw.empty()) continue;
    row.quantity.reset();
    row.flaw = known->second.flaw;
  }
}

void Snapshot::reprice(const std::map<InstrumentId, Price>& prices) {
  for (auto& [key, row] : holdings_) {
    const auto known = prices.find(key.instrument);
    if (known == prices.end() || row.redeemable || row.lost) continue;
    if (row.about.state != MarketState::resolved) row.about.price = known->second;
  }
}

const Holding* Snapshot::find(const PositionKey& key) const {
  const auto found = holdings_.find(key);
  return found == holdings_.end() ? nullptr : &found->second;
}

}  // namespace holdfast
