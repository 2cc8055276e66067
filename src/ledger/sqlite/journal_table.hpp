#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "crypto/sha256.hpp"
#include "domain/journal_entry.hpp"
#include "ledger/sqlite/statement.hpp"

namespace holdfast::sqlite {

// Where an entry stands in its account's chain.
struct Place {
  std::uint64_t sequence{};
  UtcTime booked_at;
  crypto::Digest previous{};
  crypto::Digest hash{};
};

// An entry with its place, as it was read.
struct Link : Place {
  JournalEntry entry;
  bool intact{true};  // false: a value that cannot have been written by us
};

enum class Booking : std::uint8_t { fresh, known };

class JournalTable {
 public:
  explicit JournalTable(Database& database);
  // `known`: an entry with this id is there already and nothing was written.
  Result<Booking> insert(const JournalEntry& entry, const Place& place, std::int64_t account,
                         std::int64_t key);
  Result<std::optional<JournalEntry>> find(const EntryId& id);
  Result<bool> contains(const EntryId& id);
  // Some entry names this one as what it replaces.
  Result<bool> is_superseded(const EntryId& id);
  // When the last share of a strategy in it was booked for; none: there was none.
  Result<std::optional<UtcTime>> newest_allocation(std::int64_t key);
  Result<std::vector<JournalEntry>> entries_of(std::int64_t key);

  using Take = std::function<Result<void>(Link&&)>;
  Result<void> each_of_key(std::int64_t key, const Take& take);
  Result<void> each_of_account(std::int64_t account, std::uint64_t after, std::uint64_t limit,
                               const Take& take);
  // The hash at one place of an account's chain.
  Result<std::optional<crypto::Digest>> hash_at(std::int64_t account, std::uint64_t sequence);
  // All entries, those of one key together, read from the table and not from its indices.
  Result<void> each_by_key(const Take& take);

 private:
  Database& database_;
  Statement insert_, find_, contains_, superseded_, allocated_, entries_of_, of_key_, of_account_,
      hash_at_, by_key_;
};

}  // namespace holdfast::sqlite
