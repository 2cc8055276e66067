#pragma once
#include <boost/json/object.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "sim/call.hpp"
#include "sim/pacifica/exchange.hpp"

namespace holdfast::sim::pacifica {

// The members of a signed body, which the guard has found to be an object. Remembers the first one
// that is missing or wrong; a member that nobody asked for is refused too.
class OrderBody {
 public:
  explicit OrderBody(const std::string& text);
  explicit OrderBody(boost::json::object object) : object_{std::move(object)} {}

  std::string text(std::string_view name);
  std::string text(std::string_view name, std::string_view otherwise);
  bool flag(std::string_view name, bool otherwise);
  std::int64_t whole(std::string_view name, std::int64_t otherwise);
  // Amounts and prices are texts; a number in their place is refused.
  Quantity amount(std::string_view name);
  Price price(std::string_view name);
  std::optional<Price> maybe_price(std::string_view name);
  std::optional<OrderBody> part(std::string_view name);
  // True for a buy: side is bid or ask, and nothing else.
  bool is_buy();

  // What is wrong, after everything was read.
  [[nodiscard]] std::optional<Refused> refused() const;
  void refuse(std::string what);

 private:
  const boost::json::value* find(std::string_view name);
  boost::json::object object_;
  std::vector<std::string> read_;
  std::string problem_;
};

}  // namespace holdfast::sim::pacifica
