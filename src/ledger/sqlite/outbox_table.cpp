#include "ledger/sqlite/outbox_table.hpp"

#include <optional>
#include <utility>

#include "ledger/sqlite/encoding.hpp"
#include "ledger/sqlite/storage_error.hpp"

#define SELECT_ALERTS                                                                       \
  "SELECT c.id, a.id, k.venue, k.subaccount, k.shard, k.instrument, k.margin, o.severity, " \
  "o.state, o.text, o.raised_at, o.edited_at, o.edits, o.seal FROM outbox o "               \
  "JOIN cases c ON c.number = o.case_number JOIN accounts a ON a.number = c.account "       \
  "LEFT JOIN keys k ON k.number = c.key "

namespace holdfast::sqlite {
namespace {

std::int64_t seal_of_alert(const Alert& alert) {
  Encoder encoder;
  encoder.add(alert.case_id).text(name_of(alert.severity)).text(name_of(alert.state));
  encoder.text(alert.text).add(alert.raised_at).add(alert.edited_at);
  encoder.number(static_cast<std::int64_t>(alert.edits));
  return seal_of(encoder);
}

struct Stored {
  Alert value;
  bool sealed{};
};

Stored read_stored(Row& row) {
  Stored stored;
  Alert& value = stored.value;
  value.case_id = row.id<CaseId>();
  // The account stands before the key's columns and is its first one.
  Row account = row;
  value.account = account.id<AccountId>();
  value.key = row.maybe_key();
  value.severity = row.word<Severity>();
  value.state = row.word<AlertState>();
  value.text = row.text();
  value.raised_at = row.time();
  value.edited_at = row.time();
  value.edits = row.whole<std::uint32_t>();
  stored.sealed = row.integer() == seal_of_alert(value) && !row.damaged();
  return stored;
}

Result<std::vector<Alert>> read_all(Statement& statement) {
  std::vector<Alert> alerts;
  auto read = statement.each([&alerts](Row& row) -> Result<void> {
    Stored stored = read_stored(row);
    if (!stored.sealed) return damaged_row("the message of case " + stored.value.case_id.text);
    alerts.push_back(std::move(stored.value));
    return {};
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return alerts;
}

}  // namespace

OutboxTable::OutboxTable(Database& database)
    : edits_of_{database, "SELECT edits, severity, state, text FROM outbox WHERE case_number = ?"},
      upsert_{database,
              "INSERT INTO outbox (case_number, severity, state, text, raised_at, edited_at, "
              "edits, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (case_number) DO UPDATE "
              "SET severity = excluded.severity, state = excluded.state, text = excluded.text, "
              "edited_at = excluded.edited_at, edits = excluded.edits, seal = excluded.seal"},
      active_{database, SELECT_ALERTS "WHERE o.state = 'active' ORDER BY o.raised_at, c.number"},
      all_{database, SELECT_ALERTS "ORDER BY o.raised_at, c.number"} {}

Result<void> OutboxTable::put(std::int64_t case_number, const Alert& alert) {
  std::optional<Alert> known;
  auto read = edits_of_.each(
      [&known](Row& row) -> Result<void> {
        known.emplace();
        known->edits = row.whole<std::uint32_t>();
        known->severity = row.word<Severity>();
        known->state = row.word<AlertState>();
        known->text = row.text();
        return {};
      },
      case_number);
  if (!read) return read;
  Alert next = alert;
  if (known) {
    const bool same =
        known->severity == next.severity && known->state == next.state && known->text == next.text;
    if (same) return {};
    next.edits = known->edits + 1;
  }
  return upsert_.run(case_number, next.severity, next.state, next.text, next.raised_at,
                     next.edited_at, next.edits, seal_of_alert(next));
}

Result<std::vector<Alert>> OutboxTable::active() { return read_all(active_); }
Result<std::vector<Alert>> OutboxTable::all() { return read_all(all_); }

Result<void> OutboxTable::each(const std::function<Result<void>(const CaseId&, bool)>& take) {
  return all_.each([&take](Row& row) -> Result<void> {
    const Stored stored = read_stored(row);
    row.forgive();
    return take(stored.value.case_id, stored.sealed);
  });
}

}  // namespace holdfast::sqlite
