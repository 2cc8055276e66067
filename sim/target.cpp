#include "sim/target.hpp"

#include <charconv>

namespace holdfast::sim {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
               hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

Target::Target(std::string_view target) {
  const auto mark = std::min(target.find('?'), target.size());
  path_ = target.substr(0, mark);
  for (const auto& segment : split(path_, '/')) segments_.push_back(percent_decoded(segment));
  if (mark == target.size()) return;
  for (const auto& pair : split(target.substr(mark + 1), '&')) {
    const auto equals = std::min(pair.find('='), pair.size());
    query_.emplace_back(percent_decoded(pair.substr(0, equals)),
                        equals == pair.size() ? "" : percent_decoded(pair.substr(equals + 1)));
  }
}

const std::string* Target::find(std::string_view key) const {
  for (const auto& [name, value] : query_) {
    if (name == key) return &value;
  }
  return nullptr;
}

std::string Target::value(std::string_view key, std::string_view otherwise) const {
  const auto* found = find(key);
  return found == nullptr ? std::string{otherwise} : *found;
}

std::vector<std::string> Target::values(std::string_view key) const {
  std::vector<std::string> all;
  for (const auto& [name, value] : query_) {
    if (name != key && name != std::string{key} + "[]") continue;
    for (auto& part : split(value, ',')) all.push_back(std::move(part));
  }
  return all;
}

}  // namespace holdfast::sim
