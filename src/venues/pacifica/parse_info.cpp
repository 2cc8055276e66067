#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/read.hpp"

namespace holdfast::pacifica {

Result<std::set<std::string>> parse_perpetuals(std::string_view body) {
  std::set<std::string> symbols;
  const auto envelope = read_rows(body, "info", [&](JsonValue& value) -> Result<void> {
    std::optional<std::string_view> symbol;
    std::optional<std::string_view> type;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "symbol") return store(symbol, field.string());
      if (key == "instrument_type") return store_if(type, field);
      return {};
    });
    if (!done) return done;
    if (!symbol || symbol->empty()) return missing_field("a market", "symbol");
    const bool spot = type ? *type == "spot" : symbol->find('-') != std::string_view::npos;
    if (!spot) symbols.emplace(*symbol);
    return {};
  });
  if (!envelope) return tl::make_unexpected(envelope.error());
  return symbols;
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
