#include "scenario/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>

#include "domain/fixed.hpp"
#include "scenario/embedded.hpp"

namespace holdfast::scenario {
namespace {

constexpr std::array<std::string_view, 20> schema_words{"$schema",
                                                        "title",
                                                        "description",
                                                        "$defs",
                                                        "$ref",
                                                        "type",
                                                        "enum",
                                                        "const",
                                                        "pattern",
                                                        "minimum",
                                                        "maximum",
                                                        "minLength",
                                                        "minItems",
                                                        "items",
                                                        "required",
                                                        "properties",
                                                        "additionalProperties",
                                                        "minProperties",
                                                        "anyOf",
                                                        "dependentRequired"};

bool is_whole(const Value& value) {
  return value.is(Value::Kind::number) && value.text.find_first_of(".eE") == std::string::npos;
}

bool is_of(const Value& value, std::string_view type) {
  if (type == "object") return value.is(Value::Kind::object);
  if (type == "array") return value.is(Value::Kind::array);
  if (type == "string") return value.is(Value::Kind::string);
  if (type == "boolean") return value.is(Value::Kind::boolean);
  if (type == "null") return value.is(Value::Kind::null);
  return type == "integer" ? is_whole(value) : value.is(Value::Kind::number);
}

// What there is to choose from: the words of a list, the names of an object.
std::string choice(const Value& from) {
  std::vector<std::string> words;
  for (const Value& value : from.elements) words.push_back(value.text);
  for (const Field& field : from.fields) words.push_back(field.name);
  return fmt::format("{}", fmt::join(words, ", "));
}

class SchemaCheck {
 public:
  explicit SchemaCheck(const Value& schema) : root_{schema} {}

  // False: the refusal says why.
  bool fits(const Value& value, const Value& schema, const std::string& where) {
    if (const Value* other = schema.find("$ref"); other && !fits(value, named(*other), where)) {
      return false;
    }
    return fits_type(value, schema, where) && fits_words(value, schema, where) &&
           fits_numbers(value, schema, where) && fits_list(value, schema, where) &&
           fits_names(value, schema, where) && fits_members(value, schema, where) &&
           fits_one_of(value, schema, where);
  }
  std::optional<Refusal> refusal;

 private:
  bool refuse(const Value& value, const std::string& where, const std::string& what) {
    refusal = Refusal{value.line, where + ": " + what, false};
    return false;
  }

  // "#/$defs/amount"
  [[nodiscard]] const Value& named(const Value& reference) const {
    return *root_.find("$defs")->find(reference.text.substr(reference.text.rfind('/') + 1));
  }

  bool fits_type(const Value& value, const Value& schema, const std::string& where) {
    const Value* type = schema.find("type");
    if (type == nullptr) return true;
    if (type->is(Value::Kind::string)) {
      return is_of(value, type->text) || refuse(value, where, "is no " + type->text);
    }
    const auto is = [&](const Value& one) { return is_of(value, one.text); };
    return std::ranges::any_of(type->elements, is) ||
           refuse(value, where, "is none of " + choice(*type));
  }

  bool fits_words(const Value& value, const Value& schema, const std::string& where) {
    const auto same = [&](const Value& one) {
      return one.kind == value.kind && one.text == value.text;
    };
    if (const Value* words = schema.find("enum");
        words && !std::ranges::any_of(words->elements, same)) {
      return refuse(value, where, fmt::format("is one of {}, not {}", choice(*words), value.text));
    }
    if (const Value* word = schema.find("const"); word && !same(*word)) {
      return refuse(value, where, fmt::format("is {}, not {}", word->text, value.text));
    }
    const Value* pattern = schema.find("pattern");
    if (pattern == nullptr || !value.is(Value::Kind::string)) return true;
    if (std::regex_search(value.text, std::regex{pattern->text})) return true;
    const Value* meaning = schema.find("description");
    return refuse(value, where,
                  fmt::format("cannot be \"{}\": {}", value.text,
                              meaning == nullptr ? pattern->text : meaning->text));
  }

