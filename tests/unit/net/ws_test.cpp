#include "net/ws.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <filesystem>
#include <fstream>

#include "raw_server.hpp"
#include "real_run.hpp"
#include "test_certificate.hpp"

namespace holdfast::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using namespace std::chrono_literals;

// A server that answers each text with itself; special texts make it misbehave.
template <class Layer>
asio::awaitable<void> echo(Layer layer, std::string& seen_agent) {
  websocket::stream<Layer, false> ws{std::move(layer)};
  beast::flat_buffer head;
  beast::http::request<beast::http::string_body> request;
  boost::system::error_code ec;
  const auto quietly = [&ec] { return asio::redirect_error(asio::use_awaitable, ec); };
  co_await beast::http::async_read(ws.next_layer(), head, request, quietly());
  if (ec) co_return;
  seen_agent = std::string{request["User-Agent"]} + " " +
               std::string{request["KALSHI-ACCESS-KEY"]} + " " + std::string{request["Host"]};
  co_await ws.async_accept(request, quietly());
  while (!ec) {
    beast::flat_buffer buffer;
    co_await ws.async_read(buffer, quietly());
    if (ec) co_return;
    const std::string text = beast::buffers_to_string(buffer.data());
    if (text == "bye") {
      co_await ws.async_close({websocket::close_code::going_away, "restart"}, quietly());
      co_return;
    }
    if (text == "binary") {
      ws.binary(true);
      co_await ws.async_write(asio::buffer(text), quietly());
      continue;
    }
    ws.text(true);
    const std::string answer = text == "big" ? std::string(4'096, 'x') : text;
    co_await ws.async_write(asio::buffer(answer), quietly());
  }
}

struct WsTest : testing::Test {
  asio::io_context io{1};
  std::string seen;
  std::filesystem::path pem;

  ~WsTest() override {
    if (!pem.empty()) std::filesystem::remove(pem);
  }

  WsOptions options(std::size_t cap = 1U << 20U) {
    WsOptions made;
    made.message_cap = cap;
    made.handshake_within = 2s;
    if (!pem.empty()) made.ca_file = pem.string();
    return made;
  }
  RawServer plain() {
    return RawServer{io, [this](RawPeer& peer, int) { return echo(std::move(peer.socket), seen); }};
  }
  RawServer saying(std::string answer) {
    return RawServer{io, [answer](RawPeer& peer, int) -> asio::awaitable<void> {
                       co_await peer.read_request();
                       co_await peer.write(answer);
                     }};
  }
  Result<std::unique_ptr<Stream>> open(WsDoor& door, const std::string& origin) {
    return real_run(io, door.open({.origin = origin,
                                   .target = "/ws?x=1",
                                   .headers = {{"KALSHI-ACCESS-KEY", "key-1"}}}));
  }
};

TEST_F(WsTest, TextsGoOutInOrderAndComeBackWhole) {
  auto server = plain();
  WsDoor door{io.get_executor(), options()};
  auto stream = open(door, fmt::format("ws://127.0.0.1:{}", server.port()));
  ASSERT_TRUE(stream) << stream.error().what;
  for (int i = 0; i < 100; ++i) ASSERT_TRUE((*stream)->send(std::to_string(i)));
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(real_run(io, (*stream)->receive()).value(), std::to_string(i));
  }
  EXPECT_EQ((*stream)->frames(), 100U);
  EXPECT_NE(seen.find("holdfast/"), std::string::npos) << seen;
  EXPECT_NE(seen.find("key-1"), std::string::npos) << seen;
  EXPECT_NE(seen.find("127.0.0.1:"), std::string::npos) << seen;
}

TEST_F(WsTest, APongIsASignOfLife) {
  auto server = plain();
  WsDoor door{io.get_executor(), options()};
  auto stream = open(door, fmt::format("ws://127.0.0.1:{}", server.port()));
  ASSERT_TRUE(stream);
  (*stream)->ping();
  ASSERT_TRUE((*stream)->send("after"));
  EXPECT_EQ(real_run(io, (*stream)->receive()).value(), "after");
  EXPECT_EQ((*stream)->frames(), 2U);
}

