#pragma once
#include <map>
#include <string>
#include <string_view>

#include "core/foreign_book.hpp"
#include "domain/error.hpp"

namespace holdfast::books {

// Which column of the header holds what: "kalshi_yes.contracts" -> "YES qty". The names on the left
// are those of a row of positions.json, with dots for what lies deeper. What is not named here is
// looked for under its own name; a column that is neither is read over.
using ColumnMap = std::map<std::string, std::string>;

// "field=Column", as the configuration has it. Fault::refused for a field that no row has.
Result<ColumnMap> read_column_map(const std::vector<std::string>& texts);

// Reads a book that is a table: a header, and a market in each row. It means what the same rows of
// a positions.json mean. A row with another number of cells than the header is a finding and the
// others load. Fault::malformed for a text that may be half written, and one without a market's
// column.
Result<ForeignBook> parse_csv_book(std::string_view text, const ColumnMap& columns);

}  // namespace holdfast::books
