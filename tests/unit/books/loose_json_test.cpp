#include "books/loose_json.hpp"

#include <gtest/gtest.h>

namespace holdfast::books {
namespace {

std::string again(std::string_view text) {
  const auto value = read_loose_json(text);
  return value ? value->json() : "refused";
}

TEST(LooseJson, WritesBackWhatItReadWithNumbersUntouched) {
  const std::string text =
      R"({"a":1e-06,"b":[0.30000000000000004,-0,1E+2],"c":{"d":"x\"y"},"e":true,"f":null})";
  EXPECT_EQ(again(text), text);
  EXPECT_EQ(again(" [ ] "), "[]");
}

TEST(LooseJson, WordsThatAreNoJsonBecomeNull) {
  EXPECT_EQ(again(R"({"a":NaN,"b":-Infinity,"c":01,"d":1.,"e":+1,"f":undefined})"),
            R"({"a":null,"b":null,"c":null,"d":null,"e":null,"f":null})");
}

TEST(LooseJson, RefusesEveryPrefixOfAFile) {
  const std::string text = R"({"positions":{"m":{"x":[1,"y\u00e9"],"z":NaN}}})";
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_EQ(again(text.substr(0, length)), "refused") << length;
  }
  EXPECT_NE(again(text), "refused");
}

TEST(LooseJson, RefusesWhatIsNoJson) {
  for (const auto* text : {"{,}", "{\"a\" 1}", "{a:1}", "[1 2]", "[1,]", "{}{}", "\"\\x\"",
                           "\"\\u12g4\"", "\"a\nb\"", "#"}) {
    EXPECT_EQ(again(text), "refused") << text;
  }
}

TEST(LooseJson, RefusesNestingThatWouldExhaustTheStack) {
  EXPECT_EQ(again(std::string(100'000, '[')), "refused");
  EXPECT_NE(again(std::string(60, '[') + std::string(60, ']')), "refused");
}

TEST(LooseJson, TheLastOfTwoFieldsCounts) {
  const auto value = read_loose_json(R"({"a":1,"a":2})");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->find("a")->text, "2");
  EXPECT_EQ(value->json(), R"({"a":2})");
}

TEST(LooseJson, ReadsEscapesAndReplacesBrokenCharacters) {
  const auto value = read_loose_json(R"(["\u20ac\ud83d\ude00\n", "\ud83d!", "\ud83d\u0041"])");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->elements[0].text, "€😀\n");
  EXPECT_EQ(value->elements[1].text, "\xEF\xBF\xBD!");
  EXPECT_EQ(value->elements[2].text,
            "\xEF\xBF\xBD"
            "A");
  EXPECT_EQ(again("[\"\xff\"]"), "[\"\xEF\xBF\xBD\"]");
}

}  // namespace
}  // namespace holdfast::books
