#include "api/finish.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "api/problem.hpp"
#include "support/api_house.hpp"

namespace holdfast::api {
namespace {

using test::ApiHouse;
using testing::HasSubstr;

std::string header(const net::ServeResponse& response, std::string_view name) {
  for (const auto& [header, value] : response.headers) {
    if (header == name) return value;
  }
  return "";
}

net::ServeResponse finish(Headers headers, Answer answer, std::string method = "GET") {
  return finished(ApiHouse::request(std::move(method), "/x", std::move(headers)),
                  std::move(answer));
}

std::string unpacked(const std::string& packed) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::vector<Bytef> in(packed.begin(), packed.end());
  std::vector<Bytef> out(1 << 20);
  stream.next_in = in.data();
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  std::string text{out.begin(), out.begin() + static_cast<std::ptrdiff_t>(stream.total_out)};
  inflateEnd(&stream);
  return text;
}

TEST(Finish, EveryAnswerBearsTheSecurityHeadersErrorsToo) {
  const std::vector<Answer> answers{json_answer("{}"), bad_request("a", "b"), {.status = 204}};
  for (const Answer& answer : answers) {
    const auto response = finish({}, answer);
    EXPECT_EQ(header(response, "Content-Security-Policy"),
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
              "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(header(response, "Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "");
    EXPECT_FALSE(header(response, "Cache-Control").empty());
  }
}

TEST(Finish, WhatDidNotChangeIsNotSentAgain) {
  const auto first = finish({}, json_answer(R"({"a":1})"));
  const std::string etag = header(first, "ETag");
  ASSERT_FALSE(etag.empty());
  const auto again = finish({{"If-None-Match", "\"other\", " + etag}}, json_answer(R"({"a":1})"));
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(header(again, "ETag"), etag);
  EXPECT_EQ(finish({{"If-None-Match", etag}}, json_answer(R"({"a":2})")).status, 200);
  EXPECT_EQ(finish({{"If-None-Match", etag}}, json_answer(R"({"a":1})", 503)).status, 503);
  EXPECT_EQ(finish({{"If-None-Match", "*"}}, json_answer("{}"), "POST").status, 200);
}

TEST(Finish, LongTextsArePackedForWhoTakesIt) {
  const std::string text(5000, 'x');
  const auto packed = finish({{"Accept-Encoding", "br, gzip"}}, json_answer(text));
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 200U);
  EXPECT_EQ(unpacked(packed.body), text);
  EXPECT_EQ(finish({}, json_answer(text)).body, text);
  EXPECT_EQ(finish({{"Accept-Encoding", "gzip;q=0"}}, json_answer(text)).body, text);
  EXPECT_EQ(finish({{"Accept-Encoding", "gzip; q=0.0, br"}}, json_answer(text)).body, text);
  EXPECT_NE(finish({{"Accept-Encoding", "gzip;q=0.5"}}, json_answer(text)).body, text);
  EXPECT_EQ(finish({{"Accept-Encoding", "gzip"}}, json_answer("short")).body, "short");
  Answer picture{.content_type = "image/png", .body = text};
  EXPECT_EQ(finish({{"Accept-Encoding", "gzip"}}, picture).body, text);
}

TEST(Finish, TagsAreComparedWeakly) {
  EXPECT_TRUE(names_etag("W/\"a\"", "\"a\""));
  EXPECT_TRUE(names_etag("\"b\", W/\"a\"", "W/\"a\""));
  EXPECT_FALSE(names_etag("\"ab\"", "\"a\""));
  EXPECT_FALSE(names_etag("", "\"a\""));
}

struct PageTest : testing::Test {
  PageTest() {
    house.assets = {{"/assets/app-1a2b.js", "text/javascript", "\"1\"", "let x"},
                    {"/index.html", "text/html; charset=utf-8", "\"2\"", "<!doctype html>"}};
  }
  std::string page(std::string path, std::string accept = "text/html,application/xhtml+xml") {
    const Answer answer = house.get(std::move(path), {{"Accept", std::move(accept)}});
    return std::to_string(answer.status) + " " + answer.content_type;
  }
  ApiHouse house;
};

TEST_F(PageTest, FilesAreServedByPathAndViewsByTheOnePage) {
  EXPECT_EQ(page("/"), "200 text/html; charset=utf-8");
  EXPECT_EQ(page("/", "*/*"), "200 text/html; charset=utf-8");
  EXPECT_EQ(page("/drift/kalshi"), "200 text/html; charset=utf-8");
  EXPECT_EQ(page("/assets/app-1a2b.js", "*/*"), "200 text/javascript");
  EXPECT_EQ(page("/assets/gone.js", "*/*"), "404 application/problem+json");
  EXPECT_EQ(page("/favicon.ico", "image/*"), "404 application/problem+json");
}

TEST_F(PageTest, AddressesOfTheApiAreNeverThePage) {
  EXPECT_EQ(page("/api/v1/nothing"), "404 application/problem+json");
  EXPECT_EQ(page("/health/other"), "404 application/problem+json");
  EXPECT_EQ(page("/api/v1/status"), "200 application/json");
}

TEST_F(PageTest, PositionsAreThePageForAPersonAndJsonForAProgram) {
  EXPECT_EQ(page("/positions"), "200 text/html; charset=utf-8");
  EXPECT_EQ(page("/positions", "*/*"), "503 application/problem+json");
  EXPECT_EQ(page("/positions", "application/json, text/html"), "503 application/problem+json");
  EXPECT_EQ(page("/positions", ""), "503 application/problem+json");
}

TEST_F(PageTest, OnlyFilesNamedByTheirContentAreKeptForLong) {
  const auto kept = [&](const char* path) {
    for (const auto& [name, value] : house.get(path).headers) {
      if (name == "Cache-Control") return value;
    }
    return std::string{};
  };
  EXPECT_THAT(kept("/assets/app-1a2b.js"), HasSubstr("immutable"));
  EXPECT_THAT(kept("/"), HasSubstr("no-cache"));
}

TEST_F(PageTest, WithoutTheDashboardTheAddressSaysSo) {
  house.assets.clear();
  EXPECT_EQ(page("/"), "404 application/problem+json");
  EXPECT_THAT(house.get("/").body, HasSubstr("built without the dashboard"));
}

std::string read(std::string target) {
  const auto request = read_request({.method = "GET", .target = std::move(target)});
  if (!request) return "refused";
  std::string text;
  for (const std::string& segment : request->segments) text += "/" + segment;
  for (const auto& [name, value] : request->query) text += " " + name + "=" + value;
  return text;
}

TEST(Request, DecodesSegmentsAfterSplittingThem) {
  EXPECT_EQ(read("/a/b%2Fc/%25"), "/a/b/c/%");
  EXPECT_EQ(read("/a?x=1+2&y=%3D&z"), "/a x=1 2 y== z=");
  EXPECT_EQ(read("/a+b"), "/a+b");
}

TEST(Request, RefusesABrokenAddress) {
  for (const auto* target : {"/%", "/%2", "/%zz", "/%00", "/a?x=%", "/a?x=1&x=2"}) {
    EXPECT_EQ(read(target), "refused") << target;
  }
}

}  // namespace
}  // namespace holdfast::api
