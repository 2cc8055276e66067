#pragma once
#include <cstdint>
#include <string_view>

namespace holdfast {

enum class LogLevel : std::uint8_t { debug, info, warn, error };

// Where loops talk to the operator. The topic is a word like sync or book.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(LogLevel level, std::string_view topic, std::string_view text) = 0;
};

}  // namespace holdfast
