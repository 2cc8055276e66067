#include "cli/print/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "platform/escape_controls.hpp"

namespace holdfast::cli {

using platform::escape_controls;

namespace {

bool is_plain_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto digits = [&] {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end;
  };
  if (digits() == 0) return false;
  if (!text.starts_with('.')) return text.empty();
  text.remove_prefix(1);
  return digits() != 0 && text.empty();
}

// Of a sheet: a leading = + - @ would run as a formula there, unless it is a plain number.
std::string quoted(const std::string& text) {
  const bool formula = !text.empty() &&
                       std::string_view{"=+-@"}.find(text.front()) != std::string_view::npos &&
                       !is_plain_number(text);
  std::string cell = formula ? "'" + text : text;
  if (cell.find_first_of(",\"") == std::string::npos) return cell;
  std::string result = "\"";
  for (const char c : cell) {
    if (c == '"') result.push_back('"');
    result.push_back(c);
  }
  return result + "\"";
}

void print_separated(std::ostream& out, const Line& cells, TableForm form) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out << (form == TableForm::csv ? ',' : '\t');
    const std::string text = escape_controls(cells[i].text);
    out << (form == TableForm::csv ? quoted(text) : text);
  }
  out << (form == TableForm::csv ? "\r\n" : "\n");
}

void print_aligned(std::ostream& out, const std::vector<Column>& columns,
                   const std::vector<std::size_t>& widths, const Line& cells) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string cell = escape_controls(cells[i].text);
    const std::string gap(widths[i] - std::min(widths[i], width_of(cell)), ' ');
    if (!cells[i].paint.empty()) cell = fmt::format("{}{}\x1b[0m", cells[i].paint, cell);
    if (i > 0) line += "  ";
    line += columns[i].align == Align::right ? gap + cell : cell + gap;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << "\n";
}

}  // namespace

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

void print_table(std::ostream& out, const std::vector<Column>& columns,
                 const std::vector<Line>& rows, TableForm form) {
  Line titles;
  for (const Column& column : columns) titles.emplace_back(column.title);
  if (form != TableForm::aligned) {
    print_separated(out, titles, form);
    for (const auto& row : rows) print_separated(out, row, form);
    return;
  }
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::size_t widest = width_of(titles[i].text);
    for (const auto& row : rows) widest = std::max(widest, width_of(escape_controls(row[i].text)));
    widths.push_back(widest);
  }
  print_aligned(out, columns, widths, titles);
  for (const auto& row : rows) print_aligned(out, columns, widths, row);
}

}  // namespace holdfast::cli
