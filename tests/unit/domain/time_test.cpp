#include "domain/time.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

std::string round_trip(std::string_view text) { return iso_text(parse_rfc3339(text).value()); }

TEST(Time, ReadsEveryFormVenuesWrite) {
  EXPECT_EQ(round_trip("2026-06-11T06:29:30.165032Z"), "2026-06-11T06:29:30.165Z");
  EXPECT_EQ(round_trip("2026-06-11T06:29:30Z"), "2026-06-11T06:29:30.000Z");
  EXPECT_EQ(round_trip("2026-06-11T08:29:30.5+02:00"), "2026-06-11T06:29:30.500Z");
  EXPECT_EQ(round_trip("2026-06-11T01:29:30.123456789-05:00"), "2026-06-11T06:29:30.123Z");
  EXPECT_EQ(round_trip("2026-06-11 06:29:30Z"), "2026-06-11T06:29:30.000Z");
  EXPECT_EQ(round_trip("2024-02-29T00:00:00Z"), "2024-02-29T00:00:00.000Z");
}

TEST(Time, KeepsMicroseconds) {
  const auto at = parse_rfc3339("1970-01-01T00:00:01.000002Z").value();
  EXPECT_EQ(at.time_since_epoch().count(), 1'000'002);
}

TEST(Time, RefusesWhatIsNoTime) {
  for (const auto* text :
       {"", "2026-06-11", "2026-06-11T06:29:30", "2026-13-11T06:29:30Z", "2026-02-30T06:29:30Z",
        "2026-06-11T24:00:00Z", "2026-06-11T06:60:30Z", "2026-06-11T06:29:30.Z",
        "2026-06-11T06:29:30Zx", "2026-06-11T06:29:30+25:00", "2026-06-11T06:29:30+0200",
        "20260611T062930Z", "2026/06/11T06:29:30Z"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(Time, RefusesUnixTimesThatAreNone) {
  EXPECT_EQ(iso_text(from_unix_s(1'781'159'370).value()), "2026-06-11T06:29:30.000Z");
  EXPECT_EQ(unix_ms(from_unix_ms(1'781'159'364'112).value()), 1'781'159'364'112);
  EXPECT_FALSE(from_unix_s(-1));
  EXPECT_FALSE(from_unix_s(1'781'159'364'112)) << "milliseconds given as seconds";
  EXPECT_FALSE(from_unix_ms(INT64_MAX));
}

}  // namespace
}  // namespace holdfast
