#include "domain/snapshot.hpp"

#include <utility>

namespace holdfast {

Result<Snapshot> Snapshot::from_complete_listing(SnapshotHeader header, std::vector<Holding> rows,
                                                 Completeness completeness) {
  Snapshot snapshot{std::move(header), completeness};
  for (Holding& row : rows) {
    if (row.key.account != snapshot.account()) {
      return fail(Fault::identity, "a row of another account: " + row.key.text());
    }
    PositionKey key = row.key;
    const std::string name = key.text();
    if (!snapshot.holdings_.emplace(std::move(key), std::move(row)).second) {
      return fail(Fault::incomplete, "listed twice: " + name);
    }
  }
  return snapshot;
}

void Snapshot::describe(const std::map<InstrumentId, Instrument>& instruments) {
  for (auto& [key, row] : holdings_) {
    const auto known = instruments.find(key.instrument);
    if (known != instruments.end() && is_bare(row.about)) row.about = known->second;
  }
}

const Holding* Snapshot::find(const PositionKey& key) const {
  const auto found = holdings_.find(key);
  return found == holdings_.end() ? nullptr : &found->second;
}

}  // namespace holdfast
