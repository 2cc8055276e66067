#include "platform/json_writer.hpp"

#include <gtest/gtest.h>

namespace holdfast::platform {
namespace {

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  JsonWriter json;
  json.begin_object().key("a").begin_array().integer(1).integer(2).end_array();
  json.key("b").begin_object().end_object().key("c").null().key("d").begin_array();
  json.begin_object().key("e").boolean(true).end_object().string("f").end_array().end_object();
  EXPECT_EQ(json.text(), R"({"a":[1,2],"b":{},"c":null,"d":[{"e":true},"f"]})");
}

TEST(JsonWriter, WritesAmountsExactlyAsStringOrAsNumber) {
  JsonWriter json;
  const auto amount = Money::parse("0.000000001").value();
  json.begin_array().amount(amount).number(amount).amount(std::optional<Money>{});
  json.number(std::optional{Money::parse("-9223372036.854775807").value()}).end_array();
  EXPECT_EQ(json.text(), R"(["0.000000001",0.000000001,null,-9223372036.854775807])");
}

TEST(JsonQuoted, EscapesWhatWouldEndOrBreakAString) {
  EXPECT_EQ(json_quoted("a\"b\\c\n\r\t"), R"("a\"b\\c\n\r\t")");
  EXPECT_EQ(json_quoted(std::string_view{"\0\x1f\x7f", 3}), R"("\u0000\u001f\u007f")");
}

TEST(JsonQuoted, KeepsUtf8AndReplacesWhatIsNone) {
  EXPECT_EQ(json_quoted("Zürich €, 😀"), "\"Zürich €, 😀\"");
  for (const auto* broken : {"\xff", "\xc0", "\x80"}) {
    EXPECT_EQ(json_quoted(broken), "\"\xEF\xBF\xBD\"") << broken;
  }
  // Overlong slash, a surrogate, beyond the last code point, a cut sequence.
  for (const auto* broken : {"\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    EXPECT_EQ(json_quoted(broken).find(broken), std::string::npos);
  }
}

}  // namespace
}  // namespace holdfast::platform
