#include "net/retry_after.hpp"

#include <gtest/gtest.h>

#include "net/http_date.hpp"
#include "scripted_transport.hpp"

namespace holdfast::net {
namespace {

using namespace std::chrono_literals;

const UtcTime now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 9h + 44min + 14s;

std::optional<Duration> wish(std::string text) {
  return retry_after(status(429, {{"retry-after", std::move(text)}}), now);
}

TEST(RetryAfter, ReadsSeconds) {
  EXPECT_EQ(wish("0"), 0s);
  EXPECT_EQ(wish("1"), 1s);
  EXPECT_EQ(wish("120"), 120s);
  EXPECT_EQ(wish("0.2"), 1s);
  EXPECT_EQ(wish("1.000"), 1s);
}

TEST(RetryAfter, CapsAbsurdNumbers) {
  EXPECT_EQ(wish("301"), 300s);
  EXPECT_EQ(wish("1000000000"), 300s);
  EXPECT_EQ(wish("99999999999999999999999999999999999999"), 300s);
  EXPECT_EQ(wish("Sun, 22 Nov 2026 09:44:14 GMT"), 300s);
  EXPECT_EQ(wish("Fri, 31 Dec 9999 23:59:59 GMT"), 300s);
}

TEST(RetryAfter, IgnoresNonsense) {
  for (const auto* text : {"", "-1", "+5", "1e9", "soon", "5 s", " ", "0x10", "1.", ".5", "1.2.3",
                           "Sat, 21 Nov 2026 25:00:00 GMT", "Sat, 31 Feb 2026 09:00:00 GMT",
                           "21 Nov 2026 09:45:00 GMT", "Sat, 21 Nov 2026 09:45:00"}) {
    EXPECT_EQ(wish(text), std::nullopt) << text;
  }
  EXPECT_EQ(retry_after(status(429), now), std::nullopt);
}

TEST(RetryAfter, ReadsTheThreeFormsOfADate) {
  EXPECT_EQ(wish("Sat, 21 Nov 2026 09:45:14 GMT"), 60s);
  EXPECT_EQ(wish("Saturday, 21-Nov-26 09:45:14 GMT"), 60s);
  EXPECT_EQ(wish("Sat Nov 21 09:45:14 2026"), 60s);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994", now),
            std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + 8h + 49min + 37s);
}

TEST(RetryAfter, ADateThatIsPastMeansNow) {
  EXPECT_EQ(wish("Sat, 21 Nov 2026 09:44:14 GMT"), 0s);
  EXPECT_EQ(wish("Thu, 01 Jan 1970 00:00:00 GMT"), 0s);
}

TEST(RetryAfter, ADateCountsFromTheAnswersOwnDate) {
  // Our clock is an hour ahead: measured by it the moment would seem past.
  const auto answer = status(429, {{"Date", "Sat, 21 Nov 2026 08:44:00 GMT"},
                                   {"Retry-After", "Sat, 21 Nov 2026 08:44:30 GMT"}});
  EXPECT_EQ(retry_after(answer, now), 30s);
}

TEST(RetryAfter, OfSeveralHeadersTheLongestWins) {
  const auto answer =
      status(429, {{"Retry-After", "5"}, {"RETRY-AFTER", "9"}, {"Retry-After", "x"}});
  EXPECT_EQ(retry_after(answer, now), 9s);
}

TEST(RetryAfter, ATwoDigitYearIsTheNearOne) {
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", now),
            std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + 8h + 49min + 37s);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-30 08:49:37 GMT", now),
            std::chrono::sys_days{std::chrono::year{2030} / 11 / 6} + 8h + 49min + 37s);
}

}  // namespace
}  // namespace holdfast::net
