#include "ledger/sqlite/row.hpp"

#include <sqlite3.h>

namespace holdfast::sqlite {

std::int64_t Row::integer() {
  if (sqlite3_column_type(statement_, column_) != SQLITE_INTEGER) damaged_ = true;
  return sqlite3_column_int64(statement_, column_++);
}

std::string_view Row::view() {
  if (sqlite3_column_type(statement_, column_) != SQLITE_TEXT) {
    damaged_ = true;
    ++column_;
    return {};
  }
  const void* text = sqlite3_column_text(statement_, column_);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_));
  ++column_;
  return {static_cast<const char*>(text), size};
}

std::string_view Row::bytes() {
  if (sqlite3_column_type(statement_, column_) != SQLITE_BLOB) {
    damaged_ = true;
    ++column_;
    return {};
  }
  const void* bytes = sqlite3_column_blob(statement_, column_);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_));
  ++column_;
  return {static_cast<const char*>(bytes), size};
}

bool Row::skip_null() {
  if (sqlite3_column_type(statement_, column_) != SQLITE_NULL) return false;
  ++column_;
  return true;
}

Evidence Row::evidence() {
  Evidence evidence;
  evidence.kind = word<EvidenceKind>();
  evidence.id = text();
  evidence.at = time();
  evidence.text = text();
  return evidence;
}

std::optional<Evidence> Row::maybe_evidence() {
  if (sqlite3_column_type(statement_, column_) != SQLITE_NULL) return evidence();
  for (int i = 0; i < 4; ++i) {
    if (!skip_null()) mark_damaged();
  }
  return std::nullopt;
}

PositionKey Row::key() {
  PositionKey key;
  key.account = id<AccountId>();
  key.venue = word<VenueName>();
  key.subaccount = whole<std::uint16_t>();
  key.shard = whole<std::uint16_t>();
  key.instrument = id<InstrumentId>();
  key.margin = word<MarginMode>();
  return key;
}

std::optional<PositionKey> Row::maybe_key() {
  // An outer join that found no key: its venue is NULL, the account's id is not.
  if (sqlite3_column_type(statement_, column_ + 1) != SQLITE_NULL) return key();
  column_ += 6;
  return std::nullopt;
}

}  // namespace holdfast::sqlite
