#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace holdfast::books {

// A value of somebody else's JSON file. Numbers keep their text. Words that are no JSON (NaN,
// Infinity, as Python writes them) are values too: one impossible figure must not hide the rest.
struct LooseJson {
  enum class Kind : std::uint8_t { null, boolean, number, word, string, array, object };

  Kind kind{Kind::null};
  std::string text;  // of a number, word or boolean as written; of a string its content
  std::vector<LooseJson> elements;  // of an array; of an object the fields' values
  std::vector<std::string> names;   // of an object's fields, in order; a name may come twice
  std::uint32_t line{};             // it begins on, from 1; 0: it was not read from a text

  // The last field of that name, as most readers take it; null pointer when there is none.
  [[nodiscard]] const LooseJson* find(std::string_view name) const;
  [[nodiscard]] bool is(Kind other) const { return kind == other; }
  // JSON again: words become null, of fields with one name the last stays.
  [[nodiscard]] std::string json() const;
};

// Reads a whole text. Fault::malformed when it is not whole (a file read while it was being
// written), not JSON, or nested deeper than 64: the text says in which line.
Result<LooseJson> read_loose_json(std::string_view text);

}  // namespace holdfast::books
