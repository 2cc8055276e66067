#include "cli/copy_json.hpp"

namespace holdfast::cli {
namespace {

using platform::JsonValue;
using platform::JsonWriter;

Result<void> copy_object(JsonValue& value, JsonWriter& into) {
  into.begin_object();
  auto read = value.each_field([&](std::string_view key, JsonValue& field) {
    into.key(key);
    return copy_json(field, into);
  });
  into.end_object();
  return read;
}

Result<void> copy_array(JsonValue& value, JsonWriter& into) {
  into.begin_array();
  auto read = value.each_element([&](JsonValue& element) { return copy_json(element, into); });
  into.end_array();
  return read;
}

}  // namespace

Result<void> copy_json(JsonValue& value, JsonWriter& into) {
  switch (value.kind()) {
    case JsonValue::Kind::object:
      return copy_object(value, into);
    case JsonValue::Kind::array:
      return copy_array(value, into);
    case JsonValue::Kind::string:
      return value.string().map([&](std::string_view text) { into.string(text); });
    case JsonValue::Kind::number:
      return value.number().map([&](std::string_view text) { into.token(text); });
    case JsonValue::Kind::boolean:
      return value.boolean().map([&](bool yes) { into.boolean(yes); });
    case JsonValue::Kind::null:
      into.null();
      break;
    case JsonValue::Kind::broken:
      break;
  }
  return value.skip();
}

}  // namespace holdfast::cli
