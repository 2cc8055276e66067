#pragma once
#include "platform/log.hpp"
#include "ports/log_sink.hpp"

namespace holdfast::daemon {

// The loops' door to the log.
class LogVoice final : public LogSink {
 public:
  explicit LogVoice(platform::Log& log) : log_{log} {}
  void write(LogLevel level, std::string_view topic, std::string_view text) override {
    switch (level) {
      case LogLevel::debug:
        return log_.debug(topic, text);
      case LogLevel::info:
        return log_.info(topic, text);
      case LogLevel::warn:
        return log_.warn(topic, text);
      case LogLevel::error:
        return log_.error(topic, text);
    }
  }

 private:
  platform::Log& log_;
};

}  // namespace holdfast::daemon
