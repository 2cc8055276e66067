#include "net/http_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <thread>

#include "net/deadline.hpp"
#include "raw_server.hpp"
#include "real_run.hpp"

namespace holdfast::net {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

HttpRequest asking(std::string origin, std::string target = "/", Method method = Method::get) {
  return {.method = method,
          .origin = std::move(origin),
          .target = std::move(target),
          .headers = {},
          .body = {}};
}

// "GET /7 HTTP/1.1…" -> "/7"
std::string target_of(const std::string& request) {
  const auto from = request.find(' ') + 1;
  return request.substr(from, request.find(' ', from) - from);
}

// Answers each request with its own target.
awaitable<void> echo(RawPeer& peer, int) {
  while (true) {
    const auto request = co_await peer.read_request();
    if (request.empty()) co_return;
    co_await peer.write(ok(target_of(request)));
  }
}

struct HttpClientTest : testing::Test {
  boost::asio::io_context io{1};
  HttpClient client{io.get_executor(), {.body_cap = 1000, .header_cap = 500}};

  Result<HttpResponse> ask(HttpRequest request) {
    return real_run(io, client.exchange(std::move(request)));
  }
};

TEST_F(HttpClientTest, OneConnectionServesManyExchanges) {
  RawServer server{io, echo};
  for (int i = 0; i < 10; ++i) {
    const auto answer = ask(asking(server.origin(), "/" + std::to_string(i)));
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->body, "/" + std::to_string(i));
  }
  EXPECT_EQ(server.connections, 1);
}

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

TEST_F(HttpClientTest, AnAnswerCutAtAnyByteIsUnreachableAndItsConnectionUnused) {
  const std::string whole = ok(R"({"positions":[]})", "Content-Type: application/json\r\n");
  std::size_t cut = 0;
  RawServer server{io, [&](RawPeer& peer, int) -> awaitable<void> {
                     co_await peer.read_request();
                     co_await peer.write(whole.substr(0, cut));
                   }};
  for (; cut < whole.size(); ++cut) {
    const auto answer = ask(asking(server.origin()));
    ASSERT_FALSE(answer) << cut;
    EXPECT_EQ(answer.error().fault, Fault::unreachable);
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

TEST_F(HttpClientTest, ALateAnswerIsNeverReadAsTheNext) {
  RawServer server{io, [](RawPeer& peer, int number) -> awaitable<void> {
                     co_await peer.read_request();
                     if (number == 0) {
                       boost::asio::steady_timer late{peer.socket.get_executor(), 30ms};
                       co_await late.async_wait(boost::asio::use_awaitable);
                       co_await peer.write(ok("late"));
                     } else {
                       co_await peer.write(ok("second"));
                     }
                     co_await peer.until_closed();
                   }};
  RealClock clock{io};
  Deadline deadline{client, clock, 10ms};
  const auto first = real_run(io, deadline.exchange(asking(server.origin())));
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().fault, Fault::unreachable);
  const auto second = ask(asking(server.origin()));
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_EQ(second->body, "second");
  EXPECT_EQ(server.connections, 2);
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

TEST_F(HttpClientTest, UnaskedBytesOnAKeptConnectionAreNoAnswer) {
  RawServer server{io, [](RawPeer& peer, int number) -> awaitable<void> {
                     const auto request = co_await peer.read_request();
                     co_await peer.write(ok(target_of(request)));
                     boost::asio::steady_timer pause{peer.socket.get_executor(), 5ms};
                     co_await pause.async_wait(boost::asio::use_awaitable);
                     if (number == 0) co_await peer.write(ok("poison"));
                     co_await peer.until_closed();
                   }};
  EXPECT_EQ(ask(asking(server.origin(), "/1"))->body, "/1");
  std::this_thread::sleep_for(1ms);
  settle(io);
  settle(io);
  EXPECT_EQ(ask(asking(server.origin(), "/2"))->body, "/2");
  EXPECT_EQ(server.connections, 2);
}

// The server takes one request, then answers nothing and closes when the next comes.
awaitable<void> once_then_hang_up(RawPeer& peer, int) {
  const auto request = co_await peer.read_request();
  co_await peer.write(ok(target_of(request)));
  co_await peer.read_request();
}

TEST_F(HttpClientTest, AGetOnAStaleConnectionIsSentOnceMore) {
  RawServer server{io, once_then_hang_up};
  EXPECT_EQ(ask(asking(server.origin(), "/1"))->body, "/1");
  const auto second = ask(asking(server.origin(), "/2"));
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_EQ(second->body, "/2");
  EXPECT_EQ(server.connections, 2);
}

TEST_F(HttpClientTest, APostOnAStaleConnectionIsNotSentAgain) {
  RawServer server{io, once_then_hang_up};
  EXPECT_TRUE(ask(asking(server.origin(), "/1")));
  const auto second = ask(asking(server.origin(), "/2", Method::post));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::unreachable);
  EXPECT_EQ(server.connections, 1);
}

TEST_F(HttpClientTest, AfterOneByteOfAnAnswerNothingIsSentAgain) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     const auto request = co_await peer.read_request();
                     co_await peer.write(ok(target_of(request)));
                     co_await peer.read_request();
                     co_await peer.write("H");
                   }};
  EXPECT_TRUE(ask(asking(server.origin())));
  EXPECT_FALSE(ask(asking(server.origin())));
  EXPECT_EQ(server.connections, 1);
}

