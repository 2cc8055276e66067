#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace holdfast::cli {

// The daemon's answer, flattened: "a.b" names the field b of the object a. Scalars are texts as
// sent (null is none); lists of objects are rows. What a table can show.
struct JsonTree {
  std::map<std::string, std::string, std::less<>> fields;
  std::map<std::string, std::vector<JsonTree>, std::less<>> lists;

  // The field's text; empty for null and for what is not there.
  [[nodiscard]] std::string_view text(std::string_view path) const;
  [[nodiscard]] const std::vector<JsonTree>& rows(std::string_view path) const;
};

// One JSON object. Elements of a list that are scalars become rows with the one field "".
Result<JsonTree> read_tree(std::string_view json);

}  // namespace holdfast::cli
