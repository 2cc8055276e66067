#include "ledger/sqlite/account_table.hpp"

#include "ledger/sqlite/chain.hpp"

namespace holdfast::sqlite {
namespace {

AccountRow read_account(Row& row) {
  AccountRow account;
  account.number = row.integer();
  account.id = row.id<AccountId>();
  account.venue = row.word<VenueName>();
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
  return account;
}

}  // namespace

AccountTable::AccountTable(Database& database)
    : find_{database,
            "SELECT number, id, venue, owner, revision, sequence, head, watermark FROM accounts "
            "WHERE id = ?"},
      all_{database,
           "SELECT number, id, venue, owner, revision, sequence, head, watermark FROM accounts "
           "ORDER BY id"},
      insert_{database,
              "INSERT INTO accounts (id, venue, owner, revision, sequence, head, watermark, "
              "opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"},
      update_{database,
              "UPDATE accounts SET revision = ?, sequence = ?, head = ?, watermark = ? "
              "WHERE number = ?"} {}

Result<std::optional<AccountRow>> AccountTable::find(const AccountId& id) {
  std::optional<AccountRow> found;
  auto read = find_.each(
      [&found](Row& row) -> Result<void> {
        found = read_account(row);
        return {};
      },
      id);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return found;
}

Result<void> AccountTable::each(const std::function<Result<void>(const AccountRow&)>& take) {
  return all_.each([&take](Row& row) -> Result<void> {
    const AccountRow account = read_account(row);
    if (row.damaged()) return {};  // reported by the statement itself
    return take(account);
  });
}

Result<void> AccountTable::insert(const AccountRow& row, UtcTime opened_at) {
  return insert_.run(row.id, row.venue, row.owner, row.revision, row.sequence, Bytes{row.head},
                     row.watermark, opened_at);
}

Result<void> AccountTable::update(const AccountRow& row) {
  return update_.run(row.revision, row.sequence, Bytes{row.head}, row.watermark, row.number);
}

}  // namespace holdfast::sqlite
