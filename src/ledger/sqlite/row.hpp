#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "domain/evidence.hpp"
#include "domain/fixed.hpp"
#include "domain/ids.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"
#include "ledger/sqlite/words.hpp"

struct sqlite3_stmt;

namespace holdfast::sqlite {

// Reads one row from its first column on. A value that cannot have been written by us (another
// type, an unknown word, a number beyond its range) marks the row as damaged.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_{statement} {}
  [[nodiscard]] bool damaged() const { return damaged_; }
  void mark_damaged() { damaged_ = true; }
  // For those who look for damage: the reader goes on to the next row.
  void forgive() { damaged_ = false; }

  std::int64_t integer();
  std::string_view view();  // valid until the next row
  std::string text() { return std::string{view()}; }
  std::string_view bytes();  // valid until the next row
  UtcTime time() { return UtcTime{Duration{integer()}}; }
  // True when the next column holds NULL; it is then passed over.
  bool skip_null();

  template <class Number>
  Number whole() {
    const std::int64_t value = integer();
    if (!std::in_range<Number>(value)) damaged_ = true;
    return static_cast<Number>(value);
  }
  template <class Name>
  Name id() {
    return Name{text()};
  }
  template <class Amount>
  Amount amount() {
    return Amount::from_units(integer());
  }
  template <class Amount>
  std::optional<Amount> maybe_amount() {
    if (skip_null()) return std::nullopt;
    return amount<Amount>();
  }
  std::optional<std::int64_t> maybe_integer() {
    if (skip_null()) return std::nullopt;
    return integer();
  }
  std::optional<UtcTime> maybe_time() {
    if (skip_null()) return std::nullopt;
    return time();
  }
  template <Worded E>
  E word() {
    const auto found = from_word<E>(view());
    if (!found) damaged_ = true;
    return found.value_or(E{});
  }
  // Several columns: kind, id, at, text.
  Evidence evidence();
  std::optional<Evidence> maybe_evidence();
  // Six columns: accounts.id, keys.venue, .subaccount, .shard, .instrument, .margin.
  PositionKey key();
  std::optional<PositionKey> maybe_key();

 private:
  sqlite3_stmt* statement_;
  int column_{};
  bool damaged_{};
};

}  // namespace holdfast::sqlite
