#include "sim/pacifica/order_body.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace holdfast::sim::pacifica {
namespace {

constexpr std::array<std::string_view, 5> envelope{"account", "agent_wallet", "signature",
                                                   "timestamp", "expiry_window"};

}  // namespace

OrderBody::OrderBody(const std::string& text) {
  boost::json::error_code error;
  const auto value = boost::json::parse(text, error);
  if (!error && value.is_object()) object_ = value.get_object();
  read_.assign(envelope.begin(), envelope.end());
}

const boost::json::value* OrderBody::find(std::string_view name) {
  read_.emplace_back(name);
  const auto* value = object_.if_contains({name.data(), name.size()});
  return value == nullptr || value->is_null() ? nullptr : value;
}

void OrderBody::refuse(std::string what) {
  if (problem_.empty()) problem_ = std::move(what);
}

std::string OrderBody::text(std::string_view name) {
  if (!object_.contains({name.data(), name.size()}))
    refuse("missing field `" + std::string{name} + "`");
  return text(name, "");
}

std::string OrderBody::text(std::string_view name, std::string_view otherwise) {
  const auto* value = find(name);
  if (value == nullptr) return std::string{otherwise};
  const auto* text = value->if_string();
  if (text == nullptr) {
    refuse("invalid type for `" + std::string{name} + "`, expected a string");
    return std::string{otherwise};
  }
  return {text->data(), text->size()};
}

bool OrderBody::flag(std::string_view name, bool otherwise) {
  const auto* value = find(name);
  if (value == nullptr) return otherwise;
  if (!value->is_bool()) refuse("invalid type for `" + std::string{name} + "`, expected a boolean");
  return value->is_bool() ? value->get_bool() : otherwise;
}

std::int64_t OrderBody::whole(std::string_view name, std::int64_t otherwise) {
  const auto* value = find(name);
  if (value == nullptr) return otherwise;
  if (!value->is_int64())
    refuse("invalid type for `" + std::string{name} + "`, expected an integer");
  return value->is_int64() ? value->get_int64() : otherwise;
}

Quantity OrderBody::amount(std::string_view name) {
  const auto parsed = Quantity::parse(text(name));
  if (!parsed) refuse("invalid decimal in `" + std::string{name} + "`");
  return parsed.value_or(Quantity{});
}

Price OrderBody::price(std::string_view name) {
  const auto parsed = Price::parse(text(name));
  if (!parsed) refuse("invalid decimal in `" + std::string{name} + "`");
  return parsed.value_or(Price{});
}

std::optional<Price> OrderBody::maybe_price(std::string_view name) {
  if (find(name) == nullptr) return std::nullopt;
  return price(name);
}

std::optional<OrderBody> OrderBody::part(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) {
    refuse("invalid type for `" + std::string{name} + "`, expected an object");
    return std::nullopt;
  }
  return OrderBody{value->get_object()};
}

bool OrderBody::is_buy() {
  const auto side = text("side");
  if (side != "bid" && side != "ask") refuse("unknown variant for `side`, expected bid or ask");
  return side == "bid";
}

std::optional<Refused> OrderBody::refused() const {
  std::string what = problem_;
  for (const auto& member : object_) {
    const std::string name{member.key().data(), member.key().size()};
    if (what.empty() && std::ranges::find(read_, name) == read_.end()) {
      what = "unknown field `" + name + "`";
    }
  }
  if (what.empty()) return std::nullopt;
  return Refused{.status = 400, .code = 400, .error = "Invalid request: " + what};
}

}  // namespace holdfast::sim::pacifica
