#include "net/answer_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace holdfast::net {
namespace {

constexpr AnswerReader::Caps caps{.head = 1024, .body = 4096};

const std::string by_length =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"
    "{\"positions\":[1]}";
const std::string by_chunks =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    "7\r\n{\"posit\r\nA\r\nions\":[1]}\r\n0\r\nX-Trailer: yes\r\n\r\n";
const std::string without_body = "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n";
const std::string after_interim =
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + by_length;

Result<HttpResponse> whole(std::string_view bytes) {
  AnswerReader reader{caps};
  if (auto fine = reader.feed(bytes); !fine) return tl::make_unexpected(fine.error());
  if (!reader.done()) {
    if (auto end = reader.end(); !end) return tl::make_unexpected(end.error());
  }
  return reader.take();
}

Fault fault_of(std::string_view bytes) {
  const auto answer = whole(bytes);
  EXPECT_FALSE(answer) << bytes;
  return answer ? Fault::cancelled : answer.error().fault;
}

TEST(AnswerReader, ReadsEachFraming) {
  EXPECT_EQ(whole(by_length)->body, "{\"positions\":[1]}");
  EXPECT_EQ(whole(by_chunks)->body, "{\"positions\":[1]}");
  EXPECT_EQ(whole(without_body)->status, 204);
  EXPECT_EQ(whole(after_interim)->body, "{\"positions\":[1]}");
  EXPECT_EQ(whole("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")->body, "");
}

TEST(AnswerReader, HowTheBytesArriveMakesNoDifference) {
  for (const auto& text : {by_length, by_chunks, without_body, after_interim}) {
    for (std::size_t step = 1; step < 8; ++step) {
      AnswerReader reader{caps};
      for (std::size_t at = 0; at < text.size(); at += step) {
        ASSERT_FALSE(reader.done());
        ASSERT_TRUE(reader.feed(std::string_view{text}.substr(at, step)));
      }
      ASSERT_TRUE(reader.done());
      EXPECT_EQ(reader.bytes(), text.size());
      EXPECT_EQ(reader.take().body, whole(text)->body);
    }
  }
}

TEST(AnswerReader, CutAtAnyByteItIsNoAnswer) {
  for (const auto& text : {by_length, by_chunks, without_body, after_interim}) {
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
      const auto answer = whole(text.substr(0, cut));
      ASSERT_FALSE(answer) << cut;
      EXPECT_EQ(answer.error().fault, cut == 0 ? Fault::unreachable : Fault::malformed)
          << cut << answer.error().what;
    }
  }
}

TEST(AnswerReader, SaysAfterHowManyBytesItWasCut) {
  EXPECT_EQ(whole(by_length.substr(0, 80)).error().what, "the answer was cut after 80 bytes");
  EXPECT_EQ(whole("").error().what, "the connection was closed before any answer came");
}

TEST(AnswerReader, BytesAfterTheEndSpoilIt) {
  EXPECT_EQ(fault_of(by_length + "}"), Fault::malformed);
  EXPECT_EQ(fault_of(by_chunks + by_length), Fault::malformed);
  EXPECT_EQ(fault_of(without_body + "{}"), Fault::malformed);
}

TEST(AnswerReader, ASuccessThatDoesNotSayItsLengthIsNotTrusted) {
  EXPECT_EQ(fault_of("HTTP/1.1 200 OK\r\n\r\n{\"positions\":[]}"), Fault::malformed);
  EXPECT_EQ(fault_of("HTTP/1.0 201 Created\r\n\r\n"), Fault::malformed);
  // Of a refusal the status is what counts.
  const auto refusal = whole("HTTP/1.0 502 Bad Gateway\r\n\r\n<html>");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->body, "<html>");
}

TEST(AnswerReader, RefusesBrokenFraming) {
  const std::vector<std::string> broken{
      "HTP/1.1 200 OK\r\n\r\n",
      "200 OK\r\n\r\n",
      "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n{}x",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nBad Name: x\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\n: x\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\x01\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
      std::string(5000, 'H'),
  };
  for (const auto& text : broken) EXPECT_EQ(fault_of(text), Fault::malformed) << text;
}

TEST(AnswerReader, RefusesACompressedBody) {
  for (const auto* coding : {"gzip", "br", "deflate", "zstd", "gzip, identity"}) {
    EXPECT_EQ(fault_of(std::string{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: "} +
                       coding + "\r\n\r\n{}"),
              Fault::malformed)
        << coding;
  }
  EXPECT_TRUE(
      whole("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: Identity\r\n\r\n{}"));
}

TEST(AnswerReader, TheCapsHoldWhateverTheFraming) {
  const auto sized = [](std::size_t size) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
           std::string(size, 'x');
  };
  EXPECT_EQ(whole(sized(4096))->body.size(), 4096U);
  const auto larger = whole(sized(4097));
  ASSERT_FALSE(larger);
  EXPECT_EQ(larger.error().fault, Fault::malformed);
  EXPECT_EQ(larger.error().what, "the answer is larger than the cap of 4096 bytes");

  AnswerReader announced{caps};
  EXPECT_FALSE(announced.feed("HTTP/1.1 200 OK\r\nContent-Length: 4097\r\n\r\n"))
      << "the head alone says that it is too large";

  AnswerReader chunked{caps};
  ASSERT_TRUE(chunked.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
  Result<void> fed{};
  int chunks = 0;
  while (fed && chunks < 100) {
    fed = chunked.feed("400\r\n" + std::string(1024, 'x') + "\r\n");
    ++chunks;
  }
  EXPECT_EQ(chunks, 5);
  const auto headed = [](std::size_t size) {
    return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: " + std::string(size, 'x') + "\r\n\r\n";
  };
  EXPECT_TRUE(whole(headed(900)));
  EXPECT_EQ(fault_of(headed(1100)), Fault::malformed);
}

TEST(AnswerReader, InterimAnswersEndSomeTime) {
  std::string endless;
  for (int i = 0; i < 20; ++i) endless += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(fault_of(endless + by_length), Fault::malformed);
}

TEST(AnswerReader, SaysWhetherTheConnectionGoesOn) {
  const auto keeps = [](std::string_view text) {
    AnswerReader reader{caps};
    EXPECT_TRUE(reader.feed(text));
    return reader.keep_alive();
  };
  EXPECT_TRUE(keeps("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_FALSE(keeps("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
  EXPECT_FALSE(keeps("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
}

TEST(AnswerReader, HeadersKeepTheirOrderAndNames) {
  const auto answer = whole(
      "HTTP/1.1 200 OK\r\nset-cookie: a\r\nX_Under: 1\r\nSet-Cookie: b\r\n"
      "Content-Length: 0\r\n\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->header("x_under"), "1");
  EXPECT_EQ(answer->header("SET-COOKIE"), "a");
  EXPECT_EQ(answer->headers.size(), 4U);
}

}  // namespace
}  // namespace holdfast::net
