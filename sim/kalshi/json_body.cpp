#include "sim/kalshi/json_body.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "sim/kalshi/errors.hpp"

namespace holdfast::sim::kalshi {
namespace {

Answer bad_request(std::string_view details) {
  return flat_error(400, "bad_request", "bad request", details);
}

std::string_view kind_of(const boost::json::value& value) {
  if (value.is_string()) return "string";
  if (value.is_number()) return "number";
  if (value.is_bool()) return "bool";
  return value.is_array() ? "array" : "object";
}

// Digits with at most one point and `least` to `most` digits behind it.
bool decimals_within(const std::string& text, std::size_t least, std::size_t most) {
  if (text.empty() || text.find_first_not_of("0123456789.") != std::string::npos) return false;
  const auto point = text.find('.');
  if (point == 0 ||
      text.find('.', point == std::string::npos ? 0 : point + 1) != std::string::npos) {
    return false;
  }
  const auto places = point == std::string::npos ? 0 : text.size() - point - 1;
  return places >= least && places <= most;
}

}  // namespace

Parameter<JsonBody> JsonBody::read(const Call& call, std::string type) {
  const auto* content = call.request.header("Content-Type");
  if (content == nullptr || !content->starts_with("application/json")) {
    return tl::make_unexpected(flat_error(400, "invalid_content_type", "invalid_content_type"));
  }
  boost::json::error_code error;
  auto value = boost::json::parse(call.request.body, error);
  if (error || !value.is_object()) {
    return tl::make_unexpected(bad_request("the body is not a JSON object"));
  }
  return JsonBody{std::move(value.get_object()), std::move(type)};
}

bool JsonBody::has(std::string_view name) const {
  const auto* value = object_.if_contains({name.data(), name.size()});
  return value != nullptr && !value->is_null();
}

const boost::json::value* JsonBody::find(std::string_view name) {
  read_.emplace(name);
  const auto* value = object_.if_contains({name.data(), name.size()});
  return value == nullptr || value->is_null() ? nullptr : value;
}

void JsonBody::refuse(Answer answer) {
  if (!problem_) problem_ = std::move(answer);
}

void JsonBody::wrong_kind(std::string_view name, const boost::json::value& value,
                          std::string_view kind) {
  refuse(bad_request(fmt::format("json: cannot unmarshal {} into Go struct field {}.{} of type {}",
                                 kind_of(value), type_, name, kind)));
}

std::string JsonBody::text(std::string_view name, std::string_view otherwise) {
  const auto* value = find(name);
  if (value == nullptr) return std::string{otherwise};
  if (const auto* text = value->if_string()) return {text->data(), text->size()};
  wrong_kind(name, *value, "string");
  return "";
}

std::string JsonBody::text(std::string_view name) {
  if (!has(name)) refuse(bad_request(fmt::format("{}.{} is required", type_, name)));
  return text(name, "");
}

std::optional<std::int64_t> JsonBody::number(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* number = value->if_int64()) return *number;
  wrong_kind(name, *value, "int");
  return std::nullopt;
}

bool JsonBody::flag(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return false;
  if (const auto* flag = value->if_bool()) return *flag;
  wrong_kind(name, *value, "bool");
  return false;
}

std::vector<boost::json::object> JsonBody::objects(std::string_view name) {
  std::vector<boost::json::object> found;
  const auto* value = find(name);
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr || list->empty()) {
    refuse(bad_request(fmt::format("{}.{} is required", type_, name)));
    return found;
  }
  for (const auto& item : *list) {
    if (const auto* object = item.if_object()) {
      found.push_back(*object);
    } else {
      wrong_kind(name, item, "object");
    }
  }
  return found;
}

Quantity JsonBody::count(std::string_view name) {
  const auto written = text(name);
  const auto parsed = Quantity::parse(written);
  if (!decimals_within(written, 0, 2) || !parsed || parsed->units() <= 0 ||
      parsed->units() > 1'000'000'000'000'000) {
    refuse(bad_request(fmt::format("invalid {}: {}", name, written)));
    return {};
  }
  return *parsed;
}

Price JsonBody::price(std::string_view name) {
  const auto written = text(name);
  const auto parsed = Price::parse(written);
  if (!decimals_within(written, 0, 4) || !parsed) {
    refuse(wrapped_error(400, "invalid_price", "invalid price"));
    return {};
  }
  return *parsed;
}

std::optional<Answer> JsonBody::problem() const {
  if (problem_) return problem_;
  for (const auto& member : object_) {
    const std::string name{member.key().data(), member.key().size()};
    if (!read_.contains(name)) return bad_request(fmt::format("json: unknown field \"{}\"", name));
  }
  return std::nullopt;
}

}  // namespace holdfast::sim::kalshi
