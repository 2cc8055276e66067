#pragma once
#include <iosfwd>
#include <string>
#include <vector>

namespace holdfast::cli {

enum class Align : std::uint8_t { left, right };

struct Column {
  std::string title;
  Align align{Align::left};
};

enum class TableForm : std::uint8_t { aligned, tabs, csv };

// Rows of texts under their titles: aligned for people, tab-separated for pipes, CSV (RFC 4180)
// for sheets. Control characters of the texts are shown escaped, so no venue can paint a terminal.
void print_table(std::ostream& out, const std::vector<Column>& columns,
                 const std::vector<std::vector<std::string>>& rows, TableForm form);

// How many columns of a terminal the text takes: code points, as our texts have no wide ones.
std::size_t width_of(const std::string& text);

}  // namespace holdfast::cli
