#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "crypto/sha256.hpp"
#include "domain/time.hpp"
#include "ledger/sqlite/statement.hpp"

namespace holdfast::sqlite {

struct AccountRow {
  std::int64_t number{};
  AccountId id;
  std::optional<VenueName> venue;  // none: a book, which has cases and nothing else
  std::string owner;
  std::uint64_t revision{};
  std::uint64_t sequence{};  // of its newest journal entry
  crypto::Digest head{};
  std::optional<UtcTime> watermark;
  std::optional<std::int64_t> venue_sequence;  // the highest SnapshotHeader::sequence applied
  UtcTime opened_at;
};

class AccountTable {
 public:
  explicit AccountTable(Database& database);
  Result<std::optional<AccountRow>> find(const AccountId& id);
  Result<void> each(const std::function<Result<void>(const AccountRow&)>& take);
  Result<void> insert(const AccountRow& row);
  // Writes owner and head, and where the owner was found.
  Result<void> bind(const AccountRow& row, const std::string& source);
  // Empty: nobody had to find him.
  Result<std::string> source_of(const AccountId& id);
  // Revision, sequence, head, watermark and the venue's sequence.
  Result<void> update(const AccountRow& row);

 private:
  Statement find_, all_, insert_, update_, bind_, note_source_, source_of_;
};

}  // namespace holdfast::sqlite
