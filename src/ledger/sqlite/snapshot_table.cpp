#include "ledger/sqlite/snapshot_table.hpp"

#include "ledger/sqlite/encoding.hpp"
#include "ledger/sqlite/storage_error.hpp"

#define SELECT_SNAPSHOTS                                                                    \
  "SELECT s.id, a.id, s.venue, s.as_of, s.has_watermark, s.content_hash, s.cash, s.pages, " \
  "s.holdings, s.venue_sequence, s.booked_at, s.seal FROM snapshots s JOIN accounts a ON "  \
  "a.number = s.account "

namespace holdfast::sqlite {
namespace {

struct Stored {
  SnapshotRow row;
  bool sealed{};
};

std::int64_t seal_of_row(const SnapshotRow& row) {
  return seal_of(Encoder{}.add(row.record).add(row.booked_at));
}

Stored read_stored(Row& row) {
  Stored stored;
  SnapshotHeader& header = stored.row.record.header;
  header.id = row.id<SnapshotId>();
  header.account = row.id<AccountId>();
  header.venue = row.word<VenueName>();
  header.as_of = row.time();
  header.has_watermark = row.integer() != 0;
  header.content_hash = row.text();
  header.cash = row.maybe_amount<Money>();
  stored.row.record.pages = row.whole<std::uint32_t>();
  stored.row.record.holdings = row.whole<std::uint32_t>();
  header.sequence = row.maybe_integer();
  stored.row.booked_at = row.time();
  stored.sealed = row.integer() == seal_of_row(stored.row) && !row.damaged();
  return stored;
}

}  // namespace

SnapshotTable::SnapshotTable(Database& database)
    : database_{database},
      insert_{database,
              "INSERT INTO snapshots (id, account, venue, as_of, has_watermark, content_hash, "
              "cash, pages, holdings, venue_sequence, booked_at, seal) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
              "ON CONFLICT (id) DO NOTHING"},
      find_{database, SELECT_SNAPSHOTS "WHERE s.id = ?"},
      newest_{database, SELECT_SNAPSHOTS "WHERE a.id = ? ORDER BY s.number DESC LIMIT 1"},
      all_{database, SELECT_SNAPSHOTS "ORDER BY s.number"} {}

Result<void> SnapshotTable::insert(const SnapshotRecord& record, std::int64_t account,
                                   UtcTime booked_at) {
  const SnapshotHeader& header = record.header;
  auto done =
      insert_.run(header.id, account, header.venue, header.as_of, header.has_watermark ? 1 : 0,
                  header.content_hash, header.cash, record.pages, record.holdings, header.sequence,
                  booked_at, seal_of_row({record, booked_at}));
  if (!done || database_.changes() > 0) return done;
  return find_.each(
      [&record](Row& row) -> Result<void> {
        if (seal_of(read_stored(row).row.record) == seal_of(record)) return {};
        return fail(Fault::malformed, "two different snapshots have the id '" +
                                          record.header.id.text +
                                          "'. Nothing was written; please report it.");
      },
      header.id);
}

Result<std::optional<SnapshotRow>> SnapshotTable::newest_of(const AccountId& account) {
  std::optional<SnapshotRow> newest;
  auto read = newest_.each(
      [&newest](Row& row) -> Result<void> {
        Stored stored = read_stored(row);
        if (!stored.sealed) return damaged_row("snapshot " + stored.row.record.header.id.text);
        newest = std::move(stored.row);
        return {};
      },
      account);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return newest;
}

Result<void> SnapshotTable::each(const std::function<Result<void>(const SnapshotId&, bool)>& take) {
  return all_.each([&take](Row& row) -> Result<void> {
    const Stored stored = read_stored(row);
    row.forgive();
    return take(stored.row.record.header.id, stored.sealed);
  });
}

}  // namespace holdfast::sqlite