TEST_F(HttpClientTest, AFreshConnectionThatClosesIsNotTriedAgain) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> { co_await peer.read_request(); }};
  EXPECT_EQ(ask(asking(server.origin())).error().fault, Fault::unreachable);
  EXPECT_EQ(server.connections, 1);
}

TEST_F(HttpClientTest, AClosedConnectionIsNoticedBeforeItIsUsed) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     const auto request = co_await peer.read_request();
                     co_await peer.write(ok(target_of(request)));
                   }};
  EXPECT_TRUE(ask(asking(server.origin())));
  settle(io);
  EXPECT_TRUE(ask(asking(server.origin(), "/2", Method::post)));
  EXPECT_EQ(server.connections, 2);
}

TEST_F(HttpClientTest, ConnectionCloseIsObeyed) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     co_await peer.read_request();
                     co_await peer.write(ok("x", "Connection: close\r\n"));
                     co_await peer.until_closed();
                   }};
  EXPECT_TRUE(ask(asking(server.origin())));
  EXPECT_TRUE(ask(asking(server.origin())));
  EXPECT_EQ(server.connections, 2);
}

TEST_F(HttpClientTest, AHundredExchangesAtOnceShareFewConnectionsAndMixNoAnswers) {
  RawServer server{io, echo};
  std::vector<std::string> bodies(100);
  const auto one = [](HttpClient& through, HttpRequest request,
                      std::string& into) -> awaitable<void> {
    const auto answer = co_await through.exchange(std::move(request));
    into = answer ? answer->body : answer.error().what;
  };
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    boost::asio::co_spawn(io,
                          one(client, asking(server.origin(), "/" + std::to_string(i)), bodies[i]),
                          boost::asio::detached);
  }
  settle(io);
  for (std::size_t i = 0; i < bodies.size(); ++i) EXPECT_EQ(bodies[i], "/" + std::to_string(i));
  EXPECT_EQ(server.connections, 6);
}

TEST_F(HttpClientTest, ACancelledWaiterGivesWayToTheNext) {
  RawServer server{io, [](RawPeer& peer, int number) -> awaitable<void> {
                     if (number < 6) {
                       co_await peer.until_closed();
                     } else {
                       co_await echo(peer, number);
                     }
                   }};
  RealClock clock{io};
  Deadline deadline{client, clock, 20ms};
  std::vector<Fault> faults;
  const auto one = [](Transport& through, HttpRequest request,
                      std::vector<Fault>& into) -> awaitable<void> {
    const auto answer = co_await through.exchange(std::move(request));
    if (!answer) into.push_back(answer.error().fault);
  };
  for (int i = 0; i < 40; ++i) {
    boost::asio::co_spawn(io, one(deadline, asking(server.origin()), faults),
                          boost::asio::detached);
  }
  for (int i = 0; i < 100 && faults.size() < 40; ++i) settle(io);
  EXPECT_EQ(faults, std::vector<Fault>(40, Fault::unreachable));
  EXPECT_EQ(ask(asking(server.origin(), "/next"))->body, "/next");
}

TEST_F(HttpClientTest, ConnectionsOpenedAheadAreUsedAndCounted) {
  RawServer server{io, echo};
  const auto ready = real_run(io, client.warm(server.origin(), 2));
  ASSERT_TRUE(ready);
  EXPECT_EQ(*ready, 2U);
  EXPECT_EQ(*real_run(io, client.warm(server.origin(), 2)), 2U);
  settle(io);
  EXPECT_EQ(server.connections, 2);
  EXPECT_TRUE(ask(asking(server.origin())));
  EXPECT_EQ(server.connections, 2);
}

TEST_F(HttpClientTest, AnIdleConnectionGrowsTooOld) {
  RawServer server{io, echo};
  HttpClient hasty{io.get_executor(), {.idle = 1ms}};
  EXPECT_TRUE(real_run(io, hasty.exchange(asking(server.origin()))));
  std::this_thread::sleep_for(3ms);
  EXPECT_TRUE(real_run(io, hasty.exchange(asking(server.origin()))));
  EXPECT_EQ(server.connections, 2);
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
