#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "platform/function_ref.hpp"

namespace holdfast::platform {

class JsonReader;
class JsonValue;

// Called for each field or element. A value it does not take is walked all the same, so that
// garbage inside an unknown field is found.
using OnField = FunctionRef<Result<void>(std::string_view key, JsonValue& value)>;
using OnElement = FunctionRef<Result<void>(JsonValue& value)>;

// One value of a JSON text, to be taken at most once, in the order of the text. Every fault is
// Fault::malformed and names the field.
class JsonValue {
 public:
  enum class Kind : std::uint8_t { object, array, string, number, boolean, null, broken };

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }

  // Unescaped; valid as long as the reader.
  Result<std::string_view> string();
  // The number as the text has it, of JSON's grammar; valid as long as the text.
  Result<std::string_view> number();
  // A number without fraction or exponent that fits.
  Result<std::int64_t> integer();
  Result<bool> boolean();
  // A string's content or a number's text: for venues that write amounts now so, now so.
  Result<std::string_view> string_or_number();

  Result<void> each_field(OnField on_field);
  Result<void> each_element(OnElement on_element);
  Result<void> skip();

 private:
  friend class JsonReader;
  struct Cursor;  // simdjson's value
  JsonValue(Cursor& cursor, std::string_view name, int depth);
  [[nodiscard]] tl::unexpected<Error> wrong(std::string_view wanted) const;

  Cursor& cursor_;
  std::string_view name_;
  std::string_view token_;
  Kind kind_{Kind::broken};
  int depth_;
  bool taken_{};
};

// Reads one JSON text, strictly and once: UTF-8, the full grammar, no key twice in one object,
// nothing behind the end, at most 64 levels. What is refused is Fault::malformed.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text);
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  // The text must be an object (array); the visitor sees each of its fields (elements).
  Result<void> object(OnField on_field);
  Result<void> array(OnElement on_element);
  // Either of them, for answers that come in two shapes.
  [[nodiscard]] bool starts_with_array() const;
  // The line, from 1, on which a value of this text begins: for people who wrote the text.
  [[nodiscard]] std::size_t line_of(const JsonValue& value) const;

  static constexpr int depth_max = 64;

 private:
  friend class JsonValue;
  struct Text;
  static std::unique_ptr<Text>& kept();  // by this thread, from its last reader
  Result<void> walk(char closing, OnElement on_root);
  std::unique_ptr<Text> text_;
};

// Puts what was read where it belongs, or hands on the fault.
template <class Target, class Value>
Result<void> store(Target& target, const Result<Value>& value) {
  if (!value) return tl::make_unexpected(value.error());
  target.emplace(*value);  // an optional
  return {};
}

// A text, or a number as it is written; any other kind leaves what is there. For messages of
// streams, whose members are written either way.
Result<void> store_scalar(std::string& into, JsonValue& value);

// What no figure of the ledger rests on: what is null or of another type is left as it was. A text
// is a string, or a view that lives as long as the reader, or an optional one.
template <class Text>
Result<void> read_text(Text& into, JsonValue& value) {
  if (value.kind() != JsonValue::Kind::string) return value.skip();
  const auto text = value.string();
  if (!text) return tl::make_unexpected(text.error());
  into = *text;
  return {};
}

// "kalshi position has no position_fp": a required field is gone or was renamed.
tl::unexpected<Error> missing_field(std::string_view where, std::string_view field);

}  // namespace holdfast::platform
