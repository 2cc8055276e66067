#include "net/serve.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "hostile_hosts.hpp"
#include "net/http_client.hpp"
#include "raw_client.hpp"
#include "real_run.hpp"

namespace holdfast::net {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

std::atomic<int> handled{};

ServeResponse text(std::string body) {
  return {.status = 200,
          .headers = {{"Content-Type", "text/plain"}},
          .body = std::move(body),
          .stream = nullptr};
}

awaitable<ServeResponse> answer(ServeRequest request) {
  ++handled;
  if (request.path() == "/throw") throw std::runtime_error{"secret detail"};
  if (request.path() == "/nothing")
    co_return ServeResponse{.status = 204, .headers = {}, .body = {}, .stream = nullptr};
  if (request.path() == "/split") {
    auto response = text("x");
    response.headers.emplace_back("X-Bad", "a\r\nX-Injected: b");
    co_return response;
  }
  if (request.path() == "/own-framing") {
    auto response = text("framed");
    response.headers.emplace_back("content-length", "1");
    response.headers.emplace_back("Transfer-Encoding", "chunked");
    co_return response;
  }
  if (request.path() == "/csp") {
    auto response = text("x");
    response.headers.emplace_back("content-security-policy", "own");
    co_return response;
  }
  if (request.path() == "/slow") {
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, 100ms};
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  co_return text(request.method + " " + request.target + " " + request.body);
}

struct ServeTest : testing::Test {
  std::unique_ptr<Server> server;
  std::string host;

