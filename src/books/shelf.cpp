#include "books/shelf.hpp"

#include <algorithm>

#include "books/fill_ids.hpp"
#include "books/positions_json.hpp"

namespace holdfast::books {
namespace {

// Names stand in URLs and in `?book=`, where "ledger" means Holdfast's own.
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && name != "ledger" && name.front() != '.' &&
         std::ranges::all_of(name, [](unsigned char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

// A positions.json begins with a brace; everything else is a table.
Result<ForeignBook> parse_book(std::string_view text, const ColumnMap& columns) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] == '{') return parse_positions_json(text);
  return parse_csv_book(text, columns);
}

}  // namespace

Shelf::Shelf(const std::vector<Watched>& watched) {
  for (const Watched& one : watched) {
    places_.push_back({.shelved = {.name = one.name, .error = "not read yet"}, .watched = one});
  }
}

std::vector<ShelvedBook> Shelf::books() const {
  const std::scoped_lock lock{mutex_};
  std::vector<ShelvedBook> books;
  for (const Place& place : places_) books.push_back(place.shelved);
  return books;
}

Result<ShelvedBook> Shelf::post(const std::string& name, std::string_view text, UtcTime at) {
  if (!is_name(name)) {
    return fail(Fault::refused,
                "a book's name has 1 to 64 letters, digits, dots, dashes and underscores, and is "
                "not `ledger`");
  }
  return take(name, text, at, From::owner);
}

Result<ShelvedBook> Shelf::file_read(const std::string& name, std::string_view text, UtcTime at) {
  return take(name, text, at, From::file);
}

void Shelf::file_failed(const std::string& name, std::string error) {
  const std::scoped_lock lock{mutex_};
  if (Place* place = find(name)) place->shelved.error = std::move(error);
}

Result<ForeignBook> Shelf::read(std::string_view text) const { return parse_book(text, {}); }

Result<std::string> Shelf::fill_ids(std::string_view row,
                                    const std::map<std::string, std::string>& ids) const {
  return with_ids(row, ids);
}

Result<ShelvedBook> Shelf::take(const std::string& name, std::string_view text, UtcTime at,
                                From from) {
  const Watched as = watched_as(name);
  auto parsed = parse_book(text, as.columns);
  const std::scoped_lock lock{mutex_};
  Place* place = find(name);
  if (place && place->watched && from == From::owner) {
    return fail(Fault::refused, "the book " + name + " is read from a file; change the file");
  }
  if (!parsed) {
    if (place) place->shelved.error = parsed.error().what;
    return tl::make_unexpected(parsed.error());
  }
  if (!place && places_.size() >= books_max) {
    return fail(Fault::refused, "there are " + std::to_string(books_max) + " books already");
  }
  if (!place) place = &places_.emplace_back(Place{.shelved = {.name = name}});
  for (BookRow& row : parsed->rows) {
    if (row.strategy.empty()) row.strategy = as.strategy;
    if (!row.mode) row.mode = as.mode;
  }
  parsed->name = name;
  parsed->strategy = as.strategy;
  parsed->read_at = at;
  place->shelved.book = std::make_shared<const ForeignBook>(std::move(*parsed));
  place->shelved.error.clear();
  return place->shelved;
}

Shelf::Watched Shelf::watched_as(const std::string& name) {
  const std::scoped_lock lock{mutex_};
  const Place* place = find(name);
  return place && place->watched ? *place->watched : Watched{};
}

Shelf::Place* Shelf::find(const std::string& name) {
  const auto found =
      std::ranges::find_if(places_, [&](const Place& place) { return place.shelved.name == name; });
  return found == places_.end() ? nullptr : &*found;
}

}  // namespace holdfast::books
