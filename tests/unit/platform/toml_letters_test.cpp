#include "platform/toml_letters.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace holdfast::platform {
namespace {

TEST(TomlLetters, MayBeAnythingInTextsAndComments) {
  for (const auto* const text : {"", "a = 1 # ŕ", "a = \"ŕ\"", "a = 'ŕ'", "a = \"\"\"ŕ\nŕ\"\"\"",
                                 "a = '''ŕ\nŕ'''", "a = \"\\\"ŕ\"", "a = '\\' # ŕ", "\"ŕ\" = 1",
                                 "a = \"\"\"ŕ\"\"\"\"\"\nb = \"ŕ\"", "a = '''\n''''' # ŕ",
                                 "\xef\xbb\xbf"
                                 "a = 1",
                                 "a = \"\\\\\" # ŕ"}) {
    EXPECT_EQ(line_of_stray_letter(text), std::nullopt) << text;
  }
}

TEST(TomlLetters, AreFoundElsewhereWithTheirLine) {
  for (const auto* const text :
       {"\nŕ = 1", "\na = ŕ", "\n[ŕ]", "\na = \"x\" ŕ", "\na = 'x'ŕ", "\na = 1\xc2\xa0",
        "\na = \"\\ŕ\"", "#\na = \"\"\"\\ŕ\"\"\"", "\na = \"\"ŕ", "\na = ''ŕ'", "\na = '\\'ŕ'",
        "\na = \"\"\"x\"\"\"\"\"ŕ"}) {
    EXPECT_EQ(line_of_stray_letter(text), 2U) << text;
  }
}

TEST(TomlLetters, AreFoundBehindATextThatItsLineEndBreaks) {
  EXPECT_EQ(line_of_stray_letter("a = \"x\nŕ"), 2U);
  EXPECT_EQ(line_of_stray_letter("a = 'x\nŕ"), 2U);
}

}  // namespace
}  // namespace holdfast::platform
