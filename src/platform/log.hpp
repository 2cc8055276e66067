#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/config.hpp"
#include "platform/redaction.hpp"
#include "ports/clock.hpp"
#include "ports/log_sink.hpp"

namespace holdfast::platform {

// Where finished lines go (each ends in '\n'). Called under the log's lock.
using LineWriter = std::function<void(std::string_view line)>;

// `journal` puts the priority in front (<6>), which journald turns into its own field.
enum class LogStyle : std::uint8_t { plain, journal };

// journal when JOURNAL_STREAM (its value, "" for unset) names what stderr is connected to.
LogStyle log_style_of_stderr(std::string_view journal_stream);

// One line per message on stderr: 2026-11-21T09:44:14.123Z info  sync  kalshi/main: 18 holdings
// Control characters are escaped, so text from a venue cannot forge a line or colour a terminal,
// and registered secrets become ***, whoever logs them. Safe from any thread.
class Log final : public LogSink {
 public:
  Log(LogLevel level, LogStyle style, const Clock& clock);                     // to stderr
  Log(LogLevel level, LogStyle style, const Clock& clock, LineWriter writer);  // elsewhere
  ~Log() override;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // For the loops, which know only the port.
  void write(holdfast::LogLevel level, std::string_view topic, std::string_view text) override;
  // topic: a word like sync, http, ledger.
  void say(LogLevel level, std::string_view topic, std::string_view text);
  void debug(std::string_view topic, std::string_view text) { say(LogLevel::debug, topic, text); }
  void info(std::string_view topic, std::string_view text) { say(LogLevel::info, topic, text); }
  void warn(std::string_view topic, std::string_view text) { say(LogLevel::warn, topic, text); }
  void error(std::string_view topic, std::string_view text) { say(LogLevel::error, topic, text); }

  [[nodiscard]] bool shows(LogLevel level) const;

  // Lines that a library writes through spdlog's default logger come here too, from now until
  // this log ends.
  void take_strays();

  // From now on no line shows the secret or eight consecutive characters of it.
  void hide(const Secret& secret) { redaction_->hide(secret.reveal()); }
  void hide(std::string_view secret_text) { redaction_->hide(secret_text); }

 private:
  std::shared_ptr<Redaction> redaction_;
  struct Logger;
  std::unique_ptr<Logger> logger_;
};

}  // namespace holdfast::platform
