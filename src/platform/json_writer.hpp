#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/fixed.hpp"

namespace holdfast::platform {

// A JSON string with its quotes: always valid UTF-8, broken sequences become U+FFFD.
std::string json_quoted(std::string_view text);
// Text that a JSON string can carry without a loss.
bool is_utf8(std::string_view bytes);

// Writes one JSON text front to back. Commas are its own; nesting is the caller's. Amounts are
// written as they are, never by way of a floating-point type.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& string(std::string_view text);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  // A finished JSON value: an exact decimal as a number token, or a text made by another writer.
  JsonWriter& token(std::string_view json);

  // Amounts as strings, the form of Holdfast's own answers; none is null, never zero.
  template <class Tag, int scale>
  JsonWriter& amount(Fixed<Tag, scale> value) {
    return string(value.text());
  }
  template <class Amount>
  JsonWriter& amount(const std::optional<Amount>& value) {
    return value ? amount(*value) : null();
  }
  // Amounts as number tokens, the form that other programs calculate with.
  template <class Tag, int scale>
  JsonWriter& number(Fixed<Tag, scale> value) {
    return token(value.text());
  }
  template <class Amount>
  JsonWriter& number(const std::optional<Amount>& value) {
    return value ? number(*value) : null();
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  void separate();
  std::string text_;
  bool first_{true};  // nothing stands before the next value at this level
};

}  // namespace holdfast::platform
