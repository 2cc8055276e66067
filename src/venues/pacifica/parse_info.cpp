#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/read.hpp"

namespace holdfast::pacifica {
namespace {

// No quantity rests on it: what is not an amount above zero is left out.
template <class Amount>
std::optional<Amount> size_of(std::string_view text) {
  const auto size = Amount::parse(text);
  return size && size->units() > 0 ? std::optional{*size} : std::nullopt;
}

}  // namespace

Result<std::map<std::string, Perpetual>> parse_perpetuals(std::string_view body) {
  std::map<std::string, Perpetual> perpetuals;
  const auto envelope = read_rows(body, "info", [&](JsonValue& value) -> Result<void> {
    std::optional<std::string_view> symbol;
    std::optional<std::string_view> type;
    std::string_view lot;
    std::string_view least;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "symbol") return store(symbol, field.string());
      if (key == "instrument_type") return store_if(type, field);
      if (key == "lot_size") return read_text(lot, field);
      if (key == "min_order_size") return read_text(least, field);
      return {};
    });
    if (!done) return done;
    if (!symbol || symbol->empty()) return missing_field("a market", "symbol");
    const bool spot = type ? *type == "spot" : symbol->find('-') != std::string_view::npos;
    if (!spot)
      perpetuals.emplace(*symbol, Perpetual{size_of<Quantity>(lot), size_of<Money>(least)});
    return {};
  });
  if (!envelope) return tl::make_unexpected(envelope.error());
  return perpetuals;
}

// A mark that cannot be read is left out: it is for showing.
Result<std::map<std::string, Price>> parse_marks(std::string_view body) {
  std::map<std::string, Price> marks;
  const auto envelope = read_rows(body, "prices", [&](JsonValue& value) -> Result<void> {
    std::optional<std::string_view> symbol;
    std::optional<std::string_view> mark;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "symbol") return store(symbol, field.string());
      if (key == "mark") return store_if(mark, field);
      return {};
    });
    if (!done) return done;
    if (!symbol || symbol->empty()) return missing_field("a price", "symbol");
    if (!mark) return {};
    if (const auto price = Price::parse(*mark))
      marks.insert_or_assign(std::string{*symbol}, *price);
    return {};
  });
  if (!envelope) return tl::make_unexpected(envelope.error());
  return marks;
}

}  // namespace holdfast::pacifica
