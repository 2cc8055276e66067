#include "sim/control/fields.hpp"

#include <algorithm>
#include <boost/json/value.hpp>

#include "sim/target.hpp"

namespace holdfast::sim::control {

const boost::json::value* Fields::find(std::string_view name) {
  read_.emplace_back(name);
  return object_.if_contains({name.data(), name.size()});
}

void Fields::refuse(std::string what) {
  if (!problem_) problem_ = std::move(what);
}

std::optional<std::string> Fields::raw(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (const auto* text = value->if_string()) return std::string{text->data(), text->size()};
  if (const auto* number = value->if_int64()) return std::to_string(*number);
  if (const auto* number = value->if_uint64()) return std::to_string(*number);
  if (const auto* flag = value->if_bool()) return *flag ? "true" : "false";
  refuse(std::string{name} + ": write it as a string");
  return std::nullopt;
}

std::string Fields::text(std::string_view name) {
  auto value = raw(name);
  if (!value) refuse(std::string{name} + " is missing");
  return value.value_or("");
}

std::string Fields::text(std::string_view name, std::string_view otherwise) {
  return raw(name).value_or(std::string{otherwise});
}

std::optional<std::string> Fields::maybe_text(std::string_view name) { return raw(name); }

std::int64_t Fields::number(std::string_view name, std::int64_t otherwise) {
  const auto value = raw(name);
  if (!value) return otherwise;
  const auto number = whole_number(*value);
  if (!number) refuse(std::string{name} + " is not a whole number: " + *value);
  return number.value_or(otherwise);
}

bool Fields::flag(std::string_view name, bool otherwise) {
  const auto value = raw(name);
  return value ? *value == "true" : otherwise;
}

template <class Amount>
Amount Fields::amount(std::string_view name) {
  const auto parsed = Amount::parse(text(name));
  if (!parsed) refuse(std::string{name} + ": " + parsed.error().what);
  return parsed.value_or(Amount{});
}

Quantity Fields::quantity(std::string_view name) { return amount<Quantity>(name); }
Price Fields::price(std::string_view name) { return amount<Price>(name); }
Money Fields::money(std::string_view name) { return amount<Money>(name); }

std::optional<Price> Fields::maybe_price(std::string_view name) {
  return raw(name) ? std::optional{price(name)} : std::nullopt;
}

std::optional<Money> Fields::maybe_money(std::string_view name) {
  return raw(name) ? std::optional{money(name)} : std::nullopt;
}

std::vector<std::string> Fields::texts(std::string_view name) {
  std::vector<std::string> all;
  const auto* value = find(name);
  if (value == nullptr) return all;
  const auto* list = value->if_array();
  if (list == nullptr) {
    refuse(std::string{name} + " is not a list");
    return all;
  }
  for (const auto& item : *list) {
    const auto* text = item.if_string();
    if (text == nullptr) {
      refuse(std::string{name} + " is not a list of strings");
      return all;
    }
    all.emplace_back(text->data(), text->size());
  }
  return all;
}

UtcTime Fields::time(std::string_view name, UtcTime base) {
  const auto value = raw(name);
  if (!value) return base;
  if (const auto offset = whole_number(*value)) return base + std::chrono::seconds{*offset};
  const auto at = parse_rfc3339(*value);
  if (!at) refuse(std::string{name} + ": " + at.error().what);
  return at.value_or(base);
}

Result<void> Fields::checked() const {
  if (problem_) return fail(Fault::malformed, *problem_);
  for (const auto& member : object_) {
    const std::string name{member.key().data(), member.key().size()};
    if (std::ranges::find(read_, name) == read_.end()) {
      return fail(Fault::malformed, "nothing here is called " + name);
    }
  }
  return {};
}

}  // namespace holdfast::sim::control
