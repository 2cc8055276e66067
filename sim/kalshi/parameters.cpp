#include "sim/kalshi/parameters.hpp"

#include <fmt/format.h>

#include "sim/encoding.hpp"
#include "sim/kalshi/errors.hpp"

namespace holdfast::sim::kalshi {
namespace {

constexpr std::string_view cursor_mark = "kx1:";

Parameter<std::optional<std::uint16_t>> optional_number(const Call& call,
                                                        std::string_view operation,
                                                        std::string_view name,
                                                        std::string_view field, std::int64_t most) {
  const auto value = number_parameter(call, operation, name, field, 0, most, -1);
  if (!value) return tl::make_unexpected(value.error());
  if (*value < 0) return std::optional<std::uint16_t>{};
  return std::optional{static_cast<std::uint16_t>(*value)};
}

}  // namespace

Parameter<std::int64_t> number_parameter(const Call& call, std::string_view operation,
                                         std::string_view name, std::string_view field,
                                         std::int64_t least, std::int64_t most,
                                         std::int64_t otherwise) {
  const auto* text = call.target.find(name);
  if (text == nullptr || text->empty()) return otherwise;
  const auto value = whole_number(*text);
  if (!value) {
    return tl::make_unexpected(parameter_error(
        fmt::format("Invalid format for parameter {}: error binding string parameter: "
                    "strconv.ParseInt: parsing \"{}\": invalid syntax",
                    name, *text)));
  }
  if (*value < least || *value > most) {
    return tl::make_unexpected(parameter_error(
        fmt::format("Parameter validation failed for {0}: Key: '{0}Params.{1}' Error:Field "
                    "validation for '{1}' failed on the '{2}' tag",
                    operation, field, *value < least ? "gte" : "lte")));
  }
  return *value;
}

Parameter<std::int64_t> limit_parameter(const Call& call, std::string_view operation) {
  return number_parameter(call, operation, "limit", "Limit", 1, 1000, 100);
}

Parameter<std::optional<std::uint16_t>> subaccount_parameter(const Call& call,
                                                             std::string_view operation) {
  auto asked = optional_number(call, operation, "subaccount", "Subaccount", 63);
  if (asked && !*asked) return call.caller.pinned_subaccount;
  return asked;
}

Parameter<std::optional<std::uint16_t>> shard_parameter(const Call& call,
                                                        std::string_view operation) {
  return optional_number(call, operation, "exchange_index", "ExchangeIndex", 1000);
}

std::string cursor_text(std::string_view place) {
  return base64url_text(bytes_of(std::string{cursor_mark} + std::string{place}));
}

std::string cursor_place(const Call& call) {
  const auto bytes = bytes_from_base64url(call.target.value("cursor"));
  if (!bytes) return "";
  const std::string text{bytes->begin(), bytes->end()};
  return text.starts_with(cursor_mark) ? text.substr(cursor_mark.size()) : "";
}

}  // namespace holdfast::sim::kalshi
