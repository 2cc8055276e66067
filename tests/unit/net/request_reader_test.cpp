#include "net/request_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace holdfast::net {
namespace {

constexpr RequestReader::Caps caps{.head = 1024, .body = 4096};
const std::string host = "Host: 127.0.0.1:8700\r\n";

int refusal_of(std::string_view bytes) {
  RequestReader reader{caps};
  return reader.feed(bytes);
}

TEST(RequestReader, ReadsARequestHoweverItsBytesArrive) {
  const std::vector<std::string> texts{
      "POST /api/v1/sync?x=1 HTTP/1.1\r\n" + host + "Content-Length: 9\r\n\r\n{\"a\":\"b\"}",
      "POST /api/v1/sync?x=1 HTTP/1.1\r\n" + host +
          "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n5\r\n:\"b\"}\r\n0\r\n\r\n"};
  for (const auto& text : texts) {
    for (std::size_t step = 1; step < 9; ++step) {
      RequestReader reader{caps};
      for (std::size_t at = 0; at < text.size(); at += step) {
        ASSERT_FALSE(reader.done());
        ASSERT_EQ(reader.feed(std::string_view{text}.substr(at, step)), 0);
      }
      ASSERT_TRUE(reader.done());
      const auto request = reader.take();
      EXPECT_EQ(request.method, "POST");
      EXPECT_EQ(request.path(), "/api/v1/sync");
      EXPECT_EQ(request.query(), "x=1");
      EXPECT_EQ(request.body, "{\"a\":\"b\"}");
      EXPECT_EQ(request.header("HOST"), "127.0.0.1:8700");
    }
  }
}

TEST(RequestReader, PipelinedRequestsWaitTheirTurn) {
  RequestReader reader{caps};
  const std::string second = "POST /2 HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc";
  ASSERT_EQ(reader.feed("GET /1 HTTP/1.1\r\n" + host + "\r\n" + second + "GET /3 HT"), 0);
  ASSERT_TRUE(reader.done());
  EXPECT_EQ(reader.take().target, "/1");
  ASSERT_EQ(reader.next(), 0);
  ASSERT_TRUE(reader.done());
  const auto taken = reader.take();
  EXPECT_EQ(taken.target, "/2");
  EXPECT_EQ(taken.body, "abc");
  ASSERT_EQ(reader.next(), 0);
  EXPECT_TRUE(reader.begun());
  EXPECT_FALSE(reader.done());
  ASSERT_EQ(reader.feed("TP/1.1\r\n" + host + "\r\n"), 0);
  EXPECT_EQ(reader.take().target, "/3");
}

TEST(RequestReader, RefusesWhatTwoReadersCouldSeeDifferently) {
  const std::string start = "POST / HTTP/1.1\r\n" + host;
  const std::vector<std::string> smuggled{
      start + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
      start + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
      start + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
      start + "Content-Length: 4,4\r\n\r\nabcd",
      start + "Content-Length: +4\r\n\r\nabcd",
      start + "Content-Length: 0x4\r\n\r\nabcd",
      start + "Content-Length : 4\r\n\r\nabcd",
      start + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding: chunked\r\n\r\n0x2\r\nab\r\n0\r\n\r\n",
      start + "Transfer-Encoding: chunked\r\n\r\n2\nab\r\n0\r\n\r\n",
      "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  };
  for (const auto& text : smuggled) {
    const int refusal = refusal_of(text);
    EXPECT_TRUE(refusal == 400 || refusal == 501) << refusal << '\n' << text;
  }
}

TEST(RequestReader, RefusesBrokenRequests) {
  const std::string nul{"GET /\0 HTTP/1.1\r\n\r\n", 20};
  const std::vector<std::string> broken{
      "\r\n\r\nGET\r\n\r\n",
      "GET\r\n\r\n",
      "GET /\r\n\r\n",
      "GET  / HTTP/1.1\r\n" + host + "\r\n",
      "G@T / HTTP/1.1\r\n" + host + "\r\n",
      "GET /\x7f HTTP/1.1\r\n" + host + "\r\n",
      "GET /\xc3\xa9 HTTP/1.1\r\n" + host + "\r\n",
      "GET /a#b HTTP/1.1\r\n" + host + "\r\n",
      nul,
      "GET / HTTP/1.1\r\nNo Colon\r\n\r\n",
      "GET / HTTP/1.1\r\nA\x01: b\r\n\r\n",
      "GET / HTTP/1.1\r\nA: b\x02\r\n\r\n",
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
  };
  for (const auto& text : broken) {
    EXPECT_EQ(refusal_of(text), 400) << text;
  }
}

TEST(RequestReader, RefusesOtherVersions) {
  EXPECT_EQ(refusal_of("GET / HTTP/2.0\r\n" + host + "\r\n"), 505);
  EXPECT_EQ(refusal_of("GET / HTTP/1.2\r\n" + host + "\r\n"), 505);
  EXPECT_EQ(refusal_of("GET / http/1.1\r\n" + host + "\r\n"), 505);
  EXPECT_EQ(refusal_of("GET / HTTP/1.1 \r\n" + host + "\r\n"), 505);
  EXPECT_EQ(refusal_of("GET / HTTP/0.9\r\n" + host + "\r\n"), 505);
}

TEST(RequestReader, TheCapsHold) {
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nA: " + std::string(2000, 'x') + "\r\n\r\n"), 431);
  EXPECT_EQ(refusal_of("GET /" + std::string(2000, 'x') + " HTTP/1.1\r\n\r\n"), 431);
  EXPECT_EQ(refusal_of(std::string(2000, 'G')), 431);
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\n" + host + "Content-Length: 4097\r\n\r\n"), 413);
  RequestReader reader{caps};
  ASSERT_EQ(reader.feed("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"), 0);
  int refusal = 0;
  for (int i = 0; i < 10 && refusal == 0; ++i) {
    refusal = reader.feed("400\r\n" + std::string(1024, 'x') + "\r\n");
  }
  EXPECT_EQ(refusal, 413);
}

TEST(RequestReader, KnowsWhoWaitsForContinue) {
  RequestReader reader{caps};
  ASSERT_EQ(reader.feed("PUT / HTTP/1.1\r\n" + host +
                        "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
            0);
  EXPECT_TRUE(reader.waits_for_continue());
  ASSERT_EQ(reader.feed("ok"), 0);
  EXPECT_FALSE(reader.waits_for_continue());
}

}  // namespace
}  // namespace holdfast::net
