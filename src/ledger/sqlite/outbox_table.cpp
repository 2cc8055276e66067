#include "ledger/sqlite/outbox_table.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "ledger/sqlite/encoding.hpp"
#include "ledger/sqlite/storage_error.hpp"

#define MESSAGE                                                                         \
  "a.id, k.venue, k.subaccount, k.shard, k.instrument, k.margin, o.severity, o.state, " \
  "o.text, o.raised_at, o.edited_at, o.edits, o.seal FROM "
#define SELECT_ALERTS                                                                \
  "SELECT c.id, " MESSAGE                                                            \
  "outbox o JOIN cases c ON c.number = o.case_number JOIN accounts a ON a.number = " \
  "c.account LEFT JOIN keys k ON k.number = c.key "
#define SELECT_CLAIMS   \
  "SELECT '', " MESSAGE \
  "claims o JOIN keys k ON k.number = o.key JOIN accounts a ON a.number = k.account "

namespace holdfast::sqlite {
namespace {

std::int64_t seal_of_alert(const Alert& alert) {
  Encoder encoder;
  encoder.text(id_of(alert)).text(name_of(alert.severity)).text(name_of(alert.state));
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

template <class... Values>
Result<std::vector<Alert>> read_all(Statement& statement, const Values&... values) {
  std::vector<Alert> alerts;
  auto read = statement.each(
      [&alerts](Row& row) -> Result<void> {
        Stored stored = read_stored(row);
        if (!stored.sealed) return damaged_row("the message " + id_of(stored.value));
        alerts.push_back(std::move(stored.value));
        return {};
      },
      values...);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return alerts;
}

// Oldest first, as each of them is.
Result<std::vector<Alert>> read_both(Statement& cases, Statement& claims) {
  auto of_cases = read_all(cases);
  if (!of_cases) return of_cases;
  auto others = read_all(claims);
  if (!others) return others;
  std::vector<Alert> all;
  std::ranges::merge(*of_cases, *others, std::back_inserter(all), {}, &Alert::raised_at,
                     &Alert::raised_at);
  return all;
}

// The message as it is to be written: edited once more than the known one; none: that says the
// same.
template <class... Names>
Result<std::optional<Alert>> edited(Statement& edits_of, const Alert& alert,
                                    const Names&... names) {
  std::optional<Alert> next{alert};
  auto read = edits_of.each(
      [&](Row& row) -> Result<void> {
        const auto edits = row.whole<std::uint32_t>();
        const bool same = row.word<Severity>() == alert.severity &&
                          row.word<AlertState>() == alert.state && row.text() == alert.text;
        if (same) {
          next.reset();
        } else {
          next->edits = edits + 1;
        }
        return {};
      },
      names...);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return next;
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
      all_{database, SELECT_ALERTS "ORDER BY o.raised_at, c.number"},
      edits_of_claim_{database,
                      "SELECT edits, severity, state, text FROM claims WHERE key = ? AND "
                      "raised_at = ?"},
      upsert_claim_{database,
                    "INSERT INTO claims (key, severity, state, text, raised_at, edited_at, edits, "
                    "seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key, raised_at) DO UPDATE "
                    "SET severity = excluded.severity, state = excluded.state, text = "
                    "excluded.text, edited_at = excluded.edited_at, edits = excluded.edits, seal "
                    "= excluded.seal"},
      claims_of_{database, SELECT_CLAIMS "WHERE o.state = 'active' AND k.account = ?"},
      active_claims_{database,
                     SELECT_CLAIMS "WHERE o.state = 'active' ORDER BY o.raised_at, o.number"},
      all_claims_{database, SELECT_CLAIMS "ORDER BY o.raised_at, o.number"} {}

Result<void> OutboxTable::put(std::int64_t case_number, const Alert& alert) {
  const auto next = edited(edits_of_, alert, case_number);
  if (!next) return tl::make_unexpected(next.error());
  if (!*next) return {};
  const Alert& row = **next;
  return upsert_.run(case_number, row.severity, row.state, row.text, row.raised_at, row.edited_at,
                     row.edits, seal_of_alert(row));
}

Result<bool> OutboxTable::put_claim(std::int64_t key_number, const Alert& alert) {
  const auto next = edited(edits_of_claim_, alert, key_number, alert.raised_at);
  if (!next) return tl::make_unexpected(next.error());
  if (!*next) return false;
  const Alert& row = **next;
  auto done = upsert_claim_.run(key_number, row.severity, row.state, row.text, row.raised_at,
                                row.edited_at, row.edits, seal_of_alert(row));
  if (!done) return tl::make_unexpected(std::move(done.error()));
  return true;
}

Result<std::vector<Alert>> OutboxTable::active() { return read_both(active_, active_claims_); }
Result<std::vector<Alert>> OutboxTable::all() { return read_both(all_, all_claims_); }
Result<std::vector<Alert>> OutboxTable::claims_of(std::int64_t account_number) {
  return read_all(claims_of_, account_number);
}

Result<void> OutboxTable::each(const std::function<Result<void>(const std::string&, bool)>& take) {
  for (Statement* statement : {&all_, &all_claims_}) {
    auto read = statement->each([&take](Row& row) -> Result<void> {
      const Stored stored = read_stored(row);
      row.forgive();
      return take(id_of(stored.value), stored.sealed);
    });
    if (!read) return read;
  }
  return {};
}

}  // namespace holdfast::sqlite