TEST_F(WsTest, WhatIsNoTextOrTooLongEndsIt) {
  auto server = plain();
  WsDoor door{io.get_executor(), options(1'000)};
  for (const std::string wish : {"binary", "big"}) {
    auto stream = open(door, fmt::format("ws://127.0.0.1:{}", server.port()));
    ASSERT_TRUE(stream);
    ASSERT_TRUE((*stream)->send(wish));
    EXPECT_EQ(real_run(io, (*stream)->receive()).error().fault, Fault::malformed) << wish;
    EXPECT_EQ((*stream)->send("more").error().fault, Fault::unreachable) << wish;
  }
}

TEST_F(WsTest, TheOtherSideMayEndIt) {
  auto server = plain();
  WsDoor door{io.get_executor(), options()};
  auto stream = open(door, fmt::format("ws://127.0.0.1:{}", server.port()));
  ASSERT_TRUE(stream);
  ASSERT_TRUE((*stream)->send("bye"));
  const auto ended = real_run(io, (*stream)->receive());
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().fault, Fault::unreachable);
  EXPECT_NE(ended.error().what.find("restart"), std::string::npos) << ended.error().what;
}

TEST_F(WsTest, ClosingEndsWhoeverWaits) {
  auto server = plain();
  WsDoor door{io.get_executor(), options()};
  auto stream = open(door, fmt::format("ws://127.0.0.1:{}", server.port()));
  ASSERT_TRUE(stream);
  asio::post(io, [&] { (*stream)->close(); });
  const auto ended = real_run(io, (*stream)->receive());
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().fault, Fault::unreachable) << ended.error().what;
}

TEST_F(WsTest, WhatIsNoSwitchIsAFault) {
  const std::vector<std::pair<std::string, Fault>> answers{
      {"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", Fault::unauthorised},
      {"HTTP/1.1 429 Too Many\r\nContent-Length: 0\r\n\r\n", Fault::rate_limited},
      {"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", Fault::unreachable},
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", Fault::malformed}};
  for (const auto& [answer, fault] : answers) {
    auto server = saying(answer);
    WsDoor door{io.get_executor(), options()};
    const auto stream = open(door, fmt::format("ws://127.0.0.1:{}", server.port()));
    ASSERT_FALSE(stream) << answer;
    EXPECT_EQ(stream.error().fault, fault) << answer << stream.error().what;
  }
}

TEST_F(WsTest, NobodyThereAndBadAddressesAreFaults) {
  WsDoor door{io.get_executor(), options()};
  EXPECT_EQ(open(door, "ws://127.0.0.1:1").error().fault, Fault::unreachable);
  EXPECT_EQ(open(door, "http://127.0.0.1:1").error().fault, Fault::refused);
  EXPECT_EQ(real_run(io, door.open({.origin = "ws://127.0.0.1:1", .target = "x", .headers = {}}))
                .error()
                .fault,
            Fault::refused);
  EXPECT_EQ(
      real_run(
          io,
          door.open({.origin = "ws://127.0.0.1:1", .target = "/", .headers = {{"A", "b\r\nC: d"}}}))
          .error()
          .fault,
      Fault::refused);
}

TEST_F(WsTest, TlsOnlyWithACertificateForThisHost) {
  using TlsSocket = asio::ssl::stream<asio::ip::tcp::socket>;
  const auto certificate = make_certificate("DNS:localhost", 3'600);
  asio::ssl::context context{asio::ssl::context::tls_server};
  SSL_CTX_use_certificate(context.native_handle(), certificate.certificate.get());
  SSL_CTX_use_PrivateKey(context.native_handle(), certificate.key.get());
  RawServer server{io, [&](RawPeer& peer, int) -> asio::awaitable<void> {
                     TlsSocket tls{std::move(peer.socket), context};
                     boost::system::error_code ec;
                     co_await tls.async_handshake(asio::ssl::stream_base::server,
                                                  asio::redirect_error(asio::use_awaitable, ec));
                     if (!ec) co_await echo(std::move(tls), seen);
                   }};
  const auto port = server.port();
  {
    WsDoor unknowing{io.get_executor(), options()};
    EXPECT_EQ(open(unknowing, fmt::format("wss://localhost:{}", port)).error().fault,
              Fault::unreachable)
        << "an authority nobody knows";
  }
  pem = std::filesystem::temp_directory_path() / fmt::format("holdfast_ws_{}.pem", ::getpid());
  std::ofstream{pem} << certificate.pem;
  WsDoor door{io.get_executor(), options()};
  const auto other = open(door, fmt::format("wss://127.0.0.1:{}", port));
  ASSERT_FALSE(other) << "a certificate of another name";
  EXPECT_NE(other.error().what.find("certificate"), std::string::npos) << other.error().what;
  auto stream = open(door, fmt::format("wss://localhost:{}", port));
  ASSERT_TRUE(stream) << stream.error().what;
  ASSERT_TRUE((*stream)->send("hello"));
  EXPECT_EQ(real_run(io, (*stream)->receive()).value(), "hello");
}

}  // namespace
}  // namespace holdfast::net
