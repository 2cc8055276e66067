#include "platform/log.hpp"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/escape_controls.hpp"

namespace holdfast::platform {
namespace {

class FixedClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override {
    return parse_rfc3339("2026-11-21T09:44:14.123Z").value();
  }
  [[nodiscard]] Duration uptime() const override { return {}; }
  boost::asio::awaitable<void> sleep_for(Duration) override { co_return; }
};

class LogTest : public testing::Test {
 protected:
  FixedClock clock_;
  std::string lines_;
  LineWriter writer_ = [this](std::string_view line) { lines_ += line; };
};

TEST_F(LogTest, WritesOneLineInItsForm) {
  Log log{LogLevel::info, LogStyle::plain, clock_, writer_};
  log.info("sync", "kalshi/main: 18 holdings");
  log.debug("sync", "unseen");
  log.warn("ledger", "slow");
  EXPECT_EQ(lines_,
            "2026-11-21T09:44:14.123Z info sync  kalshi/main: 18 holdings\n"
            "2026-11-21T09:44:14.123Z warn ledger slow\n");
}

TEST_F(LogTest, TakesTheLevelsOfThePort) {
  Log log{LogLevel::debug, LogStyle::plain, clock_, writer_};
  LogSink& port = log;
  port.write(holdfast::LogLevel::debug, "book", "1");
  port.write(holdfast::LogLevel::info, "book", "2");
  port.write(holdfast::LogLevel::warn, "book", "3");
  port.write(holdfast::LogLevel::error, "book", "4");
  for (const auto* const end :
       {"debug book  1\n", "info book  2\n", "warn book  3\n", "error book  4\n"}) {
    EXPECT_NE(lines_.find(end), std::string::npos) << lines_;
  }
}

TEST_F(LogTest, GivesTheJournalItsPriorities) {
  Log log{LogLevel::debug, LogStyle::journal, clock_, writer_};
  log.error("a", "x");
  log.warn("a", "x");
  log.info("a", "x");
  log.debug("a", "x");
  EXPECT_EQ(lines_.substr(0, 3), "<3>");
  EXPECT_NE(lines_.find("\n<4>"), std::string::npos);
  EXPECT_NE(lines_.find("\n<6>"), std::string::npos);
  EXPECT_NE(lines_.find("\n<7>"), std::string::npos);
}

TEST_F(LogTest, ShowsNoRegisteredSecretWhoeverLogsIt) {
  Log log{LogLevel::trace, LogStyle::plain, clock_, writer_};
  log.take_strays();
  log.hide(Secret{"0xcanary-0123456789"});
  log.info("sync", "key 0xcanary-0123456789 and a piece: ry-012345");
  spdlog::warn("stray canary-0123456789");
  EXPECT_EQ(lines_.find("canary"), std::string::npos) << lines_;
  EXPECT_EQ(lines_.find("012345"), std::string::npos) << lines_;
  EXPECT_NE(lines_.find("key *** and a piece: ***\n"), std::string::npos) << lines_;
  EXPECT_NE(lines_.find("warn other stray ***"), std::string::npos) << lines_;
}

TEST_F(LogTest, LetsNoTextForgeALine) {
  Log log{LogLevel::info, LogStyle::plain, clock_, writer_};
  log.info("sync", "title\n2026-11-21T09:44:14.123Z error forged\x1b[31m\r\u202e");
  EXPECT_EQ(std::ranges::count(lines_, '\n'), 1);
  EXPECT_NE(lines_.find("title\\n2026"), std::string::npos);
  EXPECT_NE(lines_.find("forged\\x1b[31m\\r\\u202e"), std::string::npos) << lines_;
}

TEST_F(LogTest, OutlivesItsStrays) {
  {
    Log log{LogLevel::info, LogStyle::plain, clock_, writer_};
    log.take_strays();
  }
  spdlog::error("nobody hears this");
  EXPECT_TRUE(lines_.empty());
}

TEST(LogStyleOfStderr, IsTheJournalsOnlyWhenStderrLeadsThere) {
  EXPECT_EQ(log_style_of_stderr(""), LogStyle::plain);
  EXPECT_EQ(log_style_of_stderr("1:2"), LogStyle::plain);
  struct stat about{};
  ASSERT_EQ(::fstat(STDERR_FILENO, &about), 0);
  const auto ours = std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino);
  EXPECT_EQ(log_style_of_stderr(ours), LogStyle::journal);
}

TEST(Redaction, HidesEveryWindowInEveryForm) {
  Redaction redaction;
  redaction.hide("Canary-SECRET-value-1");
  for (const auto* const text :
       {"Canary-S", "SECRET-v", "-value-1", "canary-secret-value-1", "CANARY-SECRET-VALUE-1",
        "43616e6172792d534543524554", "Q2FuYXJ5LVNFQ1JFVC12YWx1ZS0x", "YW5hcnktU0VDUkVULXZhbHVl",
        "bmFyeS1TRUNSRVQtdmFsdWUt"}) {
    EXPECT_EQ(redaction.apply(text), "***") << text;
  }
  EXPECT_EQ(redaction.apply("a Canary-SECRET-value-1b"), "a ***b");
  EXPECT_EQ(redaction.apply("Canary-"), "Canary-");
}

TEST(Redaction, HidesTheLinesOfAKeyFileButNotItsFrame) {
  Redaction redaction;
  redaction.hide(
      "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\r\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n");
  EXPECT_EQ(redaction.apply("x MIIEvQIBADANBg y"), "x *** y");
  EXPECT_EQ(redaction.apply("kqhkiG9w0BAQEF"), "***");
  EXPECT_EQ(redaction.apply("no -----BEGIN PRIVATE KEY----- found"),
            "no -----BEGIN PRIVATE KEY----- found");
}

TEST(Redaction, LeavesOtherTextAlone) {
  Redaction redaction;
  const std::string text = "kalshi/main: 18 holdings, agrees";
  EXPECT_EQ(redaction.apply(text), text);
  redaction.hide("canary-canary");
  redaction.hide("short");
  EXPECT_EQ(redaction.apply(text), text);
  EXPECT_EQ(redaction.apply("short"), "short");
}

TEST(EscapeControls, KeepsOrdinaryTextInEveryScript) {
  const std::string text = "Fed cuts Dec — “señor” 日本 🙂 \\";
  EXPECT_EQ(escape_controls(text), text);
}

TEST(EscapeControls, ShowsWhatCannotBeSeen) {
  EXPECT_EQ(escape_controls(std::string_view{"a\0b", 3}), "a\\x00b");
  EXPECT_EQ(escape_controls("\x7f\xc2\x85\t"), "\\x7f\\x85\\t");
  EXPECT_EQ(escape_controls("\u2028\u2066\u200b\ufeff"), "\\u2028\\u2066\\u200b\\ufeff");
  // Overlong, surrogate, cut, beyond Unicode, lone continuation.
  EXPECT_EQ(escape_controls("\xc0\x8a"), "\\xc0\\x8a");
  EXPECT_EQ(escape_controls("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ(escape_controls("a\xe2\x80"), "a\\xe2\\x80");
  EXPECT_EQ(escape_controls("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(escape_controls("\x80z"), "\\x80z");
}

}  // namespace
}  // namespace holdfast::platform
