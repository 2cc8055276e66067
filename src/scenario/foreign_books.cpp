#include "scenario/foreign_books.hpp"

#include "api/book_truth_of.hpp"
#include "platform/json_writer.hpp"
#include "scenario/read_parts.hpp"

namespace holdfast::scenario {
namespace {

using Kind = Value::Kind;

Value text_value(std::string text) { return {.kind = Kind::string, .text = std::move(text)}; }

Value object_value() { return {.kind = Kind::object, .text = {}}; }

Value& member(Value& object, const std::string& name) {
  for (Field& field : object.fields) {
    if (field.name == name) return field.value;
  }
  object.fields.push_back({name, object_value()});
  return object.fields.back().value;
}

// Which leg of a book an instrument is, and under which name the book has its id.
struct Place {
  std::string leg;
  std::string id;
};
Place place_of(const InstrumentPlan& plan, const std::string& side) {
  if (plan.venue == VenueName::kalshi) {
    const bool no = side == "no" || side == "short";
    return {no ? "kalshi_no" : "kalshi_yes", "kalshi_market_ticker"};
  }
  const bool no = plan.outcome == "No" || side == "no";
  return {no ? "poly_no" : "poly_yes", no ? "poly_asset_no" : "poly_asset_yes"};
}

// One row {market, instrument, side, quantity, average_price, cost_basis} as the book's file has
// it.
void add_row(Value& positions, const Value& value, Names& names) {
  Form form{value, "book.positions", names.refusal()};
  const auto* instrument = names.instrument(form);
  const auto side = form.word("side", {"long", "short", "yes", "no"}, "long");
  const auto quantity = form.amount<Quantity>("quantity");
  const auto cost = form.maybe_amount<Money>("cost_basis");
  const auto average = form.maybe_amount<Price>("average_price");
  const auto market = form.text("market", instrument == nullptr ? "" : instrument->id);
  const auto description = form.text("description", market);
  const bool names_ids = form.flag("external_ids", true);
  form.close();
  if (instrument == nullptr) return;
  if (!api::has_legs(instrument->venue)) {
    form.refuse("books have legs of Kalshi and Polymarket only");
  }
  const Place place = place_of(*instrument, side);
  Value& row = member(positions, market);
  member(row, "description") = text_value(description);
  member(row, "status") = text_value("open");
  Value& leg = member(row, place.leg);
  member(leg, "contracts") = text_value(quantity.text());
  if (cost) member(leg, "cost_basis") = text_value(cost->text());
  if (average) member(leg, "avg_price") = text_value(average->text());
  if (average && !cost) {
    const auto paid = multiply(*average, quantity, Rounding::half_even);
    if (paid) member(leg, "cost_basis") = text_value(paid->text());
  }
  if (names_ids) member(member(row, "external_ids"), place.id) = text_value("@" + instrument->id);
}

void write(platform::JsonWriter& json, const Value& value,
           const std::function<std::string(const std::string&)>& id_of) {
  switch (value.kind) {
    case Kind::null:
      json.null();
      return;
    case Kind::boolean:
    case Kind::number:
      json.token(value.text);
      return;
    case Kind::string:
      json.string(value.text.starts_with('@') ? id_of(value.text.substr(1)) : value.text);
      return;
    case Kind::array:
      json.begin_array();
      for (const Value& element : value.elements) write(json, element, id_of);
      json.end_array();
      return;
    case Kind::object:
      json.begin_object();
      for (const auto& [name, field] : value.fields) {
        json.key(name);
        write(json, field, id_of);
      }
      json.end_object();
      return;
  }
}

}  // namespace

SetBook book_of(const Value& value, Names& names) {
  Form form{value, "book", names.refusal()};
  SetBook book{.name = form.text("name", "book"), .positions = object_value(), .text = {}};
  if (const Value* text = form.find("text")) {
    book.text = text->text;
  } else if (const Value* positions = form.find("positions")) {
    if (positions->is(Kind::array)) {
      for (const Value& row : positions->elements) add_row(book.positions, row, names);
    } else {
      book.positions = *positions;
    }
  } else {
    form.refuse("needs positions, or text");
  }
  form.close();
  return book;
}

std::string positions_json(const SetBook& book,
                           const std::function<std::string(const std::string&)>& id_of) {
  if (!book.text.empty()) return book.text;
  platform::JsonWriter json;
  json.begin_object().key("positions");
  write(json, book.positions, id_of);
  json.end_object();
  return json.take();
}

std::map<std::string, BookReconciliation> reconcile_all(
    const Bookshelf& shelf, const std::shared_ptr<const Replica>& replica) {
  const std::vector<ShelvedBook> shelved = shelf.books();
  std::vector<const ForeignBook*> books;
  for (const ShelvedBook& one : shelved) {
    if (one.book) books.push_back(one.book.get());
  }
  const BookTruth truth = api::book_truth_of(api::Picture{replica});
  std::map<std::string, BookReconciliation> compared;
  for (std::size_t i = 0; i < books.size(); ++i) {
    compared.emplace(books[i]->name, reconcile_books(books, i, truth, BookTolerance{}));
  }
  return compared;
}

}  // namespace holdfast::scenario
