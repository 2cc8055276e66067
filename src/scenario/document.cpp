#include "scenario/document.hpp"

#include "platform/json_reader.hpp"

namespace holdfast::scenario {
namespace {

using platform::JsonReader;
using platform::JsonValue;

Result<void> read_value(Value& into, const JsonReader& reader, JsonValue& from);

Result<void> read_members(Value& into, const JsonReader& reader, JsonValue& from) {
  if (into.is(Value::Kind::object)) {
    return from.each_field([&](std::string_view name, JsonValue& field) {
      into.fields.push_back({std::string{name}, {}});
      return read_value(into.fields.back().value, reader, field);
    });
  }
  return from.each_element([&](JsonValue& element) {
    into.elements.emplace_back();
    return read_value(into.elements.back(), reader, element);
  });
}

Result<void> read_value(Value& into, const JsonReader& reader, JsonValue& from) {
  into.line = reader.line_of(from);
  const auto keep = [&](Value::Kind kind, const auto& text) -> Result<void> {
    if (!text) return tl::make_unexpected(text.error());
    into.kind = kind;
    into.text = *text;
    return {};
  };
  switch (from.kind()) {
    case JsonValue::Kind::object:
      into.kind = Value::Kind::object;
      return read_members(into, reader, from);
    case JsonValue::Kind::array:
      into.kind = Value::Kind::array;
      return read_members(into, reader, from);
    case JsonValue::Kind::string:
      return keep(Value::Kind::string, from.string());
    case JsonValue::Kind::number:
      return keep(Value::Kind::number, from.number());
    case JsonValue::Kind::boolean:
      return keep(Value::Kind::boolean, from.boolean().map([](bool yes) {
        return std::string_view{yes ? "true" : "false"};
      }));
    case JsonValue::Kind::null:
    case JsonValue::Kind::broken:
      break;
  }
  return from.skip();
}

}  // namespace

const Value* Value::find(std::string_view name) const {
  for (const auto& [known, value] : fields) {
    if (known == name) return &value;
  }
  return nullptr;
}

Result<Value> read_document(std::string_view text) {
  Value document;
  document.kind = Value::Kind::object;
  JsonReader reader{text};
  auto read = reader.object([&](std::string_view name, JsonValue& field) {
    document.fields.push_back({std::string{name}, {}});
    return read_value(document.fields.back().value, reader, field);
  });
  if (!read) return tl::make_unexpected(read.error());
  return document;
}

}  // namespace holdfast::scenario
