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

ShelvedBook not_read_yet(const Shelf::Configured& configured) {
  const bool awaited = configured.from == Shelf::From::owner;
  return {.name = configured.name,
          .book = {},
          .error = awaited ? "not handed in yet" : "not read yet",
          .awaited = awaited};
}

void fill_rows(ForeignBook& book, const Shelf::Configured& manner) {
  for (BookRow& row : book.rows) {
    if (row.strategy.empty()) row.strategy = manner.strategy;
    if (!row.mode) row.mode = manner.mode;
  }
}

bool is_file(const std::optional<Shelf::Configured>& configured) {
  return configured && configured->from == Shelf::From::file;
}

}  // namespace

Shelf::Shelf(const std::vector<Configured>& configured, std::optional<KeptBooks> kept)
    : kept_{std::move(kept)} {
  for (const Configured& one : configured) {
    places_.push_back({.shelved = not_read_yet(one), .configured = one});
  }
}

std::vector<std::string> Shelf::restore() {
  if (!kept_) return {};
  KeptBooks::Found found = kept_->load();
  for (const KeptBooks::Body& body : found.bodies) {
    const auto taken = take_handed(body.name, body.text, body.read_at, Keep::no);
    if (taken) continue;
    found.damaged.push_back("the book " + body.name +
                            ", which was handed in, is passed over: " + taken.error().what);
  }
  return std::move(found.damaged);
}

std::vector<ShelvedBook> Shelf::books() const {
  const std::scoped_lock lock{mutex_};
  std::vector<ShelvedBook> books;
  for (const Place& place : places_) books.push_back(place.shelved);
  return books;
}

Result<ShelvedBook> Shelf::post(const std::string& name, std::string_view text, UtcTime at) {
  return take_handed(name, text, at, Keep::yes);
}

Result<bool> Shelf::remove(const std::string& name) {
  const std::scoped_lock one_at_a_time{handing_};
  {
    const std::scoped_lock lock{mutex_};
    const Place* place = find(name);
    if (!place || place->shelved.awaited) return false;
    if (is_file(place->configured)) {
      return fail(Fault::refused,
                  "the book " + name + " is read from a file; take it out of the configuration");
    }
  }
  if (kept_) {
    if (auto dropped = kept_->drop(name); !dropped) return tl::make_unexpected(dropped.error());
  }
  const std::scoped_lock lock{mutex_};
  Place* place = find(name);
  if (place->configured) {
    place->shelved = not_read_yet(*place->configured);
  } else {
    places_.erase(places_.begin() + (place - places_.data()));
  }
  return true;
}

Result<ShelvedBook> Shelf::file_read(const std::string& name, std::string_view text, UtcTime at) {
  auto parsed = parse(name, text);
  if (!parsed) return tl::make_unexpected(parsed.error());
  return put(name, *std::move(parsed), at);
}

void Shelf::file_failed(const std::string& name, std::string error) {
  const std::scoped_lock lock{mutex_};
  if (Place* place = find(name)) place->shelved.error = std::move(error);
}

Result<ForeignBook> Shelf::read(std::string_view text, const std::string& name) const {
  const auto manner = name.empty() ? Configured{} : manner_of(name);
  if (!manner) return fail(Fault::refused, "no book is called " + name);
  auto book = parse_book(text, manner->columns);
  if (book) fill_rows(*book, *manner);
  return book;
}

Result<std::string> Shelf::fill_ids(std::string_view row,
                                    const std::map<std::string, std::string>& ids) const {
  return with_ids(row, ids);
}

Result<void> Shelf::check_handed(const std::string& name, std::string_view text) {
  if (!is_name(name)) {
    return fail(Fault::refused,
                "a book's name has 1 to 64 letters, digits, dots, dashes and underscores, and is "
                "not `ledger`");
  }
  if (text.size() > KeptBooks::text_max) {
    return fail(Fault::refused, "a book of more than 8 MiB is not taken");
  }
  const std::scoped_lock lock{mutex_};
  const Place* place = find(name);
  if (place && is_file(place->configured)) {
    return fail(Fault::refused, "the book " + name + " is read from a file; change the file");
  }
  if (!place && places_.size() >= books_max) {
    return fail(Fault::refused, "there are " + std::to_string(books_max) + " books already");
  }
  return {};
}

// It is kept before it shows: what was answered as taken is there after the next start too.
Result<ShelvedBook> Shelf::take_handed(const std::string& name, std::string_view text, UtcTime at,
                                       Keep keep) {
  const std::scoped_lock one_at_a_time{handing_};
  if (auto fit = check_handed(name, text); !fit) return tl::make_unexpected(fit.error());
  auto parsed = parse(name, text);
  if (!parsed) return tl::make_unexpected(parsed.error());
  if (keep == Keep::yes && kept_) {
    if (auto kept = kept_->keep(name, at, text); !kept) return tl::make_unexpected(kept.error());
  }
  return put(name, *std::move(parsed), at);
}

// What cannot be read is said of the book, whose last good content stays.
Result<ForeignBook> Shelf::parse(const std::string& name, std::string_view text) {
  auto parsed = parse_book(text, manner_of(name).value_or(Configured{}).columns);
  if (parsed) return parsed;
  const std::scoped_lock lock{mutex_};
  if (Place* place = find(name)) {
    place->shelved.error = parsed.error().what;
    place->shelved.awaited = false;
  }
  return parsed;
}

ShelvedBook Shelf::put(const std::string& name, ForeignBook book, UtcTime at) {
  const Configured manner = manner_of(name).value_or(Configured{});
  fill_rows(book, manner);
  book.name = name;
  book.strategy = manner.strategy;
  book.read_at = at;
  const std::scoped_lock lock{mutex_};
  Place* place = find(name);
  if (!place) place = &places_.emplace_back(Place{.shelved = {.name = name}, .configured = {}});
  place->shelved.book = std::make_shared<const ForeignBook>(std::move(book));
  place->shelved.error.clear();
  place->shelved.awaited = false;
  return place->shelved;
}

std::optional<Shelf::Configured> Shelf::manner_of(const std::string& name) const {
  const std::scoped_lock lock{mutex_};
  const auto found = std::ranges::find(places_, name, &Place::name);
  if (found == places_.end()) return std::nullopt;
  return found->configured.value_or(Configured{});
}

Shelf::Place* Shelf::find(const std::string& name) {
  const auto found = std::ranges::find(places_, name, &Place::name);
  return found == places_.end() ? nullptr : &*found;
}

}  // namespace holdfast::books
