#include "platform/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <mutex>

#include "platform/escape_controls.hpp"
#include "platform/write_all.hpp"

namespace holdfast::platform {
namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::trace:
      return spdlog::level::trace;
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// Ours again; spdlog has one level more (critical).
LogLevel level_of(spdlog::level::level_enum level) {
  return static_cast<LogLevel>(
      std::min(static_cast<int>(level), static_cast<int>(LogLevel::error)));
}

// syslog's priorities, as journald reads them at the start of a line.
std::string_view journal_prefix(LogLevel level) {
  constexpr std::array<std::string_view, 5> prefixes{"<7>", "<7>", "<6>", "<4>", "<3>"};
  return prefixes.at(static_cast<std::size_t>(level));
}

void write_to_stderr(std::string_view line) {
  // Where it fails, nobody is left to tell.
  (void)write_all(STDERR_FILENO, line);
}

// Every line of the process passes here, so this is where secrets and control characters stop.
class LineSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  LineSink(LogStyle style, const Clock& clock, LineWriter writer,
           std::shared_ptr<const Redaction> redaction)
      : style_{style},
        clock_{clock},
        writer_{std::move(writer)},
        redaction_{std::move(redaction)} {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const auto level = level_of(message.level);
    const auto topic = std::string_view{message.logger_name.data(), message.logger_name.size()};
    const auto text = std::string_view{message.payload.data(), message.payload.size()};
    // Secrets first: once escaped, a key with a line end in it would no longer be recognised.
    writer_(fmt::format("{}{} {} {:<5} {}\n",
                        style_ == LogStyle::journal ? journal_prefix(level) : std::string_view{},
                        iso_text(clock_.now()), name_of(level),
                        escape_controls(redaction_->apply(topic)),
                        escape_controls(redaction_->apply(text))));
  }
  void flush_() override {}

 private:
  LogStyle style_;
  const Clock& clock_;
  LineWriter writer_;
  std::shared_ptr<const Redaction> redaction_;
};

}  // namespace

struct Log::Logger {
  std::shared_ptr<LineSink> sink;
  std::shared_ptr<spdlog::logger> strays;
};

Log::Log(LogLevel level, LogStyle style, const Clock& clock)
    : Log{level, style, clock, write_to_stderr} {}

Log::Log(LogLevel level, LogStyle style, const Clock& clock, LineWriter writer)
    : redaction_{std::make_shared<Redaction>()}, logger_{std::make_unique<Logger>()} {
  logger_->sink = std::make_shared<LineSink>(style, clock, std::move(writer), redaction_);
  logger_->sink->set_level(spdlog_level(level));
}

Log::~Log() {
  // The sink refers to a clock that may end with us; whoever logs later is not heard.
  if (logger_->strays && spdlog::default_logger() == logger_->strays) {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::null_sink_mt>()));
  }
}

bool Log::shows(LogLevel level) const { return logger_->sink->should_log(spdlog_level(level)); }

void Log::say(LogLevel level, std::string_view topic, std::string_view text) {
  if (!shows(level)) return;
  const spdlog::details::log_msg message{spdlog::string_view_t{topic.data(), topic.size()},
                                         spdlog_level(level),
                                         spdlog::string_view_t{text.data(), text.size()}};
  logger_->sink->log(message);
}

void Log::write(holdfast::LogLevel level, std::string_view topic, std::string_view text) {
  constexpr std::array<LogLevel, 4> levels{LogLevel::debug, LogLevel::info, LogLevel::warn,
                                           LogLevel::error};
  say(levels.at(static_cast<std::size_t>(level)), topic, text);
}

void Log::take_strays() {
  logger_->strays = std::make_shared<spdlog::logger>("other", logger_->sink);
  logger_->strays->set_level(logger_->sink->level());
  spdlog::set_default_logger(logger_->strays);
}

LogStyle log_style_of_stderr(std::string_view journal_stream) {
  struct stat about{};
  if (journal_stream.empty() || ::fstat(STDERR_FILENO, &about) != 0) return LogStyle::plain;
  // "device:inode"; an inherited variable says nothing when stderr was redirected since.
  const auto ours = fmt::format("{}:{}", about.st_dev, about.st_ino);
  return ours == journal_stream ? LogStyle::journal : LogStyle::plain;
}

}  // namespace holdfast::platform
