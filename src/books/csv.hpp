#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace holdfast::books {

struct CsvRow {
  std::vector<std::string> cells;
  std::uint32_t line{};  // it begins on, from 1
  friend bool operator==(const CsvRow&, const CsvRow&) = default;
};

// Rows of cells with commas between (RFC 4180): cells in double quotes may hold commas, line ends
// and doubled quotes. Empty lines are left out. Fault::malformed when the text does not end with a
// line end or ends inside quotes: it may have been read while its owner wrote it.
Result<std::vector<CsvRow>> read_csv(std::string_view text);

}  // namespace holdfast::books
