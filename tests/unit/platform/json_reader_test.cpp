#include "platform/json_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace holdfast::platform {
namespace {

// Walks everything and takes nothing: only what is no JSON at all is refused.
Result<void> walk(std::string_view text) {
  JsonReader reader{text};
  if (reader.starts_with_array()) {
    return reader.array([](JsonValue&) -> Result<void> { return {}; });
  }
  return reader.object([](std::string_view, JsonValue&) -> Result<void> { return {}; });
}

bool is_refused(std::string_view text) {
  const auto done = walk(text);
  if (!done) EXPECT_EQ(done.error().fault, Fault::malformed);
  return !done;
}

constexpr std::string_view example =
    R"({"a":1,"b":[true,null,{"c":"x\u0041\n","d":-1.5e-7}],"e":{},"f":[],"g":"ä€"})";

TEST(JsonReader, ReadsEveryKindOfValue) {
  std::string seen;
  JsonReader reader{example};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    seen += key;
    if (key == "a") seen += std::string{*value.number()};
    if (key == "b") {
      return value.each_element([&](JsonValue& element) -> Result<void> {
        if (element.is_null()) seen += "null";
        if (element.kind() == JsonValue::Kind::boolean) seen += *element.boolean() ? "yes" : "no";
        if (element.kind() != JsonValue::Kind::object) return {};
        return element.each_field([&](std::string_view inner, JsonValue& last) -> Result<void> {
          seen += inner;
          seen += *last.string_or_number();
          return {};
        });
      });
    }
    return {};
  });
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(seen, "a1byesnullcxA\nd-1.5e-7efg");
}

TEST(JsonReader, AcceptsNoTextThatWasCutAnywhere) {
  for (std::size_t length = 0; length < example.size(); ++length) {
    EXPECT_TRUE(is_refused(example.substr(0, length))) << length;
  }
  EXPECT_FALSE(is_refused(example));
}

TEST(JsonReader, RefusesWhatFollowsTheEnd) {
  for (const char* tail : {"x", "{}", "}", "]", ",", " 1", "null", "\"\""}) {
    EXPECT_TRUE(is_refused(std::string{example} + tail)) << tail;
  }
  EXPECT_FALSE(is_refused(std::string{example} + " \r\n\t"));
}

TEST(JsonReader, RefusesAKeyThatStandsTwiceHoweverItIsWritten) {
  EXPECT_TRUE(is_refused(R"({"a":1,"b":2,"a":1})"));
  EXPECT_TRUE(is_refused(R"({"a":1,"\u0061":1})"));
  EXPECT_TRUE(is_refused(R"({"unknown":{"a":1,"a":2}})"));
  EXPECT_FALSE(is_refused(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST(JsonReader, SeesASecondKeyInObjectsOfAnySize) {
  for (const int keys : {1, 39, 40, 41, 300}) {
    std::string text = "{";
    for (int i = 0; i < keys; ++i) text += "\"key" + std::to_string(i) + "\":1,";
    EXPECT_FALSE(is_refused(text + "\"last\":1}")) << keys;
    EXPECT_TRUE(is_refused(text + "\"key0\":1}")) << keys;
    EXPECT_TRUE(is_refused(text + "\"key" + std::to_string(keys - 1) + "\":1}")) << keys;
  }
}

TEST(JsonReader, FindsGarbageInsideValuesNobodyAskedFor) {
  for (const char* garbage :
       {"nul",     "nulll",       "tru",         "True",       "NaN",      "Infinity",
        "+1",      "01",          "1.",          ".5",         "1e",       "1e+",
        "-",       "--1",         "0x10",        "1_000",      "'x'",      "[1,]",
        "[,1]",    "[1 2]",       R"({"x":1,})", R"({"x" 1})", R"({x:1})", R"({"x":1 "y":2})",
        "\"\\x\"", "\"\\u12g4\"", "\"\x01\"",    "\"\xff\"",   "[1}",      "{]",
        "",        "/*c*/1"}) {
    EXPECT_TRUE(is_refused(R"({"unknown":)" + std::string{garbage} + "}")) << garbage;
    EXPECT_TRUE(is_refused(R"({"unknown":[)" + std::string{garbage} + ",1]}")) << garbage;
    EXPECT_TRUE(is_refused(R"({"deep":{"unknown":)" + std::string{garbage} + R"(},"more":1})"))
        << garbage;
  }
}

TEST(JsonReader, RefusesEmptyAndScalarTexts) {
  for (const char* text : {"", " ", "null", "true", "1", "\"x\"", "\xef\xbb\xbf{}", "{", "["}) {
    EXPECT_TRUE(is_refused(text)) << text;
  }
}

TEST(JsonReader, RefusesTheOtherShape) {
  EXPECT_FALSE(JsonReader{"{}"}.array([](JsonValue&) -> Result<void> { return {}; }));
  EXPECT_FALSE(
      JsonReader{"[]"}.object([](std::string_view, JsonValue&) -> Result<void> { return {}; }));
}

TEST(JsonReader, NamesTheFieldOfAWrongType) {
  JsonReader reader{R"({"position_fp":3})"};
  const auto done = reader.object([](std::string_view, JsonValue& value) -> Result<void> {
    if (const auto text = value.string(); !text) return tl::make_unexpected(text.error());
    return {};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().what, "position_fp is not a string");
}

TEST(JsonReader, ReadsIntegersOnlyWhereTheyAreIntegersThatFit) {
  const auto read = [](const std::string& text) {
    JsonReader reader{R"({"n":)" + text + "}"};
    return static_cast<bool>(reader.object([](std::string_view, JsonValue& value) -> Result<void> {
      if (const auto number = value.integer(); !number) {
        return tl::make_unexpected(number.error());
      }
      return {};
    }));
  };
  EXPECT_TRUE(read("9223372036854775807"));
  EXPECT_TRUE(read("-9223372036854775808"));
  for (const char* text : {"9223372036854775808", "1.0", "1e3", "\"1\"", "null", "true"}) {
    EXPECT_FALSE(read(text)) << text;
  }
}

TEST(JsonReader, StopsAtTooManyLevelsInsteadOfTheStacksEnd) {
  const auto nested = [](int levels) {
    const auto count = static_cast<std::size_t>(levels);
    return std::string(count, '[') + "1" + std::string(count, ']');
  };
  EXPECT_FALSE(is_refused(nested(JsonReader::depth_max)));
  EXPECT_TRUE(is_refused(nested(JsonReader::depth_max + 1)));
  EXPECT_TRUE(is_refused(nested(100'000)));
}

TEST(JsonReader, HandsOnTheVisitorsOwnRefusal) {
  JsonReader reader{R"({"a":1})"};
  const auto done = reader.object(
      [](std::string_view, JsonValue&) -> Result<void> { return fail(Fault::identity, "no"); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::identity);
}

}  // namespace
}  // namespace holdfast::platform
