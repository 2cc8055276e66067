#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace holdfast {

// Whether another parser takes it for JSON, whole and nothing behind it: what the engine's reader
// accepts must be.
inline bool is_whole_json(std::string_view text) {
  boost::json::error_code error;
  boost::json::parse_options options;
  options.max_depth = 128;
  options.allow_invalid_utf8 = false;
  boost::json::parse(text, error, {}, options);
  // It wants to convert numbers that we only keep as text.
  return !error || error == boost::json::error::exponent_overflow;
}

// One input of a body's target: the first byte chooses the parser, the rest is the body.
template <class Accepted>
int judge_body(const std::uint8_t* data, std::size_t size, Accepted accepted) {
  if (size == 0) return 0;
  const std::string_view body{reinterpret_cast<const char*>(data) + 1, size - 1};
  if (accepted(data[0], body) && !is_whole_json(body)) std::abort();
  return 0;
}

}  // namespace holdfast
