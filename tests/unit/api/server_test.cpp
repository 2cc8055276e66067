#include "api/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "support/api_house.hpp"

namespace holdfast::api {
namespace {

using boost::asio::ip::tcp;
using test::ApiHouse;
using testing::HasSubstr;
using testing::StartsWith;

// The real server on a real socket, spoken to byte by byte.
struct ServerTest : testing::Test {
  ServerTest() {
    house.replicas.replica.accounts = {
        test::account_of(VenueName::kalshi, test::listing_of(VenueName::kalshi, {}))};
    house.replicas.replica.accounts[0].asked_at = house.clock.now();
    server = std::make_unique<ApiServer>(house.context());
    server->start(net::Listener::open("127.0.0.1", 0).value());
  }
  tcp::socket connect() {
    tcp::socket socket{loop};
    socket.connect({boost::asio::ip::make_address("127.0.0.1"), server->port()});
    return socket;
  }
  [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(server->port()); }
  // The whole answer to one request; the server closes because it is asked to.
  std::string exchange(const std::string& line, const std::string& headers, std::string body = "") {
    auto socket = connect();
    const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
    boost::asio::write(socket, boost::asio::buffer(line + " HTTP/1.1\r\n" + headers + length +
                                                   "Connection: close\r\n\r\n" + body));
    std::string answer;
    boost::system::error_code ended;
    boost::asio::read(socket, boost::asio::dynamic_buffer(answer), ended);
    return answer;
  }
  std::string get(const std::string& path, const std::string& headers = "") {
    return exchange("GET " + path, "Host: " + host() + "\r\n" + headers);
  }

  boost::asio::io_context loop;
  ApiHouse house;
  std::unique_ptr<ApiServer> server;
};

TEST_F(ServerTest, AnswersStatusWithAllItsHeaders) {
  const std::string answer = get("/api/v1/status");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Security-Policy: default-src 'none'"));
  EXPECT_THAT(answer, HasSubstr(R"("headline":"UNKNOWN")"));
}

TEST_F(ServerTest, ForeignHostsAndPagesGetNothingFromAnyRoute) {
  for (const Route& route : all_routes()) {
    const std::string line = std::string{route.method} + " " + std::string{route.pattern};
    for (const auto* name : {"evil.example", "127.0.0.1.evil.example", "127.0.0.1:1"}) {
      const auto answer = exchange(line, "Host: " + std::string{name} + "\r\n");
      EXPECT_THAT(answer, StartsWith("HTTP/1.1 421")) << line;
      EXPECT_THAT(answer, HasSubstr("Content-Security-Policy")) << line;
    }
    for (const auto* origin : {"http://evil.example", "null", "http://127.0.0.1",
                               "http://localhost.evil.example", "https://evil.example"}) {
      const auto answer = exchange(
          line, "Host: " + host() + "\r\nOrigin: " + std::string{origin} +
                    "\r\nAuthorization: Bearer resolver\r\nContent-Type: application/json\r\n");
      EXPECT_THAT(answer, StartsWith("HTTP/1.1 403")) << line << " from " << origin;
      EXPECT_THAT(answer, HasSubstr("X-Content-Type-Options: nosniff")) << line;
    }
  }
  EXPECT_TRUE(house.desk.asked.empty());
}

TEST_F(ServerTest, HeadHasTheHeadersAndNoBody) {
  const std::string answer = exchange("HEAD /api/v1/status", "Host: " + host() + "\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(answer.find("\r\n\r\n"), answer.size() - 4);
}

TEST_F(ServerTest, ABrokenAddressIsAProblem) {
  EXPECT_THAT(get("/api/v1/status?x=%zz"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(get("/api/v1/status?x=%zz"), HasSubstr("application/problem+json"));
}

TEST_F(ServerTest, SignsABrowserInByItsLinkWhoseCodeIsBehindTheHash) {
  const std::string link = server->sign_in_link();
  EXPECT_THAT(link, StartsWith(server->address() + "/signin#"));
  const std::string code = link.substr(link.find('#') + 1);
  const auto answer =
      exchange("POST /api/v1/session",
               "Host: " + host() +
                   "\r\nContent-Type: application/json\r\nOrigin: " + server->address() + "\r\n",
               R"({"code":")" + code + "\"}");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 204"));
  EXPECT_THAT(answer, HasSubstr("Set-Cookie: holdfast_session="));
}

TEST_F(ServerTest, StreamsEventsAsTheyHappen) {
  auto socket = connect();
  boost::asio::write(socket, boost::asio::buffer("GET /api/v1/events HTTP/1.1\r\nHost: " + host() +
                                                 "\r\nAccept: text/event-stream\r\n\r\n"));
  std::string heard;
  boost::asio::read_until(socket, boost::asio::dynamic_buffer(heard), "retry: 2000\n\n");
  EXPECT_THAT(heard, HasSubstr("text/event-stream"));
  server->events().publish({.kind = EventKind::sync_completed, .at = test::at_s(1), .text = "hi"});
  boost::asio::read_until(socket, boost::asio::dynamic_buffer(heard), "\"text\":\"hi\"");
  EXPECT_THAT(heard, HasSubstr("event: sync.completed"));
}

TEST_F(ServerTest, StopsWhileAPageStillWaitsForThePass) {
  auto socket = connect();
  boost::asio::write(socket,
                     boost::asio::buffer("POST /api/v1/sync HTTP/1.1\r\nHost: " + host() +
                                         "\r\nAuthorization: Bearer resolver\r\nContent-Type: "
                                         "application/json\r\nContent-Length: 0\r\n\r\n"));
  // A second request on the same server thread is answered while the first waits.
  EXPECT_THAT(get("/health/live"), StartsWith("HTTP/1.1 200"));
  server->stop();
  for (const auto& done : house.desk.waiting) done(Result<void>{});
  server.reset();
}

}  // namespace
}  // namespace holdfast::api
