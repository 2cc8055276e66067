#include "platform/unfit_toml.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "platform/toml_file.hpp"

namespace holdfast::platform {
namespace {

// 0: none.
std::size_t line_of(std::string_view toml) {
  const auto unfit = find_unfit_line(toml);
  return unfit ? unfit->line : 0;
}

std::string repeat(std::string_view text, int times) {
  std::string out;
  while (times-- > 0) out += text;
  return out;
}

TEST(UnfitToml, LettersMayBeAnythingInTextsAndComments) {
  for (const auto* const text : {"", "a = 1 # ŕ", "a = \"ŕ\"", "a = 'ŕ'", "a = \"\"\"ŕ\nŕ\"\"\"",
                                 "a = '''ŕ\nŕ'''", "a = \"\\\"ŕ\"", "a = '\\' # ŕ", "\"ŕ\" = 1",
                                 "a = \"\"\"ŕ\"\"\"\"\"\nb = \"ŕ\"", "a = '''\n''''' # ŕ",
                                 "\xef\xbb\xbf"
                                 "a = 1",
                                 "a = \"\\\\\" # ŕ", "a = 1#ŕ", "a = \"\"\"\\\n x ŕ\"\"\""}) {
    EXPECT_EQ(line_of(text), 0U) << text;
  }
}

TEST(UnfitToml, LettersAreFoundElsewhereWithTheirLine) {
  for (const auto* const text :
       {"\nŕ = 1", "\na = ŕ", "\n[ŕ]", "\na = \"x\" ŕ", "\na = 'x'ŕ", "\na = 1\xc2\xa0",
        "\na = \"\\ŕ\"", "#\na = \"\"\"\\ŕ\"\"\"", "\na = \"\"ŕ", "\na = ''ŕ'", "\na = '\\'ŕ'",
        "\na = \"\"\"x\"\"\"\"\"ŕ", "a = \"\"\"\\\nŕ\"\"\"", "\na = \"\"\"\\ ŕ\"\"\"", "\na = 2'ŕ'",
        "\na = 1.\"ŕ\""}) {
    EXPECT_EQ(line_of(text), 2U) << text;
  }
}

TEST(UnfitToml, LettersAreFoundBehindATextThatItsLineEndBreaks) {
  EXPECT_EQ(line_of("a = \"x\nŕ"), 2U);
  EXPECT_EQ(line_of("a = 'x\nŕ"), 2U);
}

TEST(UnfitToml, NumbersAreAsLongAsNumbersCanBe) {
  const std::string gap(100, '_');
  EXPECT_EQ(line_of("a = 2020-01-01 10:00:00.123456789+01:00"), 0U);
  EXPECT_EQ(line_of("a = [-1, +2,1_000]\nkey-2 = 3\n\"0x" + gap + "\" = \"2" + gap + "\""), 0U);
  EXPECT_EQ(line_of("\na = 2" + gap), 2U);
  EXPECT_EQ(line_of("\na = [1,-2" + gap), 2U);
  EXPECT_EQ(line_of("\na = 2'x'"), 2U);
}

TEST(UnfitToml, KeysHaveAtMost32Dots) {
  EXPECT_EQ(line_of("a = \"" + repeat(".", 40) + "\"\n" + repeat("b.", 32) + "b = 1"), 0U);
  EXPECT_EQ(line_of("\n" + repeat("b . ", 33) + "b = 1"), 2U);
  EXPECT_EQ(line_of("\n[" + repeat("'b'.", 33) + "b]"), 2U);
}

// The first three ended the program once.
TEST(UnfitToml, EndsInAnErrorAndNeverTheProgram) {
  for (std::size_t length = 80; length < 140; ++length) {
    const std::string gap(length, '_');
    EXPECT_FALSE(parse_toml("a = 2" + gap + "020-01-01 1234\n", "x"));
    EXPECT_FALSE(parse_toml("a = 2'" + gap + "'0-01-01 1234\n", "x"));
  }
  EXPECT_FALSE(parse_toml("a" + repeat(".a", 200'000) + " = 1", "x"));
  EXPECT_FALSE(parse_toml("a = " + repeat("[", 200'000), "x"));
  EXPECT_FALSE(parse_toml(repeat("a = {", 200'000), "x"));
  EXPECT_FALSE(parse_toml("[[=", "x"));
}

}  // namespace
}  // namespace holdfast::platform
