#pragma once
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::sim {

// What a client of a stream sends; none when it is no JSON object.
inline std::optional<boost::json::object> stream_message(std::string_view text) {
  boost::json::error_code error;
  auto value = boost::json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

inline std::string member(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains({name.data(), name.size()});
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

inline std::vector<std::string> members(const boost::json::object& object, std::string_view name) {
  std::vector<std::string> all;
  const auto* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_array()) return all;
  for (const auto& one : value->get_array()) {
    if (const auto* text = one.if_string()) all.emplace_back(text->data(), text->size());
  }
  return all;
}

}  // namespace holdfast::sim
