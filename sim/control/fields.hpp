#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/fixed.hpp"
#include "domain/time.hpp"
#include "domain/u256.hpp"

namespace holdfast::sim::control {

// Reads the members of a control body and remembers the first one that is missing or wrong, so that
// an action reads all it needs and asks once. Amounts are strings or whole numbers, never a
// floating-point number. Members that nobody read are refused: a misspelt one would do nothing.
class Fields {
 public:
  explicit Fields(const boost::json::object& object) : object_{object} {}

  std::string text(std::string_view name);
  std::string text(std::string_view name, std::string_view otherwise);
  std::optional<std::string> maybe_text(std::string_view name);
  std::int64_t number(std::string_view name, std::int64_t otherwise);
  bool flag(std::string_view name, bool otherwise);
  Quantity quantity(std::string_view name);
  Price price(std::string_view name);
  std::optional<Price> maybe_price(std::string_view name);
  Money money(std::string_view name);
  std::optional<Money> maybe_money(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  // RFC 3339, or an offset in seconds from `base`: "-3600".
  UtcTime time(std::string_view name, UtcTime base);
  const boost::json::value* find(std::string_view name);

  [[nodiscard]] Result<void> checked() const;
  void refuse(std::string what);

 private:
  std::optional<std::string> raw(std::string_view name);
  template <class Amount>
  Amount amount(std::string_view name);

  const boost::json::object& object_;
  std::vector<std::string> read_;
  std::optional<std::string> problem_;
};

}  // namespace holdfast::sim::control
