#include "client_fixture.hpp"

namespace holdfast::net {
namespace {

TEST_F(HttpClientTest, SendsWhatItWasGivenAndItsOwnHeaders) {
  std::string seen;
  RawServer server{io, [&seen](RawPeer& peer, int) -> awaitable<void> {
                     seen = co_await peer.read_request();
                     co_await peer.write(ok(""));
                   }};
  auto request = asking(server.origin(), "/order?x=1", Method::post);
  request.headers = {{"POLY_API_KEY", "k"}, {"Content-Type", "application/json"}};
  request.body = R"({"a":1})";
  ASSERT_TRUE(ask(request));
  EXPECT_TRUE(seen.starts_with("POST /order?x=1 HTTP/1.1\r\nHost: " + server.origin().substr(7)));
  EXPECT_NE(seen.find("\r\nPOLY_API_KEY: k\r\n"), std::string::npos);
  EXPECT_NE(seen.find("\r\nUser-Agent: holdfast/0."), std::string::npos);
  EXPECT_NE(seen.find("\r\nAccept-Encoding: identity\r\n"), std::string::npos);
  EXPECT_TRUE(seen.ends_with("\r\nContent-Length: 7\r\n\r\n{\"a\":1}"));
}

TEST_F(HttpClientTest, AnyStatusIsAnAnswer) {
  RawServer server{
      io, [](RawPeer& peer, int) -> awaitable<void> {
        co_await peer.read_request();
        co_await peer.write("HTTP/1.1 503 x\r\nContent-Length: 2\r\nRetry-After: 9\r\n\r\nno");
      }};
  const auto answer = ask(asking(server.origin()));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->header("retry-after"), "9");
}

TEST_F(HttpClientTest, AnAnswerCutAtAnyByteIsMalformedAndItsConnectionUnused) {
  const std::string whole = ok(R"({"positions":[]})", "Content-Type: application/json\r\n");
  std::size_t cut = 0;
  RawServer server{io, [&](RawPeer& peer, int) -> awaitable<void> {
                     co_await peer.read_request();
                     co_await peer.write(whole.substr(0, cut));
                   }};
  for (; cut < whole.size(); ++cut) {
    const auto answer = ask(asking(server.origin()));
    ASSERT_FALSE(answer) << cut;
    EXPECT_EQ(answer.error().fault, cut == 0 ? Fault::unreachable : Fault::malformed);
    if (cut > 0) {
      EXPECT_TRUE(
          answer.error().what.starts_with(fmt::format("the answer was cut after {} bytes", cut)))
          << answer.error().what;
    }
  }
  EXPECT_TRUE(ask(asking(server.origin())));
  EXPECT_EQ(server.connections, static_cast<int>(whole.size()) + 1);
}

TEST_F(HttpClientTest, AResetIsUnreachable) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     co_await peer.read_request();
                     co_await peer.write("HTTP/1.1 200 OK\r\nContent-Le");
                     peer.reset();
                   }};
  EXPECT_EQ(ask(asking(server.origin())).error().fault, Fault::unreachable);
}

TEST_F(HttpClientTest, MoreThanTheStatedLengthIsMalformed) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     co_await peer.read_request();
                     co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}{}");
                     co_await peer.until_closed();
                   }};
  EXPECT_EQ(ask(asking(server.origin())).error().fault, Fault::malformed);
}

TEST_F(HttpClientTest, AnAnswerOverTheCapIsMalformedAndDropsItsConnection) {
  bool closed = false;
  RawServer server{io, [&closed](RawPeer& peer, int) -> awaitable<void> {
                     co_await peer.read_request();
                     co_await peer.write(ok(std::string(1001, 'x')));
                     co_await peer.until_closed();
                     closed = true;
                   }};
  const auto answer = ask(asking(server.origin()));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::malformed);
  settle(io);
  EXPECT_TRUE(closed);
}

TEST_F(HttpClientTest, ARefusedConnectionIsUnreachableAndSaysSo) {
  RawServer server{io, echo};
  const auto origin = server.origin();
  server.close();
  const auto answer = ask(asking(origin));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::unreachable);
  EXPECT_NE(answer.error().what.find("Connection refused"), std::string::npos)
      << answer.error().what;
  EXPECT_NE(answer.error().what.find(origin), std::string::npos);
}

TEST_F(HttpClientTest, ADripIsEndedByTheDeadline) {
  bool closed = false;
  RawServer server{io, [&closed](RawPeer& peer, int) -> awaitable<void> {
                     co_await peer.read_request();
                     co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n");
                     for (int i = 0; i < 900 && peer.socket.is_open(); ++i) {
                       boost::asio::steady_timer drip{peer.socket.get_executor(), 5ms};
                       co_await drip.async_wait(boost::asio::use_awaitable);
                       boost::system::error_code ec;
                       co_await boost::asio::async_write(
                           peer.socket, boost::asio::buffer("x", 1),
                           boost::asio::redirect_error(boost::asio::use_awaitable, ec));
                       if (ec) closed = true;
                       if (ec) break;
                     }
                   }};
  RealClock clock{io};
  Deadline deadline{client, clock, 40ms};
  const auto answer = real_run(io, deadline.exchange(asking(server.origin())));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::unreachable);
  settle(io);
  for (int i = 0; i < 200 && !closed; ++i) settle(io);
  EXPECT_TRUE(closed);
}

TEST_F(HttpClientTest, ANameIsLookedUpAndItsAddressKept) {
  RawServer server{io, echo};
  const auto origin = fmt::format("http://localhost:{}", server.port());
  ASSERT_TRUE(ask(asking(origin)));
  EXPECT_TRUE(ask(asking(origin)));
}

TEST_F(HttpClientTest, WhatCannotBeSentIsRefusedWithoutAConnection) {
  RawServer server{io, echo};
  auto request = asking(server.origin());
  request.headers = {{"X", "a\r\nY: b"}};
  EXPECT_EQ(ask(request).error().fault, Fault::refused);
  EXPECT_EQ(ask(asking("127.0.0.1:80")).error().fault, Fault::refused);
  settle(io);
  EXPECT_EQ(server.connections, 0);
}

TEST_F(HttpClientTest, TheClientMayDieBeforeItsExchanges) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     const auto request = co_await peer.read_request();
                     boost::asio::steady_timer pause{peer.socket.get_executor(), 5ms};
                     co_await pause.async_wait(boost::asio::use_awaitable);
                     co_await peer.write(ok(target_of(request)));
                   }};
  auto brief = std::make_unique<HttpClient>(io.get_executor());
  auto work = brief->exchange(asking(server.origin(), "/kept"));
  brief.reset();
  EXPECT_EQ(real_run(io, std::move(work))->body, "/kept");
}

}  // namespace
}  // namespace holdfast::net
