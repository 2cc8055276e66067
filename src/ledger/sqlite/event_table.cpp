#include "ledger/sqlite/event_table.hpp"

#include <sqlite3.h>

#include <limits>

#include "ledger/sqlite/encoding.hpp"
#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {
namespace {

struct Stored {
  EventRow row;
  bool sealed{};
};

Stored read_stored(Row& row) {
  Stored stored;
  stored.row.id = row.whole<std::uint64_t>();
  Event& event = stored.row.event;
  event.kind = row.word<EventKind>();
  // The account stands before the key's columns and is its first one.
  Row account = row;
  event.account = account.id<AccountId>();
  event.key = row.maybe_key();
  event.at = row.time();
  event.text = row.text();
  event.reference = row.text();
  stored.sealed = row.integer() == seal_of(event) && !row.damaged();
  return stored;
}

}  // namespace

EventTable::EventTable(Database& database)
    : database_{database},
      insert_{database,
              "INSERT INTO events (kind, account, key, at, text, reference, seal) "
              "VALUES (?, ?, ?, ?, ?, ?, ?)"},
      newest_{database, "SELECT coalesce(max(id), 0) FROM events"},
      after_{database,
             "SELECT e.id, e.kind, a.id, k.venue, k.subaccount, k.shard, k.instrument, k.margin, "
             "e.at, e.text, e.reference, e.seal FROM events e "
             "JOIN accounts a ON a.number = e.account LEFT JOIN keys k ON k.number = e.key "
             "WHERE e.id > ? ORDER BY e.id LIMIT ?"} {}

Result<std::uint64_t> EventTable::append(const Event& event, std::int64_t account,
                                         std::optional<std::int64_t> key) {
  auto done =
      insert_.run(event.kind, account, key, event.at, event.text, event.reference, seal_of(event));
  if (!done) return tl::make_unexpected(std::move(done.error()));
  return static_cast<std::uint64_t>(sqlite3_last_insert_rowid(database_.handle()));
}

Result<std::uint64_t> EventTable::newest() {
  std::uint64_t id = 0;
  auto read = newest_.each([&id](Row& row) -> Result<void> {
    id = row.whole<std::uint64_t>();
    return {};
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return id;
}

Result<std::vector<EventRow>> EventTable::after(std::uint64_t id, std::uint32_t limit) {
  std::vector<EventRow> events;
  auto read = after_.each(
      [&events](Row& row) -> Result<void> {
        Stored stored = read_stored(row);
        if (!stored.sealed) return damaged_row("event " + std::to_string(stored.row.id));
        events.push_back(std::move(stored.row));
        return {};
      },
      id, limit);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return events;
}

Result<void> EventTable::each(const std::function<Result<void>(std::uint64_t, bool)>& take) {
  return after_.each(
      [&take](Row& row) -> Result<void> {
        const Stored stored = read_stored(row);
        row.forgive();
        return take(stored.row.id, stored.sealed);
      },
      0, std::numeric_limits<std::int64_t>::max());
}

}  // namespace holdfast::sqlite
