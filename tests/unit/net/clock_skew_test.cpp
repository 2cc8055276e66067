#include "net/clock_skew.hpp"

#include <gtest/gtest.h>

#include "scripted_transport.hpp"

namespace holdfast::net {
namespace {

using namespace std::chrono_literals;

const UtcTime asked = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 9h + 44min + 14s;

HttpResponse dated(std::string date) { return status(200, {{"date", std::move(date)}}); }

TEST(ClockSkew, IsWhatAQuickAnswersDateIsApart) {
  EXPECT_EQ(clock_skew(dated("Sat, 21 Nov 2026 09:44:54 GMT"), asked, asked), 40'500ms);
  EXPECT_EQ(clock_skew(dated("Sat, 21 Nov 2026 09:43:34 GMT"), asked, asked + 1s), -40s);
}

TEST(ClockSkew, IsNoneWithinTheSecondsThatNobodyCanSee) {
  EXPECT_EQ(clock_skew(dated("Sat, 21 Nov 2026 09:44:15 GMT"), asked, asked), 0s);
  EXPECT_EQ(clock_skew(dated("Sat, 21 Nov 2026 09:44:12 GMT"), asked, asked), 0s);
}

// A retry's answer bears the date of the retry: taken for skew, it would make the listing younger.
TEST(ClockSkew, IsNoneWhereTheDateIsOfAnyMomentBetweenQuestionAndAnswer) {
  for (const auto* date : {"Sat, 21 Nov 2026 09:44:14 GMT", "Sat, 21 Nov 2026 09:44:19 GMT",
                           "Sat, 21 Nov 2026 09:44:24 GMT"}) {
    EXPECT_EQ(clock_skew(dated(date), asked, asked + 10s), 0s) << date;
  }
  EXPECT_NE(clock_skew(dated("Sat, 21 Nov 2026 09:44:27 GMT"), asked, asked + 10s), 0s);
}

TEST(ClockSkew, IsUnknownWithoutADate) {
  EXPECT_FALSE(clock_skew(status(200, {}), asked, asked));
  EXPECT_FALSE(clock_skew(dated("yesterday"), asked, asked));
}

TEST(ClockSkew, GoesOntoTheTapeAndComesBack) {
  RawTape tape;
  keep_skew(tape, asked, {});
  EXPECT_TRUE(tape.answers.empty()) << "a clock that agrees is not worth a line";
  EXPECT_EQ(kept_skew(tape.answers), 0s);
  keep_skew(tape, asked, -40'250ms);
  EXPECT_EQ(kept_skew(tape.answers), -40'250ms);
}

}  // namespace
}  // namespace holdfast::net
