#include "venues/kalshi/read.hpp"

#include <fmt/format.h>

#include <limits>

namespace holdfast::kalshi {

Result<std::string> read_page(std::string_view body, std::string_view list, const OnRow& on_row) {
  std::optional<std::string> cursor;
  bool listed = false;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == list) {
      listed = true;
      return value.each_element(on_row);
    }
    if (key == "cursor" && !value.is_null()) return store(cursor, value.string());
    return {};
  });
  if (!done) {
    return fail(done.error().fault, fmt::format("kalshi {}: {}", list, done.error().what));
  }
  if (!listed) return missing_field("kalshi answer", list);
  if (!cursor) {
    return fail(Fault::incomplete,
                fmt::format("kalshi {}: the page has no cursor, so nobody knows whether it is the "
                            "last one",
                            list));
  }
  return *std::move(cursor);
}

Result<std::uint16_t> read_small_number(JsonValue& value) {
  const auto number = value.integer();
  if (!number) return tl::make_unexpected(number.error());
  if (*number < 0 || *number > std::numeric_limits<std::uint16_t>::max()) {
    return fail(Fault::malformed, "a subaccount or shard number is out of range");
  }
  return static_cast<std::uint16_t>(*number);
}

}  // namespace holdfast::kalshi
