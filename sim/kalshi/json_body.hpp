#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <set>
#include <string>

#include "domain/fixed.hpp"
#include "sim/kalshi/parameters.hpp"

namespace holdfast::sim::kalshi {

// A write's body as Kalshi's Go decoder takes it: strings stay strings, unknown members are
// refused. Remembers the first thing that is wrong, so that a handler reads all and asks once.
// Numbers for strings answer 400 in the decoder's own words (recorded June 2026); the words for an
// unknown and for a missing member were never recorded.
class JsonBody {
 public:
  // `type` is the Go struct's name in the decoder's errors: "CreateOrderV2Request".
  JsonBody(boost::json::object object, std::string type)
      : object_{std::move(object)}, type_{std::move(type)} {}
  static Parameter<JsonBody> read(const Call& call, std::string type);

  std::string text(std::string_view name);  // must be there
  std::string text(std::string_view name, std::string_view otherwise);
  std::optional<std::int64_t> number(std::string_view name);
  bool flag(std::string_view name);
  // Every object of a list member; none and a problem when there is no such list.
  std::vector<boost::json::object> objects(std::string_view name);
  // A count of 0-2 decimals above zero; a price of 2-4 decimals. Decimals in a string.
  Quantity count(std::string_view name);
  Price price(std::string_view name);

  [[nodiscard]] bool has(std::string_view name) const;
  // What is wrong with it; none when nothing is and every member was read.
  [[nodiscard]] std::optional<Answer> problem() const;

 private:
  const boost::json::value* find(std::string_view name);
  void wrong_kind(std::string_view name, const boost::json::value& value, std::string_view kind);
  void refuse(Answer answer);

  boost::json::object object_;
  std::string type_;
  std::set<std::string, std::less<>> read_;
  std::optional<Answer> problem_;
};

}  // namespace holdfast::sim::kalshi
