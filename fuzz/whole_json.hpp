#pragma once
#include <boost/json.hpp>
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

}  // namespace holdfast
