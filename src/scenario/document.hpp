#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace holdfast::scenario {

struct Field;

// A JSON value that knows its line.
struct Value {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

  Kind kind{Kind::null};
  std::size_t line{1};
  std::string text;  // of a string its content, of a number or boolean as written
  std::vector<Value> elements;
  std::vector<Field> fields;

  [[nodiscard]] bool is(Kind other) const { return kind == other; }
  // Null pointer when there is none.
  [[nodiscard]] const Value* find(std::string_view name) const;
};

struct Field {
  std::string name;
  Value value;
};

// One JSON object, strictly read.
Result<Value> read_document(std::string_view text);

}  // namespace holdfast::scenario
