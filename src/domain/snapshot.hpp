#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/evidence.hpp"
#include "domain/holding.hpp"
#include "domain/page_walk.hpp"
#include "domain/time.hpp"

namespace holdfast {

// Where a snapshot comes from and what moment it speaks of.
struct SnapshotHeader {
  SnapshotId id;
  AccountId account;
  VenueName venue{};
  // The moment the listing speaks of: the venue's watermark where it gives one, else the start
  // of the first request on the venue's clock less the declared cache age.
  UtcTime as_of;
  bool has_watermark{};
  std::string content_hash;   // of the venue's bytes, hex
  std::optional<Money> cash;  // free collateral the venue reports, for showing
  // The venue's own count of open positions, asked of another endpoint and equal to the rows of
  // the listing (Pacifica's positions_count); none where a venue counts nothing.
  std::optional<Evidence> count;
  // The venue's own order of its states, where it gives a number that is no time (Pacifica's
  // last_order_id): of two listings of one account the one with the lower number is the older.
  std::optional<std::int64_t> sequence;
};

// Every holding of one account at one moment. Absence in it means that the venue does not list
// the key, so it exists only for a listing that is proven whole.
class Snapshot {
 public:
  // Refuses a key listed twice and a row of another account.
  static Result<Snapshot> from_complete_listing(SnapshotHeader header, std::vector<Holding> rows,
                                                Completeness completeness);

  [[nodiscard]] const SnapshotHeader& header() const { return header_; }
  [[nodiscard]] const AccountId& account() const { return header_.account; }
  [[nodiscard]] UtcTime as_of() const { return header_.as_of; }
  [[nodiscard]] std::uint32_t pages() const { return completeness_.pages(); }
  [[nodiscard]] const std::map<PositionKey, Holding>& holdings() const { return holdings_; }
  // False: it came in several pages, so a key may be absent because its row moved while we read.
  [[nodiscard]] bool in_one_piece() const { return completeness_.in_one_piece(); }
  // Rows that the venue gave when it was asked about absent keys by name. Refuses what
  // from_complete_listing refuses.
  Result<void> add_asked(std::vector<Holding> rows);
  // Names, prices and states for rows whose listing has none. Quantities do not change by it, but
  // a row of a market with a flaw becomes one that cannot be read.
  void describe(const std::map<InstrumentId, Instrument>& instruments);
  // Later words of the venue on what a thing is worth; what has its result keeps its price.
  void reprice(const std::map<InstrumentId, Price>& prices);
  // Null when the venue does not list the key.
  [[nodiscard]] const Holding* find(const PositionKey& key) const;

 private:
  Snapshot(SnapshotHeader header, Completeness completeness)
      : header_{std::move(header)}, completeness_{completeness} {}
  SnapshotHeader header_;
  Completeness completeness_;
  std::map<PositionKey, Holding> holdings_;
};

}  // namespace holdfast
