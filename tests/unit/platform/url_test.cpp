#include "platform/url.hpp"

#include <gtest/gtest.h>

namespace holdfast::platform {
namespace {

TEST(Url, IsSplitIntoOriginAndPath) {
  EXPECT_EQ(*parse_url("https://API.Example.com:8443/Trade-Api/v2/"),
            (Url{"https://api.example.com:8443", "/Trade-Api/v2"}));
  EXPECT_EQ(*parse_url("https://x.example"), (Url{"https://x.example", ""}));
  EXPECT_EQ(*parse_url("https://x.example/rpc?key=1"), (Url{"https://x.example", "/rpc?key=1"}));
  EXPECT_EQ(*parse_url("http://[::1]:80/a"), (Url{"http://[::1]:80", "/a"}));
}

TEST(Url, MaySpeakPlainHttpToThisMachineOnly) {
  for (const auto* const text : {"http://127.0.0.1:1", "http://localhost", "http://127.9.9.9/x"}) {
    EXPECT_TRUE(parse_url(text)) << text;
  }
  for (const auto* const text :
       {"http://x.example", "http://127.0.0.1.evil.example", "http://127.evil.0.1",
        "http://localhost.evil.example", "http://10.0.0.1", "http://127.0.0.1@evil.example",
        "http://127.0.0.1.", "http://127.1"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
}

TEST(Url, IsRefusedWithoutBeingRepeated) {
  for (const auto* const text :
       {"", "canary", "ftp://canary", "https://", "https:///canary",
        "https://canary:pass@x.example", "https://x.example:0/canary",
        "https://x.example:65536/canary", "https://x.example:/canary",
        "https://x.example/canary#part", "https://x.example/can ary", "https://x.example/canary\n",
        "https://[::1/canary", "https://.canary", "https://-canary", "https://can_ary",
        "https://x.example\\canary"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().what.find("canary"), std::string::npos) << url.error().what;
  }
}

TEST(Url, SaysThatPasswordsDoNotBelongThere) {
  EXPECT_NE(parse_url("https://me:canary@x.example").error().what.find("password"),
            std::string::npos);
}

TEST(Url, IsShownWithoutItsPath) {
  EXPECT_EQ(shown(*parse_url("https://x.example/v2/canary")), "https://x.example/…");
  EXPECT_EQ(shown(*parse_url("https://x.example/?key=canary")), "https://x.example/…");
  EXPECT_EQ(shown(*parse_url("https://x.example/")), "https://x.example");
  EXPECT_EQ(host_of(*parse_url("http://[::1]:80/a")), "::1");
  EXPECT_EQ(host_of(*parse_url("https://x.example:80")), "x.example");
}

}  // namespace
}  // namespace holdfast::platform
