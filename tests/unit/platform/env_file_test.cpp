#include <gtest/gtest.h>

#include "platform/environment.hpp"

namespace holdfast::platform {
namespace {

Environment parsed(std::string text) {
  auto out = parse_env_file(std::move(text), ".env");
  if (!out) ADD_FAILURE() << out.error().what;
  return out ? *std::move(out) : Environment{};
}

std::string value_of(std::string text) {
  const auto out = parsed(std::move(text));
  const auto at = out.find("A");
  return at == out.end() ? "(missing)" : at->second.text;
}

TEST(EnvFile, ReadsPlainQuotedAndExportedValues) {
  EXPECT_EQ(value_of("A=b"), "b");
  EXPECT_EQ(value_of("A = b \n"), "b");
  EXPECT_EQ(value_of("export A=b\r\nB=c\r\n"), "b");
  EXPECT_EQ(value_of("\xef\xbb\xbf"
                     "A=b"),
            "b");
  EXPECT_EQ(value_of("A='b # c \\n $D'"), "b # c \\n $D");
  EXPECT_EQ(value_of(R"(A="b\n\"c\" \\ \$D")"), "b\n\"c\" \\ $D");
  EXPECT_EQ(value_of("A=https://x.example/?a=b"), "https://x.example/?a=b");
  EXPECT_EQ(value_of("A="), "");
}

TEST(EnvFile, EndsAPlainValueAtACommentOnly) {
  EXPECT_EQ(value_of("A=b # c"), "b");
  EXPECT_EQ(value_of("A=b#c"), "b#c");
  EXPECT_EQ(value_of("A=#c"), "");
  EXPECT_EQ(value_of("A=\"b\" # c"), "b");
}

TEST(EnvFile, CountsLinesAcrossQuotesAndComments) {
  const auto out = parsed("# one\n\nKEY=\"a\nb\nc\"\nA=b\n");
  EXPECT_EQ(out.at("KEY").text, "a\nb\nc");
  EXPECT_EQ(out.at("KEY").source, ".env:3");
  EXPECT_EQ(out.at("A").source, ".env:6");
}

TEST(EnvFile, ExpandsNothing) { EXPECT_EQ(value_of("B=x\nA=$B${B}`B`"), "$B${B}`B`"); }

TEST(EnvFile, PutsSecretsIntoSecureMemoryOnly) {
  const auto out = parsed("TELEGRAM_BOT_TOKEN='1:abc'\n");
  EXPECT_TRUE(out.at("TELEGRAM_BOT_TOKEN").text.empty());
  EXPECT_EQ(out.at("TELEGRAM_BOT_TOKEN").secret.reveal(), "1:abc");
}

TEST(EnvFile, RefusesBrokenLinesByNumberWithoutTheirContent) {
  for (const auto* const text :
       {"A=b\nsecret-words\n", "A=b\nB=\"secret-words\n", "A=b\nB='secret' words\n",
        "A=b\n=secret\n", "A=b\nexport\n", "A=b\nTELEGRAM_BOT_TOKEN \"secret\"\n"}) {
    const auto out = parse_env_file(text, ".env");
    ASSERT_FALSE(out) << text;
    EXPECT_EQ(out.error().what.rfind(".env:2: ", 0), 0U) << out.error().what;
    EXPECT_EQ(out.error().what.find("secret"), std::string::npos) << out.error().what;
  }
}

TEST(EnvFile, RefusesANameThatStandsThereTwice) {
  const auto out = parse_env_file("A=b\nA=b\n", ".env");
  ASSERT_FALSE(out);
  EXPECT_NE(out.error().what.find(".env:1"), std::string::npos);
}

TEST(TakeEnvironment, WipesTheBytesOfSecretsAndOfNothingElse) {
  std::string secret = "POLY_PRIVATE_KEY=0x1234";
  std::string plain = "POLY_FUNDER=0xabcd";
  std::string odd = "no-equals-sign";
  std::array<char*, 4> block{secret.data(), plain.data(), odd.data(), nullptr};
  const auto out = take_environment(block.data());
  EXPECT_EQ(out.at("POLY_PRIVATE_KEY").secret.reveal(), "0x1234");
  EXPECT_TRUE(out.at("POLY_PRIVATE_KEY").text.empty());
  EXPECT_EQ(secret, "POLY_PRIVATE_KEY=" + std::string(6, '\0'));
  EXPECT_EQ(out.at("POLY_FUNDER").text, "0xabcd");
  EXPECT_EQ(plain, "POLY_FUNDER=0xabcd");
  EXPECT_EQ(out.size(), 2U);
}

}  // namespace
}  // namespace holdfast::platform
