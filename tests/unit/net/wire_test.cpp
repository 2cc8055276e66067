#include "net/wire.hpp"

#include <gtest/gtest.h>

#include "scripted_transport.hpp"

namespace holdfast::net {
namespace {

Result<std::string> wire(HttpRequest request) {
  const auto origin = parse_origin(request.origin);
  if (!origin) return tl::make_unexpected(origin.error());
  return wire_form(request, *origin, "holdfast/1");
}

TEST(WireForm, WritesAGet) {
  HttpRequest request = get("/v1/positions?user=0xab");
  request.headers = {{"POLY_ADDRESS", "0xAb"}, {"x-b", "c:d"}};
  EXPECT_EQ(*wire(request),
            "GET /v1/positions?user=0xab HTTP/1.1\r\nHost: venue.example\r\n"
            "User-Agent: holdfast/1\r\nAccept-Encoding: identity\r\nAccept: */*\r\n"
            "POLY_ADDRESS: 0xAb\r\nx-b: c:d\r\n\r\n");
}

TEST(WireForm, WritesALengthForEveryBodyAndEveryPost) {
  HttpRequest request = post();
  EXPECT_NE(wire(request)->find("Content-Length: 0\r\n"), std::string::npos);
  request.body = "{}";
  EXPECT_TRUE(wire(request)->ends_with("Content-Length: 2\r\n\r\n{}"));
  request.method = Method::del;
  EXPECT_TRUE(wire(request)->starts_with("DELETE / HTTP/1.1\r\n"));
  EXPECT_TRUE(wire(request)->ends_with("Content-Length: 2\r\n\r\n{}"));
}

TEST(WireForm, TheCallersOwnAgentStands) {
  HttpRequest request = get();
  request.headers = {{"user-agent", "mine"}};
  EXPECT_EQ(wire(request)->find("holdfast"), std::string::npos);
}

TEST(WireForm, RefusesWhatWouldChangeTheFraming) {
  const std::vector<Headers> bad{
      {{"A", "b\r\nHost: evil"}},
      {{"A", "b\nc"}},
      {{"A", "b\rc"}},
      {{"A\r\nB", "c"}},
      {{"A B", "c"}},
      {{"A:", "c"}},
      {{"", "c"}},
      {{"A", {"b\0c", 3}}},
      {{"Host", "evil.example"}},
      {{"content-length", "5"}},
      {{"Transfer-Encoding", "chunked"}},
      {{"Connection", "close"}},
      {{"Upgrade", "h2c"}},
  };
  for (const auto& headers : bad) {
    HttpRequest request = get();
    request.headers = headers;
    const auto text = wire(request);
    ASSERT_FALSE(text) << headers.front().first;
    EXPECT_EQ(text.error().fault, Fault::refused);
    EXPECT_EQ(text.error().what.find("evil"), std::string::npos);
  }
  for (const auto* target : {"", "api", "http://evil.example/", "/a b", "/a\r\nX: y", "/a\n",
                             "/\xc3\xa9", "/a#b", "/\x7f", "*"}) {
    EXPECT_FALSE(wire(get(target))) << target;
  }
}

TEST(WireForm, AnErrorNeverRepeatsASecret) {
  HttpRequest request = get("/bot123:secret/send");
  request.headers = {{"Authorization", "Bearer secret\n"}};
  EXPECT_EQ(wire(request).error().what.find("secret"), std::string::npos);
}

TEST(ParseOrigin, KnowsHostPortAndScheme) {
  const auto plain = parse_origin("http://127.0.0.1:8701");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->scheme, Scheme::http);
  EXPECT_EQ(plain->host, "127.0.0.1");
  EXPECT_EQ(plain->port, 8701);
  EXPECT_EQ(plain->host_header, "127.0.0.1:8701");
  const auto secure = parse_origin("https://external-api.kalshi.com");
  EXPECT_EQ(secure->port, 443);
  EXPECT_EQ(secure->host_header, "external-api.kalshi.com");
  EXPECT_EQ(parse_origin("https://a.b:443")->host_header, "a.b");
  const auto six = parse_origin("http://[::1]:80");
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->host_header, "[::1]");
}

TEST(ParseOrigin, RefusesAllElse) {
  for (const auto* text : {"",
                           "kalshi.com",
                           "ftp://a",
                           "HTTP://a",
                           "http://",
                           "https://:443",
                           "http://a/",
                           "http://a/path",
                           "http://a?x",
                           "http://user@a",
                           "http://a:0",
                           "http://a:65536",
                           "http://a:",
                           "http://a:8x",
                           "http://a b",
                           "http://a\r\nHost: b",
                           "http://[::1",
                           "http://::1",
                           "http://[::1]x",
                           "http://[a]",
                           "http://[fe80::1%eth0]",
                           "http://.a",
                           "http://a.",
                           "http://a..b",
                           "http://\xc3\xa9.example",
                           "http://a%2e"}) {
    EXPECT_FALSE(parse_origin(text)) << text;
  }
}

}  // namespace
}  // namespace holdfast::net
