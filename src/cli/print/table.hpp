#pragma once
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::cli {

enum class Align : std::uint8_t { left, right };

struct Column {
  std::string title;
  Align align{Align::left};
};

// A cell's text; `paint` is an escape sequence of ours around it, for terminals only.
struct Cell {
  Cell(std::string words) : text{std::move(words)} {}  // NOLINT(google-explicit-constructor)
  Cell(std::string words, std::string_view colour) : text{std::move(words)}, paint{colour} {}
  std::string text;
  std::string_view paint;
};
using Line = std::vector<Cell>;

enum class TableForm : std::uint8_t { aligned, tabs, csv };

// Rows of texts under their titles: aligned for people, tab-separated for pipes, CSV (RFC 4180)
// for sheets. Control characters and marks that turn the direction of writing are shown escaped in
// each form, so no venue can paint a terminal; no cell of a sheet runs as a formula.
void print_table(std::ostream& out, const std::vector<Column>& columns,
                 const std::vector<Line>& rows, TableForm form);

// How many columns of a terminal the text takes: code points, as our texts have no wide ones.
std::size_t width_of(const std::string& text);

}  // namespace holdfast::cli
