#include <gtest/gtest.h>

#include "sim/amount_text.hpp"
#include "sim/encoding.hpp"
#include "sim/node.hpp"
#include "sim/target.hpp"

namespace holdfast::sim {
namespace {

TEST(AmountText, KeepsExactlyThePlacesAndCutsTheRest) {
  EXPECT_EQ(places_text(2'500'000'000, 9, 6), "2.500000");
  EXPECT_EQ(places_text(-2'370'000'000, 9, 2), "-2.37");
  EXPECT_EQ(places_text(98'018'650'000, 9, 4), "98.0186");
  EXPECT_EQ(places_text(-1'000, 9, 2), "0.00") << "no minus before a zero";
  EXPECT_EQ(places_text(5, 0, 2), "5.00");
}

TEST(AmountText, WritesTimesAsGoDoes) {
  const UtcTime at{std::chrono::microseconds{1'781'159'370'165'032}};
  EXPECT_EQ(rfc3339_text(at), "2026-06-11T06:29:30.165032Z");
  EXPECT_EQ(rfc3339_text(at - std::chrono::microseconds{32}), "2026-06-11T06:29:30.165Z");
  EXPECT_EQ(rfc3339_text(UtcTime{std::chrono::seconds{1'781'159'370}}), "2026-06-11T06:29:30Z");
  EXPECT_EQ(http_date_text(at), "Thu, 11 Jun 2026 06:29:30 GMT");
}

TEST(AmountText, RoundsAsNamed) {
  EXPECT_EQ(divide_rounded(5, 2, Rounding::half_even), 2);
  EXPECT_EQ(divide_rounded(7, 2, Rounding::half_even), 4);
  EXPECT_EQ(divide_rounded(-5, 2, Rounding::toward_zero), -2);
  EXPECT_EQ(divide_rounded(1, 3, Rounding::up), 1);
  EXPECT_EQ(divide_rounded(3, 3, Rounding::up), 1);
}

TEST(Node, WritesExactNumbersAndEscapesText) {
  auto node = Node::object({{"b", Node::decimal(28'090'000'000, 9)}, {"a", Node::decimal(0, 9)}});
  node.set("t", Node::text("a\"\\\n\x01é"));
  EXPECT_EQ(node.json(), "{\"b\":28.09,\"a\":0.0,\"t\":\"a\\\"\\\\\\n\\u0001é\"}");
  node.sort_keys();
  EXPECT_EQ(node.members().front().first, "a");
}

TEST(Target, TakesPathQueryAndRepeatedKeysApart) {
  const Target target{"/a/b%20c?x=1&x=2,3&y=a%2Bb+c&z"};
  EXPECT_EQ(target.path(), "/a/b%20c") << "signed as sent";
  EXPECT_EQ(target.segments(), (std::vector<std::string>{"a", "b c"}));
  EXPECT_EQ(target.values("x"), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(target.value("y"), "a+b c");
  EXPECT_NE(target.find("z"), nullptr);
  EXPECT_EQ(target.find("w"), nullptr);
}

TEST(Encoding, ReadsOnlyWhatItWrites) {
  for (const std::string text : {"", "a", "ab", "abc", "\xff\xfe\xfd\xfc"}) {
    const auto bytes = bytes_of(text);
    EXPECT_EQ(bytes_from_base64(base64_text(bytes)), bytes);
    EXPECT_EQ(bytes_from_base64url(base64url_text(bytes)), bytes);
    EXPECT_EQ(bytes_from_hex(hex_text(bytes)), bytes);
  }
  EXPECT_FALSE(bytes_from_base64("abc")) << "padding is missing";
  EXPECT_FALSE(bytes_from_base64("ab-_")) << "the other alphabet";
  EXPECT_FALSE(bytes_from_base64("ab==cd=="));
  EXPECT_FALSE(bytes_from_base64("YWK=")) << "stray bits";
  EXPECT_FALSE(bytes_from_hex("0x1"));
  EXPECT_EQ(hex_text(keccak256({})),
            "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
}

}  // namespace
}  // namespace holdfast::sim
