#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/fixed.hpp"
#include "domain/time.hpp"
#include "scenario/document.hpp"

namespace holdfast::scenario {

// Why a file cannot be run. `unsupported` files are well formed but need what this version has not.
struct Refusal {
  std::size_t line{1};
  std::string what;
  bool unsupported{};
};

// Reads the members of one object of a scenario and keeps the first thing that is wrong; what it
// returns after that is not to be used. Members that nobody read are refused by close(): a misspelt
// one would assert nothing.
class Form {
 public:
  Form(const Value& value, std::string where, std::optional<Refusal>& refusal);

  [[nodiscard]] bool has(std::string_view name) const { return value_.find(name) != nullptr; }
  [[nodiscard]] std::size_t line() const { return value_.line; }
  const Value* find(std::string_view name);
  std::string text(std::string_view name);
  std::string text(std::string_view name, std::string_view otherwise);
  std::string word(std::string_view name, std::initializer_list<std::string_view> words,
                   std::string_view otherwise);
  std::int64_t whole(std::string_view name, std::int64_t otherwise);
  bool flag(std::string_view name, bool otherwise);
  template <class Amount>
  std::optional<Amount> maybe_amount(std::string_view name) {
    const auto text = scalar(name);
    if (!text) return std::nullopt;
    const auto amount = Amount::parse(*text);
    if (!amount) refuse(std::string{name} + " is no exact decimal: " + *text);
    return amount ? std::optional{*amount} : std::nullopt;
  }
  template <class Amount>
  Amount amount(std::string_view name) {
    if (!has(name)) refuse("needs " + std::string{name});
    return maybe_amount<Amount>(name).value_or(Amount{});
  }
  // The elements of a list; none when it is not there.
  const std::vector<Value>& list(std::string_view name);
  void refuse(std::string what);
  void refuse_at(const Value& value, std::string what);
  void unsupported(std::string what);
  void close();

 private:
  std::optional<std::string> scalar(std::string_view name);

  const Value& value_;
  std::string where_;
  std::optional<Refusal>& refusal_;
  std::vector<std::string> read_;
};

}  // namespace holdfast::scenario