  void start(ServeOptions options = {}, Handler handler = answer) {
    options.headers = {{"Content-Security-Policy", "default-src 'none'"}};
    server = Server::start(Listener::open("127.0.0.1", 0).value(), std::move(options),
                           std::move(handler));
    host = fmt::format("Host: 127.0.0.1:{}\r\n", server->port());
    handled = 0;
  }
  std::string get(std::string_view target, std::string_view headers = {}) const {
    return fmt::format("GET {} HTTP/1.1\r\n{}{}\r\n", target, host, headers);
  }
};

TEST_F(ServeTest, AnswersRequestAfterRequestOnOneConnection) {
  start();
  RawClient client{server->port()};
  for (int i = 0; i < 5; ++i) {
    const auto got = client.ask(get(fmt::format("/{}", i)));
    EXPECT_TRUE(got.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")) << got;
    EXPECT_TRUE(got.ends_with(fmt::format("\r\n\r\nGET /{} ", i))) << got;
  }
  EXPECT_EQ(server->connections(), 1U);
}

TEST_F(ServeTest, PipelinedRequestsAreAnsweredInTheirOrder) {
  start();
  RawClient client{server->port()};
  client.send(get("/slow") + get("/2") +
              fmt::format("POST /3 HTTP/1.1\r\n{}Content-Length: 2\r\n\r\nhi", host) + get("/4"));
  EXPECT_TRUE(client.answer().ends_with("GET /slow "));
  EXPECT_TRUE(client.answer().ends_with("GET /2 "));
  EXPECT_TRUE(client.answer().ends_with("POST /3 hi"));
  EXPECT_TRUE(client.answer().ends_with("GET /4 "));
}

TEST_F(ServeTest, ClosesWhenAskedTo) {
  start();
  RawClient client{server->port()};
  client.send(get("/", "Connection: close\r\n"));
  const auto got = client.all();
  EXPECT_NE(got.find("Connection: close\r\n"), std::string::npos);
  RawClient old{server->port()};
  old.send(fmt::format("GET / HTTP/1.0\r\n{}\r\n", host));
  EXPECT_TRUE(old.all().ends_with("GET / "));
}

TEST_F(ServeTest, HeadAndNoContentHaveNoBody) {
  start();
  RawClient client{server->port()};
  client.send(fmt::format("HEAD /x HTTP/1.1\r\n{}\r\n", host) + get("/nothing") +
              get("/end", "Connection: close\r\n"));
  const auto head = client.until("\r\n\r\n");
  EXPECT_NE(head.find("Content-Length: 8\r\n"), std::string::npos) << head;
  const auto nothing = client.until("\r\n\r\n");
  EXPECT_TRUE(nothing.starts_with("HTTP/1.1 204 No Content\r\n")) << nothing;
  EXPECT_EQ(nothing.find("Content-Length"), std::string::npos);
  EXPECT_TRUE(client.all().ends_with("GET /end "));
}

TEST_F(ServeTest, AChunkedBodyAndExpectContinueAreRead) {
  start();
  RawClient client{server->port()};
  EXPECT_TRUE(client
                  .ask(fmt::format("POST /c HTTP/1.1\r\n{}Transfer-Encoding: chunked\r\n\r\n"
                                   "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                                   host))
                  .ends_with("POST /c abcde"));
  client.send(
      fmt::format("POST /e HTTP/1.1\r\n{}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n", host));
  EXPECT_EQ(client.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_TRUE(client.ask("ok").ends_with("POST /e ok"));
}

TEST_F(ServeTest, HostileHostsGetNoDataAndReachNoHandler) {
  start();
  for (const auto& hostile : hostile_hosts(server->port())) {
    RawClient client{server->port()};
    client.send(fmt::format("GET /secret HTTP/1.1\r\nHost: {}\r\n\r\n", hostile));
    const auto got = client.all();
    EXPECT_TRUE(got.starts_with("HTTP/1.1 421 ") || got.starts_with("HTTP/1.1 400 "))
        << hostile << got;
    EXPECT_EQ(got.find("secret"), std::string::npos) << hostile;
  }
  const std::string ours = fmt::format("127.0.0.1:{}", server->port());
  const std::vector<std::string> whole{
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.0\r\n\r\n",
      fmt::format("GET / HTTP/1.1\r\nHost: {0}\r\nHost: {0}\r\n\r\n", ours),
      fmt::format("GET / HTTP/1.1\r\nHost: {}\r\nhost: evil.example\r\n\r\n", ours),
      fmt::format("GET http://{0}/ HTTP/1.1\r\nHost: {0}\r\n\r\n", ours),
      fmt::format("GET http://evil.example/ HTTP/1.1\r\nHost: {}\r\n\r\n", ours),
      fmt::format("GET / HTTP/1.1\r\nHost : {}\r\n\r\n", ours),
      fmt::format("GET / HTTP/1.1\r\nHost:\r\n\r\n"),
      fmt::format("GET / HTTP/1.1\r\nHost: evil.example\r\n {}\r\n\r\n", ours),
      fmt::format("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\n\r\n", ours),
  };
  for (const auto& bytes : whole) {
    RawClient client{server->port()};
    client.send(bytes);
    const auto got = client.all();
    EXPECT_TRUE(got.starts_with("HTTP/1.1 4")) << bytes << got;
  }
  EXPECT_EQ(handled, 0);
}

TEST_F(ServeTest, PagesOfOtherSitesAreTurnedAway) {
  start();
  for (const auto& origin : hostile_origins(server->port())) {
    RawClient client{server->port()};
    client.send(
        fmt::format("POST / HTTP/1.1\r\n{}Origin: {}\r\nContent-Length: 0\r\n\r\n", host, origin));
    EXPECT_TRUE(client.all().starts_with("HTTP/1.1 403 ")) << origin;
  }
  EXPECT_EQ(handled, 0);
  RawClient client{server->port()};
  EXPECT_TRUE(client.ask(get("/", fmt::format("Origin: http://127.0.0.1:{}\r\n", server->port())))
                  .starts_with("HTTP/1.1 200"));
}

TEST_F(ServeTest, ConfiguredHostsReplaceTheUsualOnes) {
  start({.hosts = {"holdfast.local:9"}});
  RawClient usual{server->port()};
  EXPECT_TRUE(usual.ask(get("/")).starts_with("HTTP/1.1 421"));
  RawClient ours{server->port()};
  EXPECT_TRUE(ours.ask("GET / HTTP/1.1\r\nHost: holdfast.local:9\r\n"
                       "Origin: http://holdfast.local:9\r\n\r\n")
                  .starts_with("HTTP/1.1 200"));
}

TEST_F(ServeTest, MalformedAndOversizedRequestsAreRefusedAndClosed) {
  start({.header_cap = 16384, .body_cap = 1000});
  const auto refused = [&](std::string_view bytes) {
    RawClient client{server->port()};
    client.send(bytes);
    const auto got = client.all();
    EXPECT_NE(got.find("\r\nConnection: close\r\n"), std::string::npos) << got;
    EXPECT_NE(got.find("application/problem+json"), std::string::npos) << got;
    EXPECT_NE(got.find(R"("fix":")"), std::string::npos) << got;
    return got.substr(9, 3);
  };
  EXPECT_EQ(refused("rubbish\r\n\r\n"), "400");
  EXPECT_EQ(refused(get("/", "A: " + std::string(17000, 'x') + "\r\n")), "431");
  EXPECT_EQ(refused(fmt::format("POST / HTTP/1.1\r\n{}Content-Length: 1001\r\n\r\n{}", host,
                                std::string(1001, 'x'))),
            "413");
  // The client is still sending when the answer comes: it must not be lost in a reset.
  EXPECT_EQ(refused(fmt::format("POST / HTTP/1.1\r\n{}Content-Length: 8000000\r\n\r\n{}", host,
                                std::string(8'000'000, 'x'))),
            "413");
  EXPECT_EQ(refused(fmt::format("POST / HTTP/1.1\r\n{}Transfer-Encoding: gzip\r\n\r\n", host)),
            "501");
  EXPECT_EQ(refused(fmt::format("GET / HTTP/3.0\r\n{}\r\n", host)), "505");
  EXPECT_EQ(handled, 0);
  RawClient after{server->port()};
  after.send(get("/fine") + "rubbish\r\n\r\n");
  EXPECT_TRUE(after.answer().starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(after.answer().starts_with("HTTP/1.1 400"));
}

TEST_F(ServeTest, EveryAnswerBearsTheGivenHeaders) {
  start();
  const std::string csp = "Content-Security-Policy: default-src 'none'\r\n";
  for (const auto& bytes : {get("/"), get("/throw"), get("/nothing"), std::string{"bad\r\n\r\n"},
                            std::string{"GET / HTTP/1.1\r\nHost: evil\r\n\r\n"}}) {
    RawClient client{server->port()};
    EXPECT_NE(client.ask(bytes).find(csp), std::string::npos) << bytes;
  }
  RawClient client{server->port()};
  const auto own = client.ask(get("/csp"));
  EXPECT_EQ(own.find(csp), std::string::npos);
  EXPECT_NE(own.find("content-security-policy: own\r\n"), std::string::npos);
}

TEST_F(ServeTest, WhatAHandlerThrowsOrSpoilsIsA500WithoutDetails) {
  start();
  RawClient client{server->port()};
  const auto thrown = client.ask(get("/throw"));
  EXPECT_TRUE(thrown.starts_with("HTTP/1.1 500 "));
  EXPECT_EQ(thrown.find("secret"), std::string::npos);
  const auto split = client.ask(get("/split"));
  EXPECT_TRUE(split.starts_with("HTTP/1.1 500 ")) << split;
  EXPECT_EQ(split.find("X-Injected"), std::string::npos);
}

TEST_F(ServeTest, FramingIsTheServersOwn) {
  start();
  RawClient client{server->port()};
  const auto got = client.ask(get("/own-framing"));
  EXPECT_NE(got.find("Content-Length: 6\r\n"), std::string::npos) << got;
  EXPECT_EQ(got.find("content-length: 1"), std::string::npos);
  EXPECT_EQ(got.find("chunked"), std::string::npos);
}

TEST_F(ServeTest, WhoSendsTooSlowlyIsCutOff) {
  start({.idle = 60s, .head_within = 30ms, .body_within = 30ms});
  RawClient half_a_head{server->port()};
  half_a_head.send("GET / HTTP/1.1\r\nHost: 127");
  EXPECT_EQ(half_a_head.all(), "");
  RawClient half_a_body{server->port()};
  half_a_body.send(fmt::format("POST / HTTP/1.1\r\n{}Content-Length: 5\r\n\r\nab", host));
  EXPECT_EQ(half_a_body.all(), "");
  EXPECT_EQ(handled, 0);
}

TEST_F(ServeTest, AnIdleConnectionIsClosed) {
  start({.idle = 300ms});
  RawClient client{server->port()};
  EXPECT_TRUE(client.ask(get("/")).starts_with("HTTP/1.1 200"));
  EXPECT_EQ(client.all(), "");
}

TEST_F(ServeTest, AClientThatReadsNothingIsDroppedAndHoldsUpNobody) {
  start({.write_within = 50ms}, [](ServeRequest request) -> awaitable<ServeResponse> {
    co_return text(std::string(request.path() == "/large" ? 64UL << 20 : 1, 'x'));
  });
  RawClient lazy{server->port()};
  lazy.send(get("/large"));
  RawClient other{server->port()};
  EXPECT_TRUE(other.ask(get("/")).ends_with("\r\n\r\nx"));
  EXPECT_TRUE(eventually([&] { return server->connections() == 1; }));
}

TEST_F(ServeTest, TooManyConnectionsAreTurnedAwayAndRoomIsMadeAgain) {
  start({.connections = 3});
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<RawClient>(server->port()));
    EXPECT_TRUE(clients.back()->ask(get("/")).starts_with("HTTP/1.1 200"));
  }
  RawClient fourth{server->port()};
  EXPECT_TRUE(fourth.all().starts_with("HTTP/1.1 503"));
  clients.pop_back();
  EXPECT_TRUE(eventually([&] { return server->connections() == 2; }));
  RawClient fifth{server->port()};
  EXPECT_TRUE(fifth.ask(get("/")).starts_with("HTTP/1.1 200"));
}

TEST_F(ServeTest, APortInUseIsSaid) {
  start();
  const auto second = Listener::open("127.0.0.1", server->port());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::refused);
  EXPECT_EQ(second.error().what,
            fmt::format("port {} of 127.0.0.1 is in use by another program; stop that one or "
                        "choose another port",
                        server->port()));
}

TEST_F(ServeTest, OnlyLoopbackIsListenedOn) {
  for (const auto* address : {"0.0.0.0", "::", "192.168.1.5", "8.8.8.8", "::ffff:0.0.0.0",
                              "example.com", "", "127.0.0.1:80"}) {
    const auto refused = Listener::open(address, 0);
    ASSERT_FALSE(refused) << address;
    EXPECT_EQ(refused.error().fault, Fault::refused);
  }
  EXPECT_TRUE(Listener::open("localhost", 0));
}

TEST_F(ServeTest, StoppingLetsARunningAnswerFinish) {
  start();
  RawClient idle{server->port()};
  EXPECT_TRUE(idle.ask(get("/")).starts_with("HTTP/1.1 200"));
  RawClient busy{server->port()};
  busy.send(get("/slow"));
  ASSERT_TRUE(eventually([] { return handled == 2; }));
  server->stop();
  const auto got = busy.all();
  EXPECT_TRUE(got.ends_with("GET /slow ")) << got;
  EXPECT_NE(got.find("Connection: close\r\n"), std::string::npos);
  EXPECT_EQ(idle.all(), "");
  EXPECT_THROW(RawClient{server->port()}, boost::system::system_error);
  server->stop();
}

TEST_F(ServeTest, StoppingDoesNotWaitForEverForAHandler) {
  start({.drain = 20ms}, [](ServeRequest) -> awaitable<ServeResponse> {
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, 1h};
    ++handled;
    co_await timer.async_wait(boost::asio::use_awaitable);
    co_return text("never");
  });
  RawClient client{server->port()};
  client.send(get("/"));
  ASSERT_TRUE(eventually([] { return handled == 1; }));
  server.reset();
  EXPECT_EQ(client.all(), "");
}

TEST_F(ServeTest, OurOwnClientAndServerUnderstandEachOther) {
  start({.connections = 64});
  boost::asio::io_context io{1};
  HttpClient client{io.get_executor(), {.connections = 8}};
  std::vector<std::string> bodies(200);
  const auto one = [](HttpClient& through, std::string origin, std::size_t number,
                      std::string& into) -> awaitable<void> {
    HttpRequest request{.method = Method::post,
                        .origin = std::move(origin),
                        .target = fmt::format("/{}", number),
                        .headers = {},
                        .body = std::string(number * 50, 'b')};
    const auto got = co_await through.exchange(std::move(request));
    into = got ? got->body : got.error().what;
  };
  const auto origin = fmt::format("http://127.0.0.1:{}", server->port());
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    boost::asio::co_spawn(io, one(client, origin, i, bodies[i]), boost::asio::detached);
  }
  settle(io);
  EXPECT_TRUE(eventually([&] {
    settle(io);
    return !bodies.back().empty();
  }));
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    EXPECT_EQ(bodies[i], fmt::format("POST /{} {}", i, std::string(i * 50, 'b')));
  }
}

}  // namespace
}  // namespace holdfast::net
