#include "ledger/sqlite/account_table.hpp"

#include "ledger/sqlite/chain.hpp"
#include "ledger/sqlite/encoding.hpp"
#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {
namespace {

std::int64_t seal_of_row(const AccountRow& account) {
  Encoder encoder;
  encoder.add(account.id).text(venue_word(account.venue)).text(account.owner);
  encoder.number(static_cast<std::int64_t>(account.revision));
  encoder.number(static_cast<std::int64_t>(account.sequence));
  encoder.raw(account.head).add(account.watermark).add(account.opened_at);
  // Only where there is one, so that rows from before it keep their seals.
  if (account.venue_sequence) encoder.number(*account.venue_sequence);
  return seal_of(encoder);
}

Result<AccountRow> read_account(Row& row) {
  AccountRow account;
  account.number = row.integer();
  account.id = row.id<AccountId>();
  const std::string venue = row.text();
  account.venue = from_word<VenueName>(venue);
  if (!account.venue && venue != book_word) row.mark_damaged();
  account.owner = row.text();
  account.revision = row.whole<std::uint64_t>();
  account.sequence = row.whole<std::uint64_t>();
  const auto head = digest_from(row.bytes());
  if (head) {
    account.head = *head;
  } else {
    row.mark_damaged();
  }
  account.watermark = row.maybe_time();
  account.venue_sequence = row.maybe_integer();
  account.opened_at = row.time();
  if (row.integer() != seal_of_row(account) || row.damaged()) {
    return damaged_row("account " + account.id.text);
  }
  return account;
}

}  // namespace

AccountTable::AccountTable(Database& database)
    : find_{database,
            "SELECT number, id, venue, owner, revision, sequence, head, watermark, "
            "venue_sequence, opened_at, seal FROM accounts "
            "WHERE id = ?"},
      all_{database,
           "SELECT number, id, venue, owner, revision, sequence, head, watermark, "
           "venue_sequence, opened_at, seal FROM accounts "
           "ORDER BY id"},
      insert_{database,
              "INSERT INTO accounts (id, venue, owner, revision, sequence, head, watermark, "
              "venue_sequence, opened_at, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      update_{database,
              "UPDATE accounts SET revision = ?, sequence = ?, head = ?, watermark = ?, "
              "venue_sequence = ?, seal = ? WHERE number = ?"},
      bind_{database, "UPDATE accounts SET owner = ?, head = ?, seal = ? WHERE number = ?"},
      note_source_{database,
                   "INSERT INTO meta (name, value) VALUES ('owner_found:' || ?, ?) "
                   "ON CONFLICT (name) DO UPDATE SET value = excluded.value"},
      source_of_{database, "SELECT value FROM meta WHERE name = 'owner_found:' || ?"} {}

Result<std::optional<AccountRow>> AccountTable::find(const AccountId& id) {
  std::optional<AccountRow> found;
  auto read = find_.each(
      [&found](Row& row) -> Result<void> {
        auto account = read_account(row);
        if (!account) return tl::make_unexpected(std::move(account.error()));
        found = std::move(*account);
        return {};
      },
      id);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return found;
}

Result<void> AccountTable::each(const std::function<Result<void>(const AccountRow&)>& take) {
  return all_.each([&take](Row& row) -> Result<void> {
    const auto account = read_account(row);
    if (!account) return tl::make_unexpected(account.error());
    return take(*account);
  });
}

Result<void> AccountTable::insert(const AccountRow& row) {
  return insert_.run(row.id, venue_word(row.venue), row.owner, row.revision, row.sequence,
                     Bytes{row.head}, row.watermark, row.venue_sequence, row.opened_at,
                     seal_of_row(row));
}

Result<void> AccountTable::bind(const AccountRow& row, const std::string& source) {
  if (auto done = bind_.run(row.owner, Bytes{row.head}, seal_of_row(row), row.number); !done) {
    return done;
  }
  return source.empty() ? Result<void>{} : note_source_.run(row.id, source);
}

Result<std::string> AccountTable::source_of(const AccountId& id) {
  std::string source;
  auto read = source_of_.each(
      [&source](Row& row) -> Result<void> {
        source = row.text();
        return {};
      },
      id);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return source;
}

Result<void> AccountTable::update(const AccountRow& row) {
  return update_.run(row.revision, row.sequence, Bytes{row.head}, row.watermark, row.venue_sequence,
                     seal_of_row(row), row.number);
}

}  // namespace holdfast::sqlite
