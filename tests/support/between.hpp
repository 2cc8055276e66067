#pragma once
#include <string>

namespace holdfast::test {

// What stands after the first `before`, up to one of the `ends`; empty where it is missing.
inline std::string between(const std::string& text, const std::string& before,
                           const std::string& ends) {
  const auto from = text.find(before);
  if (from == std::string::npos) return {};
  const auto start = from + before.size();
  return text.substr(start, text.find_first_of(ends, start) - start);
}

}  // namespace holdfast::test