  bool fits_numbers(const Value& value, const Value& schema, const std::string& where) {
    const Value* least = schema.find("minimum");
    const Value* most = schema.find("maximum");
    if (!value.is(Value::Kind::number) || (least == nullptr && most == nullptr)) return true;
    const auto number = Quantity::parse(value.text);
    const auto beyond = [&](const Value* limit, bool above) {
      if (limit == nullptr || !number) return false;
      const auto edge = *Quantity::parse(limit->text);
      return above ? edge < *number : *number < edge;
    };
    if (number && !beyond(least, false) && !beyond(most, true)) return true;
    return refuse(value, where,
                  fmt::format("is within {}..{}, not {}", least == nullptr ? "" : least->text,
                              most == nullptr ? "" : most->text, value.text));
  }

  bool fits_list(const Value& value, const Value& schema, const std::string& where) {
    const auto fewer = [&](std::string_view word, std::size_t size) {
      const Value* least = schema.find(word);
      return least != nullptr && size < std::stoul(least->text);
    };
    if (value.is(Value::Kind::array) && fewer("minItems", value.elements.size())) {
      return refuse(value, where, "is empty");
    }
    if (value.is(Value::Kind::string) && fewer("minLength", value.text.size())) {
      return refuse(value, where, "is empty");
    }
    if (value.is(Value::Kind::object) && fewer("minProperties", value.fields.size())) {
      return refuse(value, where, "is empty");
    }
    const Value* items = schema.find("items");
    for (std::size_t i = 0; items != nullptr && i < value.elements.size(); ++i) {
      if (!fits(value.elements[i], *items, fmt::format("{}[{}]", where, i))) return false;
    }
    return true;
  }

  bool fits_names(const Value& value, const Value& schema, const std::string& where) {
    if (!value.is(Value::Kind::object)) return true;
    const Value* required = schema.find("required");
    for (std::size_t i = 0; required != nullptr && i < required->elements.size(); ++i) {
      const std::string& name = required->elements[i].text;
      if (value.find(name) == nullptr) return refuse(value, where, "needs " + name);
    }
    const Value* dependent = schema.find("dependentRequired");
    for (std::size_t i = 0; dependent != nullptr && i < dependent->fields.size(); ++i) {
      const auto& [name, others] = dependent->fields[i];
      for (const Value& other : others.elements) {
        if (value.find(name) == nullptr || value.find(other.text) != nullptr) continue;
        return refuse(value, where, name + " goes with " + other.text);
      }
    }
    return true;
  }

  bool fits_members(const Value& value, const Value& schema, const std::string& where) {
    const Value* known = schema.find("properties");
    const Value* others = schema.find("additionalProperties");
    for (const auto& [name, member] : value.fields) {
      const std::string inside = where == "file" ? name : where + "." + name;
      const Value* its = known == nullptr ? nullptr : known->find(name);
      if (its != nullptr) {
        if (!fits(member, *its, inside)) return false;
      } else if (others != nullptr && others->is(Value::Kind::boolean)) {
        return refuse(member, where,
                      fmt::format("nothing here is called {}, only {}", name, choice(*known)));
      } else if (others != nullptr && !fits(member, *others, inside)) {
        return false;
      }
    }
    return true;
  }

  // Of several shapes the one that is of the value's kind tells what is wrong.
  bool fits_one_of(const Value& value, const Value& schema, const std::string& where) {
    const Value* shapes = schema.find("anyOf");
    if (shapes == nullptr) return true;
    std::optional<Refusal> nearest;
    for (const Value& shape : shapes->elements) {
      if (fits(value, shape, where)) {
        refusal.reset();
        return true;
      }
      if (!nearest || refusal->line > nearest->line ||
          !refusal->what.starts_with(where + ": is no")) {
        nearest = refusal;
      }
    }
    refusal = nearest;
    return false;
  }

  const Value& root_;
};

}  // namespace

std::string_view schema() {
  for (const auto& file : embedded::scenario()) {
    if (file.name == "schema.json") return file.bytes;
  }
  return {};
}

std::optional<Refusal> misfit(const Value& file) {
  static const Value known = read_document(schema()).value();
  SchemaCheck check{known};
  return check.fits(file, known, "file") ? std::nullopt : check.refusal;
}

bool is_schema_word(std::string_view word) {
  return std::ranges::find(schema_words, word) != schema_words.end();
}

}  // namespace holdfast::scenario
