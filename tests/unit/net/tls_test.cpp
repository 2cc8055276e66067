#include <gtest/gtest.h>

#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "net/http_client.hpp"
#include "raw_server.hpp"
#include "real_run.hpp"
#include "test_certificate.hpp"

namespace holdfast::net {
namespace {

namespace asio = boost::asio;
using TlsSocket = asio::ssl::stream<asio::ip::tcp::socket>;

// How the server says goodbye after its answer.
enum class Goodbye { keep, proper, cut };

struct TlsTest : testing::Test {
  asio::io_context io{1};
  std::filesystem::path pem;
  std::string answer = ok("secret");
  Goodbye goodbye = Goodbye::keep;
  int handshakes{};
  int requests{};

  void TearDown() override {
    if (!pem.empty()) std::filesystem::remove(pem);
  }

  static asio::awaitable<void> talk(RawPeer& peer, asio::ssl::context& context, TlsTest& test) {
    TlsSocket tls{std::move(peer.socket), context};
    boost::system::error_code ec;
    co_await tls.async_handshake(asio::ssl::stream_base::server,
                                 asio::redirect_error(asio::use_awaitable, ec));
    if (ec) co_return;
    ++test.handshakes;
    while (true) {
      std::string request;
      co_await asio::async_read_until(tls, asio::dynamic_buffer(request), "\r\n\r\n",
                                      asio::redirect_error(asio::use_awaitable, ec));
      if (ec) co_return;
      ++test.requests;
      co_await asio::async_write(tls, asio::buffer(test.answer),
                                 asio::redirect_error(asio::use_awaitable, ec));
      if (test.goodbye == Goodbye::keep) continue;
      if (test.goodbye == Goodbye::proper) {
        co_await tls.async_shutdown(asio::redirect_error(asio::use_awaitable, ec));
      }
      co_return;
    }
  }

  asio::ssl::context context_of(const TestCertificate& certificate) {
    asio::ssl::context context{asio::ssl::context::tls_server};
    SSL_CTX_use_certificate(context.native_handle(), certificate.certificate.get());
    SSL_CTX_use_PrivateKey(context.native_handle(), certificate.key.get());
    return context;
  }

  // Asks a server that shows this certificate; `trusted` puts it among our authorities.
  enum class Belief { trusted, unknown };
  Result<HttpResponse> ask(asio::ssl::context& context, const std::string& host, Belief belief,
                           const std::string& authority, int times = 1) {
    HttpClientOptions options;
    if (belief == Belief::trusted) {
      pem = std::filesystem::temp_directory_path() / fmt::format("holdfast_tls_{}.pem", ::getpid());
      std::ofstream{pem} << authority;
      options.ca_file = pem.string();
    }
    HttpClient client{io.get_executor(), options};
    RawServer server{io, [&](RawPeer& peer, int) { return talk(peer, context, *this); }};
    Result<HttpResponse> last = fail(Fault::cancelled, "not asked");
    for (int i = 0; i < times; ++i) {
      last =
          real_run(io, client.exchange({.method = Method::get,
                                        .origin = fmt::format("https://{}:{}", host, server.port()),
                                        .target = "/",
                                        .headers = {},
                                        .body = {}}));
      settle(io);
    }
    server.close();
    settle(io);
    return last;
  }
};

TEST_F(TlsTest, ATrustedCertificateForTheHostIsAccepted) {
  const auto certificate = make_certificate("DNS:localhost,IP:127.0.0.1", 86400);
  auto context = context_of(certificate);
  for (const auto* host : {"localhost", "127.0.0.1"}) {
    const auto answered = ask(context, host, Belief::trusted, certificate.pem);
    ASSERT_TRUE(answered) << answered.error().what;
    EXPECT_EQ(answered->body, "secret");
  }
}

TEST_F(TlsTest, ASelfSignedCertificateIsRefusedByName) {
  const auto certificate = make_certificate("DNS:localhost,IP:127.0.0.1", 86400);
  auto context = context_of(certificate);
  const auto refused = ask(context, "localhost", Belief::unknown, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::unreachable);
  EXPECT_NE(refused.error().what.find("the certificate of localhost is not accepted: self"),
            std::string::npos)
      << refused.error().what;
  EXPECT_EQ(requests, 0);
}

TEST_F(TlsTest, ACertificateForAnotherHostIsRefused) {
  for (const auto* names : {"DNS:other.example", "DNS:localhost.other.example,IP:127.0.0.2",
                            "DNS:*.localhost", "IP:127.0.0.1"}) {
    const auto certificate = make_certificate(names, 86400);
    auto context = context_of(certificate);
    const auto refused = ask(context, "localhost", Belief::trusted, certificate.pem);
    ASSERT_FALSE(refused) << names;
    EXPECT_NE(refused.error().what.find("hostname mismatch"), std::string::npos)
        << refused.error().what;
  }
  const auto certificate = make_certificate("DNS:localhost", 86400);
  auto context = context_of(certificate);
  const auto refused = ask(context, "127.0.0.1", Belief::trusted, certificate.pem);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("IP address mismatch"), std::string::npos)
      << refused.error().what;
  EXPECT_EQ(requests, 0);
}

TEST_F(TlsTest, AnExpiredCertificateIsRefused) {
  const auto certificate = make_certificate("DNS:localhost", -3600);
  auto context = context_of(certificate);
  const auto refused = ask(context, "localhost", Belief::trusted, certificate.pem);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("expired"), std::string::npos) << refused.error().what;
  EXPECT_EQ(requests, 0);
}

