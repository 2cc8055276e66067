#include "ledger/sqlite/case_table.hpp"

#include "ledger/sqlite/encoding.hpp"
#include "ledger/sqlite/storage_error.hpp"

#define SELECT_CASES                                                                       \
  "SELECT c.id, a.id, k.venue, k.subaccount, k.shard, k.instrument, k.margin, c.reason, "  \
  "c.state, c.opened_at, c.updated_at, c.closed_at, c.sightings, c.ours, c.theirs, "       \
  "c.at_stake, c.confirmed_at, c.confirmed_by, c.text, c.note, c.keys, c.confirmed_keys, " \
  "c.evidence, c.waits_for, c.waits_text, c.released_keys, c.since, c.seal FROM cases c "  \
  "JOIN accounts a ON a.number = c.account "                                               \
  "LEFT JOIN keys k ON k.number = c.key "

namespace holdfast::sqlite {
namespace {

template <class T>
void fill(std::vector<T>& list, std::optional<std::vector<T>> decoded, Row& row) {
  if (decoded) {
    list = std::move(*decoded);
  } else {
    row.mark_damaged();
  }
}

struct Stored {
  Case value;
  bool sealed{};
};

Stored read_stored(Row& row) {
  Stored stored;
  Case& value = stored.value;
  value.id = row.id<CaseId>();
  // The account stands before the key's columns and is its first one.
  Row account = row;
  value.account = account.id<AccountId>();
  value.key = row.maybe_key();
  value.reason = row.word<CaseReason>();
  value.state = row.word<CaseState>();
  value.opened_at = row.time();
  value.updated_at = row.time();
  value.closed_at = row.maybe_time();
  value.sightings = row.whole<std::uint32_t>();
  value.ours = row.amount<Quantity>();
  value.theirs = row.maybe_amount<Quantity>();
  value.at_stake = row.maybe_amount<Money>();
  value.confirmed_at = row.maybe_time();
  value.confirmed_by = row.text();
  value.text = row.text();
  value.note = row.text();
  fill(value.keys, decode_keys(row.bytes()), row);
  fill(value.confirmed_keys, decode_keys(row.bytes()), row);
  fill(value.evidence, decode_evidence(row.bytes()), row);
  value.waits_for.what = row.word<Awaited>();
  value.waits_for.text = row.text();
  fill(value.released_keys, decode_keys(row.bytes()), row);
  value.since = row.time();
  stored.sealed = row.integer() == seal_of(value) && !row.damaged();
  // Written by versions that did not say: it has not changed since it was written.
  if (value.since == UtcTime{}) value.since = value.updated_at;
  const bool is_silent = !value.closed_at && value.waits_for.what == Awaited::nothing;
  if (is_silent) value.waits_for = usual_wait(value.reason);
  return stored;
}

template <class... Values>
Result<std::vector<Case>> read_all(Statement& statement, const Values&... values) {
  std::vector<Case> cases;
  auto read = statement.each(
      [&cases](Row& row) -> Result<void> {
        Stored stored = read_stored(row);
        if (!stored.sealed) return damaged_row("case " + stored.value.id.text);
        cases.push_back(std::move(stored.value));
        return {};
      },
      values...);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return cases;
}

Result<std::int64_t> read_number(Statement& statement, const CaseId& id) {
  std::int64_t number = 0;
  auto read = statement.each(
      [&number](Row& row) -> Result<void> {
        number = row.integer();
        return {};
      },
      id);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return number;
}

}  // namespace

CaseTable::CaseTable(Database& database)
    : database_{database},
      owner_of_{database, "SELECT account FROM cases WHERE id = ?"},
      upsert_{database,
              "INSERT INTO cases (id, account, key, reason, state, opened_at, updated_at, "
              "closed_at, sightings, ours, theirs, at_stake, confirmed_at, confirmed_by, text, "
              "note, keys, confirmed_keys, evidence, waits_for, waits_text, released_keys, since, "
              "seal) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
              "ON CONFLICT (id) DO UPDATE SET key = excluded.key, reason = excluded.reason, "
              "state = excluded.state, opened_at = excluded.opened_at, "
              "updated_at = excluded.updated_at, closed_at = excluded.closed_at, "
              "sightings = excluded.sightings, ours = excluded.ours, theirs = excluded.theirs, "
              "at_stake = excluded.at_stake, confirmed_at = excluded.confirmed_at, "
              "confirmed_by = excluded.confirmed_by, text = excluded.text, note = excluded.note, "
              "keys = excluded.keys, confirmed_keys = excluded.confirmed_keys, "
              "evidence = excluded.evidence, waits_for = excluded.waits_for, "
              "waits_text = excluded.waits_text, released_keys = excluded.released_keys, "
              "since = excluded.since, seal = excluded.seal WHERE seal <> excluded.seal"},
      number_of_{database, "SELECT number FROM cases WHERE id = ?"},
      open_of_{database, SELECT_CASES
               "WHERE c.account = ? AND c.closed_at IS NULL "
               "ORDER BY c.opened_at, c.number"},
      open_{database, SELECT_CASES "WHERE c.closed_at IS NULL ORDER BY c.opened_at, c.number"},
      all_{database, SELECT_CASES "ORDER BY c.opened_at, c.number"} {}

Result<bool> CaseTable::put(const Case& value, std::int64_t account,
                            std::optional<std::int64_t> key) {
  const auto owner = read_number(owner_of_, value.id);
  if (!owner) return tl::make_unexpected(owner.error());
  if (*owner != 0 && *owner != account) {
    return fail(Fault::malformed, "case '" + value.id.text +
                                      "' belongs to another account; a case never moves. Nothing "
                                      "was written; please report it.");
  }
  const std::string keys = encode_list(value.keys);
  const std::string confirmed_keys = encode_list(value.confirmed_keys);
  const std::string released_keys = encode_list(value.released_keys);
  const std::string evidence = encode_list(value.evidence);
  auto done = upsert_.run(value.id, account, key, value.reason, value.state, value.opened_at,
                          value.updated_at, value.closed_at, value.sightings, value.ours,
                          value.theirs, value.at_stake, value.confirmed_at, value.confirmed_by,
                          value.text, value.note, Bytes::of(keys), Bytes::of(confirmed_keys),
                          Bytes::of(evidence), value.waits_for.what, value.waits_for.text,
                          Bytes::of(released_keys), value.since, seal_of(value));
  if (!done) return tl::make_unexpected(std::move(done.error()));
  return database_.changes() > 0;
}

Result<std::int64_t> CaseTable::number_of(const CaseId& id) { return read_number(number_of_, id); }

Result<std::vector<Case>> CaseTable::open_of(std::int64_t account) {
  return read_all(open_of_, account);
}
Result<std::vector<Case>> CaseTable::open() { return read_all(open_); }
Result<std::vector<Case>> CaseTable::all() { return read_all(all_); }

Result<void> CaseTable::each(const std::function<Result<void>(const CaseId&, bool)>& take) {
  return all_.each([&take](Row& row) -> Result<void> {
    const Stored stored = read_stored(row);
    row.forgive();
    return take(stored.value.id, stored.sealed);
  });
}

}  // namespace holdfast::sqlite
