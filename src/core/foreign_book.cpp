#include "core/foreign_book.hpp"

#include <fmt/format.h>

namespace holdfast {

std::string place_of(const BookFinding& finding) {
  const std::string line = finding.line == 0 ? "" : fmt::format("line {}", finding.line);
  if (finding.row.empty()) return line.empty() ? "the whole file" : line;
  std::string place = "row " + finding.row;
  if (!finding.field.empty()) place += ", " + finding.field;
  return line.empty() ? place : fmt::format("{} ({})", place, line);
}

}  // namespace holdfast
