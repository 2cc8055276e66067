#include "ledger/sqlite/key_table.hpp"

namespace holdfast::sqlite {

KeyTable::KeyTable(Database& database)
    : find_{database,
            "SELECT number FROM keys WHERE text = ? AND venue = ? AND instrument = ? "
            "AND margin = ?"},
      insert_{database,
              "INSERT INTO keys (account, text, venue, subaccount, shard, instrument, margin) "
              "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (text) DO NOTHING RETURNING number"},
      all_{database,
           "SELECT k.text, a.id, k.venue, k.subaccount, k.shard, k.instrument, k.margin FROM keys "
           "k JOIN accounts a ON a.number = k.account ORDER BY k.number"} {}

Result<std::optional<std::int64_t>> KeyTable::find(const PositionKey& key) {
  std::optional<std::int64_t> number;
  auto read = find_.each(
      [&number](Row& row) -> Result<void> {
        number = row.integer();
        return {};
      },
      key.text(), key.venue, key.instrument, key.margin);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return number;
}

Result<std::int64_t> KeyTable::find_or_insert(const PositionKey& key, std::int64_t account) {
  auto number = find(key);
  if (!number) return tl::make_unexpected(std::move(number.error()));
  if (*number) return **number;
  auto inserted = insert_.each(
      [&number](Row& row) -> Result<void> {
        *number = row.integer();
        return {};
      },
      account, key.text(), key.venue, key.subaccount, key.shard, key.instrument, key.margin);
  if (!inserted) return tl::make_unexpected(std::move(inserted.error()));
  if (*number) return **number;
  return fail(Fault::malformed,
              "two different positions have one name, '" + key.text() +
                  "': the venue's instrument name looks like a margin mode. Neither was changed; "
                  "please report it.");
}

Result<void> KeyTable::each(const std::function<Result<void>(const std::string&, bool)>& take) {
  return all_.each([&take](Row& row) -> Result<void> {
    const std::string text = row.text();
    const bool named = row.key().text() == text && !row.damaged();
    row.forgive();
    return take(text, named);
  });
}

}  // namespace holdfast::sqlite
