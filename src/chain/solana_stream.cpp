#include "chain/solana_stream.hpp"

#include "platform/json_reader.hpp"

namespace holdfast::solana {
namespace {

using platform::JsonReader;
using platform::JsonValue;
using platform::missing_field;
using platform::store;

Result<void> take_number(std::optional<std::uint64_t>& into, JsonValue& value) {
  if (value.kind() != JsonValue::Kind::number) return {};
  const auto number = value.integer();
  if (!number) return tl::make_unexpected(number.error());
  if (*number < 0) return fail(Fault::malformed, "a number below zero");
  into = static_cast<std::uint64_t>(*number);
  return {};
}

Result<void> read_error(StreamMessage& message, JsonValue& value) {
  message.error = "refused";
  if (value.kind() != JsonValue::Kind::object) return {};
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key != "message" || field.kind() != JsonValue::Kind::string) return {};
    const auto words = field.string();
    if (!words) return tl::make_unexpected(words.error());
    message.error = std::string{words->substr(0, 160)};
    return {};
  });
}

Result<void> read_params(StreamMessage& message, JsonValue& value) {
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "subscription") return take_number(message.subscription, field);
    if (key != "result" || field.kind() != JsonValue::Kind::object) return {};
    return field.each_field([&](std::string_view part, JsonValue& inner) -> Result<void> {
      if (part != "context" || inner.kind() != JsonValue::Kind::object) return {};
      return inner.each_field([&](std::string_view name, JsonValue& number) -> Result<void> {
        return name == "slot" ? take_number(message.slot, number) : Result<void>{};
      });
    });
  });
}

}  // namespace

Result<StreamMessage> parse_stream(std::string_view text) {
  StreamMessage message;
  JsonReader reader{text};
  const auto read = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "id") return take_number(message.id, value);
    if (key == "result") return take_number(message.subscription, value);
    if (key == "error" && !value.is_null()) return read_error(message, value);
    if (key == "params" && value.kind() == JsonValue::Kind::object) {
      return read_params(message, value);
    }
    if (key != "method") return {};
    const auto method = value.string();
    if (!method) return tl::make_unexpected(method.error());
    message.is_account = *method == "accountNotification";
    return {};
  });
  if (!read) return tl::make_unexpected(read.error());
  if (!message.is_account) return message;
  if (!message.subscription) return missing_field("an account notification", "subscription");
  if (!message.slot) return missing_field("an account notification", "slot");
  return message;
}

}  // namespace holdfast::solana
