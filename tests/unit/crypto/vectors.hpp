#pragma once
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <string>

namespace holdfast::crypto {

// A file of tests/vectors.
inline boost::json::value vectors(const std::string& name) {
  std::ifstream file{std::string{HOLDFAST_SOURCE_DIR} + "/tests/vectors/" + name};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  return boost::json::parse(text);
}

inline std::string text_at(const boost::json::value& value, const char* key) {
  return std::string{value.at(key).as_string()};
}

}  // namespace holdfast::crypto