TEST_F(TlsTest, OldProtocolsAreRefused) {
  const auto certificate = make_certificate("DNS:localhost", 86400);
  auto context = context_of(certificate);
  SSL_CTX_set_security_level(context.native_handle(), 0);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
  const auto refused = ask(context, "localhost", Belief::trusted, certificate.pem);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::unreachable);
  EXPECT_EQ(handshakes, 0);
}

TEST_F(TlsTest, OneHandshakeServesManyExchanges) {
  const auto certificate = make_certificate("DNS:localhost", 86400);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto context = context_of(certificate);
    SSL_CTX_set_max_proto_version(context.native_handle(), version);
    handshakes = 0;
    ASSERT_TRUE(ask(context, "localhost", Belief::trusted, certificate.pem, 5));
    EXPECT_EQ(handshakes, 1);
  }
}

TEST_F(TlsTest, BytesAfterTheAnswerNeverReachTheNextOne) {
  const auto certificate = make_certificate("DNS:localhost", 86400);
  auto context = context_of(certificate);
  answer = ok("mine") + ok("poison");
  const auto spoiled = ask(context, "localhost", Belief::trusted, certificate.pem, 3);
  ASSERT_FALSE(spoiled);
  EXPECT_EQ(spoiled.error().fault, Fault::malformed);
  EXPECT_EQ(handshakes, 3);
}

TEST_F(TlsTest, AnEndWithoutGoodbyeIsACut) {
  const auto certificate = make_certificate("DNS:localhost", 86400);
  auto context = context_of(certificate);
  answer = "HTTP/1.1 502 Bad Gateway\r\n\r\n<html>half a pa";
  goodbye = Goodbye::cut;
  const auto cut = ask(context, "localhost", Belief::trusted, certificate.pem);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().fault, Fault::unreachable);
  goodbye = Goodbye::proper;
  const auto whole = ask(context, "localhost", Belief::trusted, certificate.pem);
  ASSERT_TRUE(whole) << whole.error().what;
  EXPECT_EQ(whole->status, 502);
}

TEST_F(TlsTest, AServerThatSpeaksNoTlsIsUnreachable) {
  HttpClient client{io.get_executor()};
  RawServer server{io, [](RawPeer& peer, int) -> asio::awaitable<void> {
                     co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                   }};
  const auto refused =
      real_run(io, client.exchange({.method = Method::get,
                                    .origin = fmt::format("https://127.0.0.1:{}", server.port()),
                                    .target = "/",
                                    .headers = {},
                                    .body = {}}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::unreachable);
  EXPECT_NE(refused.error().what.find("no TLS with 127.0.0.1"), std::string::npos)
      << refused.error().what;
}

TEST_F(TlsTest, AFileOfAuthoritiesThatIsMissingIsSaid) {
  HttpClient client{io.get_executor(), {.ca_file = "/nonexistent/ca.pem"}};
  RawServer server{io, [](RawPeer& peer, int) { return peer.until_closed(); }};
  const auto refused =
      real_run(io, client.exchange({.method = Method::get,
                                    .origin = fmt::format("https://127.0.0.1:{}", server.port()),
                                    .target = "/",
                                    .headers = {},
                                    .body = {}}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_NE(refused.error().what.find("/nonexistent/ca.pem"), std::string::npos);
}

struct WarmTest : TlsTest {
  void SetUp() override {
    pem = std::filesystem::temp_directory_path() / fmt::format("holdfast_warm_{}.pem", ::getpid());
    std::ofstream{pem} << certificate.pem;
  }
  HttpRequest post(const RawServer& server) const {
    return {.method = Method::post,
            .origin = fmt::format("https://localhost:{}", server.port()),
            .target = "/",
            .headers = {},
            .body = {}};
  }
  TestCertificate certificate = make_certificate("DNS:localhost", 86400);
  asio::ssl::context context = context_of(certificate);
};

TEST_F(WarmTest, ConnectionsOpenedAheadSurviveTheServersTickets) {
  HttpClient client{io.get_executor(), {.ca_file = pem.string()}};
  RawServer server{io, [&](RawPeer& peer, int) { return talk(peer, context, *this); }};
  ASSERT_EQ(*real_run(io, client.warm(post(server).origin, 2)), 2U);
  settle(io);
  EXPECT_TRUE(real_run(io, client.exchange(post(server))));
  EXPECT_EQ(handshakes, 2);
}

TEST_F(WarmTest, AConnectionOpenedAheadThatWasClosedIsNotUsed) {
  HttpClient client{io.get_executor(), {.ca_file = pem.string()}};
  RawServer server{io, [&](RawPeer& peer, int number) -> asio::awaitable<void> {
                     if (number > 0) {
                       co_await talk(peer, context, *this);
                       co_return;
                     }
                     TlsSocket tls{std::move(peer.socket), context};
                     co_await tls.async_handshake(asio::ssl::stream_base::server,
                                                  asio::use_awaitable);
                   }};
  ASSERT_TRUE(real_run(io, client.warm(post(server).origin, 1)));
  settle(io);
  const auto answered = real_run(io, client.exchange(post(server)));
  ASSERT_TRUE(answered) << answered.error().what;
  EXPECT_EQ(server.connections, 2);
}

}  // namespace
}  // namespace holdfast::net
