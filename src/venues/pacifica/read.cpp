#include "venues/pacifica/read.hpp"

#include <fmt/format.h>

#include "net/printable.hpp"
#include "venues/pacifica/limits.hpp"
#include "venues/pacifica/refusal.hpp"

namespace holdfast::pacifica {
namespace {

enum class Shape : std::uint8_t { list, one_or_list };

struct Read {
  Envelope envelope;
  std::optional<bool> success;
  bool has_rows{};
  std::string error;  // a listing that comes with one is none, whatever success says
};

Result<void> read_data(Read& read, JsonValue& value, Shape shape, const OnRow& on_row) {
  const auto count = [&](JsonValue& row) -> Result<void> {
    ++read.envelope.rows;
    return on_row(row);
  };
  if (value.is_null()) return {};
  read.has_rows = true;
  if (shape == Shape::one_or_list && value.kind() == JsonValue::Kind::object) return count(value);
  return value.each_element(count);
}

Result<void> read_field(Read& read, std::string_view key, JsonValue& value) {
  Envelope& envelope = read.envelope;
  if (key == "error" && !value.is_null()) {
    const auto words = value.string();
    if (!words) return tl::make_unexpected(words.error());
    read.error = net::printable(*words, 160);
    return {};
  }
  if (key == "success") return store(read.success, value.boolean());
  if (key == "last_order_id") return store_if(envelope.last_order_id, value);
  if (key == "has_more" && !value.is_null()) return store(envelope.has_more, value.boolean());
  if (key == "next_cursor") {
    envelope.has_cursor = true;
    std::optional<std::string_view> cursor;
    auto done = store_if(cursor, value);
    envelope.next_cursor = cursor.value_or("");
    return done;
  }
  return {};
}

Result<Envelope> read_whole(std::string_view body, std::string_view what, Shape shape,
                            const OnRow& on_row) {
  Read read;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "data") return read_data(read, value, shape, on_row);
    return read_field(read, key, value);
  });
  if (!done) {
    return fail(done.error().fault, fmt::format("pacifica {}: {}", what, done.error().what));
  }
  if (read.success == std::optional{true} && read.error.empty()) {
    if (!read.has_rows) return missing_field(fmt::format("pacifica {}", what), "data");
    return read.envelope;
  }
  if (!read.error.empty()) {
    const Refusal refusal = parse_refusal(body).value_or(Refusal{.error = read.error});
    return fail(fault_for(200, refusal), fmt::format("pacifica {}: {}", what, refusal.error));
  }
  if (!read.success) return missing_field(fmt::format("pacifica {}", what), "success");
  return fail(Fault::refused, fmt::format("pacifica {}: success is false, without a word", what));
}

}  // namespace

Result<Envelope> read_rows(std::string_view body, std::string_view what, const OnRow& on_row) {
  return read_whole(body, what, Shape::list, on_row);
}

Result<Envelope> read_one_or_rows(std::string_view body, std::string_view what,
                                  const OnRow& on_row) {
  return read_whole(body, what, Shape::one_or_list, on_row);
}

Result<std::string> next_cursor_of(const Envelope& envelope, std::string_view what) {
  const auto incomplete = [&](std::string_view why) {
    return fail(Fault::incomplete, fmt::format("pacifica {}: {}", what, why));
  };
  if (!envelope.has_more) {
    return incomplete("the page has no has_more, so nobody knows whether it is the last one");
  }
  if (*envelope.has_more) {
    if (envelope.next_cursor.empty()) return incomplete("there is more, but no cursor leads there");
    return envelope.next_cursor;
  }
  if (!envelope.has_cursor && envelope.rows >= limits::page_rows) {
    return incomplete("a full page without its cursor key");
  }
  return std::string{};
}

Result<void> store_if(std::optional<std::string_view>& target, JsonValue& value) {
  if (value.is_null()) return {};
  return store(target, value.string());
}

Result<void> store_if(std::optional<std::int64_t>& target, JsonValue& value) {
  if (value.is_null()) return {};
  return store(target, value.integer());
}

}  // namespace holdfast::pacifica
