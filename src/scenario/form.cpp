#include "scenario/form.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace holdfast::scenario {

Form::Form(const Value& value, std::string where, std::optional<Refusal>& refusal)
    : value_{value}, where_{std::move(where)}, refusal_{refusal} {
  if (!value.is(Value::Kind::object)) refuse("is not an object");
}

void Form::refuse(std::string what) { refuse_at(value_, std::move(what)); }

void Form::refuse_at(const Value& value, std::string what) {
  if (!refusal_) refusal_ = Refusal{value.line, where_ + ": " + std::move(what), false};
}

void Form::unsupported(std::string what) {
  if (!refusal_) refusal_ = Refusal{value_.line, where_ + ": " + std::move(what), true};
}

const Value* Form::find(std::string_view name) {
  read_.emplace_back(name);
  return value_.find(name);
}

std::optional<std::string> Form::scalar(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr || value->is(Value::Kind::null)) return std::nullopt;
  if (value->is(Value::Kind::string) || value->is(Value::Kind::number)) return value->text;
  refuse_at(*value, std::string{name} + " is neither a string nor a number");
  return std::nullopt;
}

std::string Form::text(std::string_view name) {
  auto value = scalar(name);
  if (!value || value->empty()) refuse("needs " + std::string{name});
  return value.value_or("");
}

std::string Form::text(std::string_view name, std::string_view otherwise) {
  return scalar(name).value_or(std::string{otherwise});
}

std::string Form::word(std::string_view name, std::initializer_list<std::string_view> words,
                       std::string_view otherwise) {
  auto chosen = text(name, otherwise);
  if (std::ranges::find(words, chosen) != words.end()) return chosen;
  std::string all;
  for (const std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string{word};
  refuse(std::string{name} + " is one of " + all + ", not " + chosen);
  return std::string{*words.begin()};
}

std::int64_t Form::whole(std::string_view name, std::int64_t otherwise) {
  const auto text = scalar(name);
  if (!text) return otherwise;
  std::int64_t number{};
  const auto* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc{} || stop != end) {
    refuse(std::string{name} + " is no whole number: " + *text);
  }
  return number;
}

bool Form::flag(std::string_view name, bool otherwise) {
  const Value* value = find(name);
  if (value == nullptr) return otherwise;
  if (!value->is(Value::Kind::boolean)) {
    refuse_at(*value, std::string{name} + " is neither true nor false");
  }
  return value->text == "true";
}

const std::vector<Value>& Form::list(std::string_view name) {
  static const std::vector<Value> none;
  const Value* value = find(name);
  if (value == nullptr || value->is(Value::Kind::null)) return none;
  if (!value->is(Value::Kind::array)) refuse_at(*value, std::string{name} + " is not a list");
  return value->elements;
}

void Form::close() {
  for (const auto& [name, value] : value_.fields) {
    if (std::ranges::find(read_, name) == read_.end()) {
      refuse_at(value, "nothing here is called " + name);
    }
  }
}

}  // namespace holdfast::scenario
