#include "books/csv_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "books/csv.hpp"
#include "books/loose_json.hpp"
#include "books/positions_json.hpp"

namespace holdfast::books {
namespace {

constexpr std::string_view market = "market_id";
constexpr std::string_view status = "status";
constexpr std::array fields{
    market,
    std::string_view{"description"},
    status,
    std::string_view{"opened_at"},
    std::string_view{"strategy_id"},
    std::string_view{"mode"},
    std::string_view{"total_fees"},
    std::string_view{"realized_pnl"},
    std::string_view{"kalshi_yes.contracts"},
    std::string_view{"kalshi_yes.cost_basis"},
    std::string_view{"kalshi_yes.avg_price"},
    std::string_view{"kalshi_no.contracts"},
    std::string_view{"kalshi_no.cost_basis"},
    std::string_view{"kalshi_no.avg_price"},
    std::string_view{"poly_yes.contracts"},
    std::string_view{"poly_yes.cost_basis"},
    std::string_view{"poly_yes.avg_price"},
    std::string_view{"poly_no.contracts"},
    std::string_view{"poly_no.cost_basis"},
    std::string_view{"poly_no.avg_price"},
    std::string_view{"external_ids.kalshi_market_ticker"},
    std::string_view{"external_ids.poly_asset_yes"},
    std::string_view{"external_ids.poly_asset_no"},
    std::string_view{"external_ids.poly_token_id_yes"},
    std::string_view{"external_ids.poly_token_id_no"},
    std::string_view{"external_ids.poly_condition_id"},
    std::string_view{"external_ids.poly_market_slug"},
};

// The cell that each field is in.
struct Place {
  std::string_view field;
  std::size_t cell{};
};

std::vector<Place> places_of(const CsvRow& header, const ColumnMap& columns) {
  std::vector<Place> places;
  for (const std::string_view field : fields) {
    const auto named = columns.find(std::string{field});
    const std::string_view column = named == columns.end() ? field : named->second;
    const auto found = std::ranges::find(header.cells, column);
    if (found == header.cells.end()) continue;
    places.push_back({field, static_cast<std::size_t>(found - header.cells.begin())});
  }
  return places;
}

LooseJson object() { return {.kind = LooseJson::Kind::object}; }

void put(LooseJson& into, std::string_view field, LooseJson value) {
  into.names.emplace_back(field);
  into.elements.push_back(std::move(value));
}

// The part of an object that a dotted name means, made where it is missing.
LooseJson& part(LooseJson& of, std::string_view name) {
  const auto known = std::ranges::find(of.names, name);
  if (known == of.names.end()) {
    put(of, name, object());
    return of.elements.back();
  }
  return of.elements[static_cast<std::size_t>(known - of.names.begin())];
}

// An empty cell says nothing.
LooseJson position_of(const CsvRow& row, const std::vector<Place>& places) {
  LooseJson position = object();
  position.line = row.line;
  for (const Place& place : places) {
    const std::string& cell = row.cells[place.cell];
    if (cell.empty()) continue;
    const auto dot = place.field.find('.');
    LooseJson& into =
        dot == std::string_view::npos ? position : part(position, place.field.substr(0, dot));
    put(into, dot == std::string_view::npos ? place.field : place.field.substr(dot + 1),
        {.kind = LooseJson::Kind::string, .text = cell, .line = row.line});
  }
  return position;
}

}  // namespace

Result<ColumnMap> read_column_map(const std::vector<std::string>& texts) {
  ColumnMap columns;
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    const std::string field = text.substr(0, equals);
    if (equals == std::string::npos || std::ranges::find(fields, field) == fields.end()) {
      return fail(Fault::refused, "no field of a book: " + text.substr(0, 80) +
                                      ". Write it as in \"kalshi_yes.contracts=YES qty\".");
    }
    columns[field] = text.substr(equals + 1);
  }
  return columns;
}

Result<ForeignBook> parse_csv_book(std::string_view text, const ColumnMap& columns) {
  const auto rows = read_csv(text);
  if (!rows) return tl::make_unexpected(rows.error());
  if (rows->empty()) return fail(Fault::malformed, "there is not even a header");
  const CsvRow& header = rows->front();
  const auto places = places_of(header, columns);
  if (places.empty() || places.front().field != market) {
    return fail(Fault::malformed, "no column is called market_id, or what is configured for it");
  }
  LooseJson positions = object();
  std::vector<BookFinding> findings;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    const auto& cells = row.cells;
    if (cells.size() != header.cells.size()) {
      const auto wrong =
          fmt::format("has {} cells, the header {}", cells.size(), header.cells.size());
      findings.push_back({"", "", wrong, cells.front().substr(0, 60), row.line, true});
    } else if (cells[places.front().cell].empty()) {
      findings.push_back({"", std::string{market}, "names no market", "", row.line, true});
    } else {
      put(positions, cells[places.front().cell], position_of(row, places));
    }
  }
  ForeignBook book = read_positions(positions);
  // A table that has no column for it says of no row that it is over, and there is nothing odd in
  // it.
  if (std::ranges::find(places, status, &Place::field) == places.end()) {
    std::erase_if(book.findings, [](const BookFinding& one) { return one.field == status; });
  }
  book.findings.insert(book.findings.begin(), findings.begin(), findings.end());
  return book;
}

}  // namespace holdfast::books
