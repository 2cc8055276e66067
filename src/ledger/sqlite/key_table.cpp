#include "ledger/sqlite/key_table.hpp"

namespace holdfast::sqlite {
namespace {

constexpr std::size_t known_max = 16'384;  // a few megabytes

}  // namespace

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
  const auto known = known_.find(key);
  if (known != known_.end()) return std::optional{known->second};
  auto number = look_up(key);
  if (!number || !*number) return number;
  if (known_.size() >= known_max) known_.clear();
  known_.emplace(key, **number);
  return number;
}

Result<std::optional<std::int64_t>> KeyTable::look_up(const PositionKey& key) {
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

Result<KeyTable::Found> KeyTable::find_or_insert(const PositionKey& key, std::int64_t account) {
  auto number = find(key);
  if (!number) return tl::make_unexpected(std::move(number.error()));
  if (*number) return Found{.number = **number, .is_new = false};
  auto inserted = insert_.each(
      [&number](Row& row) -> Result<void> {
        *number = row.integer();
        return {};
      },
      account, key.text(), key.venue, key.subaccount, key.shard, key.instrument, key.margin);
  if (!inserted) return tl::make_unexpected(std::move(inserted.error()));
  if (*number) return Found{.number = **number, .is_new = true};
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
