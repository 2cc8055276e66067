#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "domain/fixed.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"
#include "ledger/sqlite/database.hpp"
#include "ledger/sqlite/row.hpp"
#include "ledger/sqlite/words.hpp"

namespace holdfast::sqlite {

// A blob to bind: a view, valid while the statement runs.
struct Bytes {
  std::span<const std::uint8_t> view;
  static Bytes of(std::string_view text);
};

// One prepared statement, made at its first use and kept. A failed binding is reported by the run
// it belongs to. Values are bound from 1 in the order given and live for that run only.
class Statement {
 public:
  Statement(Database& database, const char* sql) : database_{&database}, sql_{sql} {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement(Statement&&) = delete;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // For statements that change something. How many rows: Database::changes().
  template <class... Values>
  Result<void> run(const Values&... values) {
    bind_all(values...);
    auto done = step();
    reset();
    if (!done) return tl::make_unexpected(std::move(done.error()));
    return {};
  }

  // Calls read(Row&) for each row; an error it returns ends the run. Row::damaged() is asked
  // after each row.
  template <class Read, class... Values>
  Result<void> each(Read&& read, const Values&... values) {
    bind_all(values...);
    Result<void> outcome;
    while (outcome) {
      auto more = step();
      if (!more) outcome = tl::make_unexpected(std::move(more.error()));
      if (!more || !*more) break;
      Row row{handle_};
      outcome = read(row);
      if (outcome && row.damaged()) outcome = damaged();
    }
    reset();
    return outcome;
  }

 private:
  template <class... Values>
  void bind_all(const Values&... values) {
    code_ = prepared();
    [[maybe_unused]] int index = 0;
    (bind(++index, values), ...);
  }

  template <class T>
  void bind(int index, const T& value) {
    if constexpr (std::is_integral_v<T>) {
      static_assert(!std::is_same_v<T, bool>, "a flag is stored as a named number");
      // Only a limit can be beyond the range; the largest is then as good.
      constexpr auto largest = std::numeric_limits<std::int64_t>::max();
      bind_integer(index,
                   std::in_range<std::int64_t>(value) ? static_cast<std::int64_t>(value) : largest);
    } else if constexpr (std::is_same_v<T, Bytes>) {
      bind_bytes(index, value.view);
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      bind_text(index, value);
    } else if constexpr (Worded<T>) {
      bind_text(index, word_of(value));
    } else if constexpr (std::is_same_v<T, UtcTime>) {
      bind_integer(index, value.time_since_epoch().count());
    } else if constexpr (requires { value.units(); }) {
      bind_integer(index, value.units());
    } else if constexpr (requires { value.has_value(); }) {
      if (value) {
        bind(index, *value);
      } else {
        bind_nothing(index);
      }
    } else {
      bind_text(index, value.text);  // an Id
    }
  }

  int prepared();
  void note(int code);
  void bind_integer(int index, std::int64_t value);
  void bind_text(int index, std::string_view value);
  void bind_bytes(int index, std::span<const std::uint8_t> value);
  void bind_nothing(int index);
  Result<bool> step();  // true: a row
  void reset();
  [[nodiscard]] tl::unexpected<Error> damaged() const;

  Database* database_;
  const char* sql_;
  sqlite3_stmt* handle_{};
  int code_{};
  bool writes_{};
};

}  // namespace holdfast::sqlite
