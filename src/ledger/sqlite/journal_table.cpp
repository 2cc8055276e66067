#include "ledger/sqlite/journal_table.hpp"

#include "ledger/sqlite/chain.hpp"

// Written out where it is used: SQL text is put together by the compiler, never at run time.
#define ENTRY_COLUMNS                                                                         \
  "j.entry, j.kind, a.id, k.venue, k.subaccount, k.shard, k.instrument, k.margin, j.change, " \
  "j.price, j.fee, j.at, j.evidence_kind, j.evidence_id, j.evidence_at, j.evidence_text, "    \
  "j.closing_kind, j.closing_id, j.closing_at, j.closing_text, j.supersedes, j.cause, "       \
  "j.funding, j.seed_quantity, j.seed_cost, j.seed_opened_at, "                               \
  "j.allocation_strategy, j.allocation_quantity, j.allocation_life"
#define LINK_COLUMNS "j.sequence, j.booked_at, j.previous, j.hash, " ENTRY_COLUMNS
#define FROM_JOURNAL                                 \
  " FROM journal j JOIN keys k ON k.number = j.key " \
  "JOIN accounts a ON a.number = j.account "

namespace holdfast::sqlite {
namespace {

std::optional<Allocation> maybe_allocation(Row& row) {
  if (!row.skip_null()) {
    Allocation own;
    own.strategy = row.text();
    own.quantity = row.amount<Quantity>();
    own.life = row.whole<std::uint32_t>();
    return own;
  }
  for (int i = 0; i < 2; ++i) {
    if (!row.skip_null()) row.mark_damaged();
  }
  return std::nullopt;
}

JournalEntry read_entry(Row& row) {
  JournalEntry entry;
  entry.id = row.id<EntryId>();
  entry.kind = row.word<EntryKind>();
  entry.key = row.key();
  entry.change = row.amount<Quantity>();
  entry.price = row.maybe_amount<Price>();
  entry.fee = row.amount<Money>();
  entry.at = row.time();
  entry.evidence = row.evidence();
  entry.closing = row.maybe_evidence();
  if (!row.skip_null()) entry.supersedes = row.id<EntryId>();
  entry.cause = row.word<Cause>();
  entry.funding = row.amount<Money>();
  const auto seeded = row.maybe_amount<Quantity>();
  const auto cost = row.maybe_amount<Money>();
  const auto opened_at = row.maybe_time();
  if (seeded && cost) entry.seed = Seed{*seeded, *cost, opened_at};
  entry.allocation = maybe_allocation(row);
  return entry;
}

crypto::Digest read_digest(Row& row) {
  const auto digest = digest_from(row.bytes());
  if (!digest) row.mark_damaged();
  return digest.value_or(crypto::Digest{});
}

Link read_link(Row& row) {
  Link link;
  link.sequence = row.whole<std::uint64_t>();
  link.booked_at = row.time();
  link.previous = read_digest(row);
  link.hash = read_digest(row);
  link.entry = read_entry(row);
  return link;
}

auto taking(const JournalTable::Take& take) {
  return [&take](Row& row) -> Result<void> {
    Link link = read_link(row);
    link.intact = !row.damaged();
    row.forgive();
    return take(std::move(link));
  };
}

Result<bool> has_row(Statement& statement, const EntryId& id) {
  bool found = false;
  auto read = statement.each(
      [&found](Row&) -> Result<void> {
        found = true;
        return {};
      },
      id);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return found;
}

}  // namespace

JournalTable::JournalTable(Database& database)
    : database_{database},
      insert_{database,
              "INSERT INTO journal (account, sequence, entry, kind, key, change, price, fee, at, "
              "evidence_kind, evidence_id, evidence_at, evidence_text, closing_kind, closing_id, "
              "closing_at, closing_text, supersedes, booked_at, previous, hash, cause, funding, "
              "seed_quantity, seed_cost, seed_opened_at, allocation_strategy, allocation_quantity, "
              "allocation_life) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
              "?, ?, ?, "
              "?, ?, ?, ?, ?, ?, ?) "
              "ON CONFLICT (entry) DO NOTHING"},
      find_{database, "SELECT " ENTRY_COLUMNS FROM_JOURNAL "WHERE j.entry = ?"},
      contains_{database, "SELECT 1 FROM journal WHERE entry = ?"},
      superseded_{database, "SELECT 1 FROM journal WHERE supersedes = ?"},
      allocated_{database,
                 "SELECT max(at) FROM journal WHERE key = ? AND allocation_life IS NOT NULL"},
      entries_of_{database, "SELECT " ENTRY_COLUMNS FROM_JOURNAL "WHERE j.key = ?"},
      of_key_{database, "SELECT " LINK_COLUMNS FROM_JOURNAL "WHERE j.key = ? ORDER BY j.sequence"},
      of_account_{database, "SELECT " LINK_COLUMNS FROM_JOURNAL
                            "WHERE j.account = ? AND j.sequence > ? ORDER BY j.sequence LIMIT ?"},
      hash_at_{database, "SELECT hash FROM journal WHERE account = ? AND sequence = ?"},
      by_key_{database, "SELECT " LINK_COLUMNS FROM_JOURNAL "ORDER BY +j.key, +j.sequence"} {}

Result<Booking> JournalTable::insert(const JournalEntry& entry, const Place& place,
                                     std::int64_t account, std::int64_t key) {
  const Evidence* closing = entry.closing ? &*entry.closing : nullptr;
  const auto closing_kind = closing ? std::optional{closing->kind} : std::nullopt;
  const auto closing_id = closing ? std::optional<std::string_view>{closing->id} : std::nullopt;
  const auto closing_at = closing ? std::optional{closing->at} : std::nullopt;
  const auto closing_text = closing ? std::optional<std::string_view>{closing->text} : std::nullopt;
  const auto seeded = entry.seed ? std::optional{entry.seed->quantity} : std::nullopt;
  const auto seed_cost = entry.seed ? std::optional{entry.seed->cost} : std::nullopt;
  const auto seed_opened_at = entry.seed ? entry.seed->opened_at : std::nullopt;
  const auto* own = entry.allocation ? &*entry.allocation : nullptr;
  const auto strategy = own ? std::optional<std::string_view>{own->strategy} : std::nullopt;
  const auto allocated = own ? std::optional{own->quantity} : std::nullopt;
  const auto life = own ? std::optional{own->life} : std::nullopt;
  auto done = insert_.run(account, place.sequence, entry.id, entry.kind, key, entry.change,
                          entry.price, entry.fee, entry.at, entry.evidence.kind, entry.evidence.id,
                          entry.evidence.at, entry.evidence.text, closing_kind, closing_id,
                          closing_at, closing_text, entry.supersedes, place.booked_at,
                          Bytes{place.previous}, Bytes{place.hash}, entry.cause, entry.funding,
                          seeded, seed_cost, seed_opened_at, strategy, allocated, life);
  if (!done) return tl::make_unexpected(std::move(done.error()));
  return database_.changes() == 0 ? Booking::known : Booking::fresh;
}

Result<std::optional<JournalEntry>> JournalTable::find(const EntryId& id) {
  std::optional<JournalEntry> found;
  auto read = find_.each(
      [&found](Row& row) -> Result<void> {
        found = read_entry(row);
        return {};
      },
      id);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return found;
}

Result<bool> JournalTable::contains(const EntryId& id) { return has_row(contains_, id); }

Result<bool> JournalTable::is_superseded(const EntryId& id) { return has_row(superseded_, id); }

Result<std::optional<UtcTime>> JournalTable::newest_allocation(std::int64_t key) {
  std::optional<UtcTime> newest;
  auto read = allocated_.each(
      [&newest](Row& row) -> Result<void> {
        newest = row.maybe_time();
        return {};
      },
      key);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return newest;
}

Result<std::vector<JournalEntry>> JournalTable::entries_of(std::int64_t key) {
  std::vector<JournalEntry> entries;
  auto read = entries_of_.each(
      [&entries](Row& row) -> Result<void> {
        entries.push_back(read_entry(row));
        return {};
      },
      key);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return entries;
}

Result<void> JournalTable::each_of_key(std::int64_t key, const Take& take) {
  return of_key_.each(taking(take), key);
}

Result<void> JournalTable::each_of_account(std::int64_t account, std::uint64_t after,
                                           std::uint64_t limit, const Take& take) {
  return of_account_.each(taking(take), account, after, limit);
}

Result<std::optional<crypto::Digest>> JournalTable::hash_at(std::int64_t account,
                                                            std::uint64_t sequence) {
  std::optional<crypto::Digest> found;
  auto read = hash_at_.each(
      [&found](Row& row) -> Result<void> {
        found = read_digest(row);
        return {};
      },
      account, sequence);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return found;
}

Result<void> JournalTable::each_by_key(const Take& take) { return by_key_.each(taking(take)); }

}  // namespace holdfast::sqlite
