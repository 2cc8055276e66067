#include "net/tls.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "net/tls_state.hpp"

namespace holdfast::net {

namespace asio = boost::asio;
using boost::asio::ip::tcp;

TlsTrust::TlsTrust(std::unique_ptr<State> state) : state_{std::move(state)} {}
TlsTrust::~TlsTrust() = default;

Result<std::shared_ptr<TlsTrust>> TlsTrust::make(const std::string& more_authorities) {
  try {
    auto state = std::make_unique<State>();
    auto& context = state->context;
    context.set_options(asio::ssl::context::default_workarounds);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_verify_mode(asio::ssl::verify_peer);
    boost::system::error_code ec;
    context.set_default_verify_paths(ec);
    if (!more_authorities.empty()) {
      context.load_verify_file(more_authorities, ec);
      if (ec) {
        return fail(Fault::refused, fmt::format("the certificate authorities in {} cannot be read: "
                                                "{}; name a PEM file that exists",
                                                more_authorities, ec.message()));
      }
    }
    return std::shared_ptr<TlsTrust>{new TlsTrust{std::move(state)}};
  } catch (const boost::system::system_error& error) {
    return fail(Fault::refused, fmt::format("TLS cannot be set up: {}", error.code().message()));
  }
}

TlsStream::TlsStream(tcp::socket socket, std::shared_ptr<TlsTrust> trust) {
  auto& context = trust->state_->context;
  state_ = std::make_unique<State>(std::move(socket), std::move(trust), context);
}
TlsStream::~TlsStream() = default;

tcp::socket& TlsStream::socket() { return state_->stream.next_layer(); }

namespace {

// Server name indication and host verification: OpenSSL does neither unless told.
bool expect_host(SSL* ssl, const std::string& host) {
  static constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  SSL_set_alpn_protos(ssl, http_1_1.data(), http_1_1.size());
  boost::system::error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (!not_an_address) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  }
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  std::string name = host;
  return SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1 &&
         SSL_set1_host(ssl, host.c_str()) == 1;
}

}  // namespace

asio::awaitable<Result<void>> TlsStream::handshake(std::string host) {
  SSL* const ssl = state_->stream.native_handle();
  if (!expect_host(ssl, host)) {
    co_return fail(Fault::refused, fmt::format("'{}' is no host that TLS could verify", host));
  }
  boost::system::error_code ec;
  co_await state_->stream.async_handshake(asio::ssl::stream_base::client,
                                          asio::redirect_error(asio::use_awaitable, ec));
  if (!ec) co_return Result<void>{};
  if (ec == asio::error::operation_aborted) throw boost::system::system_error{ec};
  if (const long verdict = SSL_get_verify_result(ssl); verdict != X509_V_OK) {
    co_return fail(Fault::unreachable,
                   fmt::format("the certificate of {} is not accepted: {}; nothing was sent. Check "
                               "the address, this machine's clock and its certificate store",
                               host, X509_verify_cert_error_string(verdict)));
  }
  co_return fail(Fault::unreachable,
                 fmt::format("no TLS with {}: {}; nothing was sent", host, ec.message()));
}

asio::awaitable<std::size_t> TlsStream::read_some(std::span<char> into,
                                                  boost::system::error_code& ec) {
  co_return co_await state_->stream.async_read_some(asio::buffer(into.data(), into.size()),
                                                    asio::redirect_error(asio::use_awaitable, ec));
}

asio::awaitable<void> TlsStream::write(std::string_view bytes, boost::system::error_code& ec) {
  co_await asio::async_write(state_->stream, asio::buffer(bytes),
                             asio::redirect_error(asio::use_awaitable, ec));
}

bool TlsStream::holds_bytes() {
  SSL* const ssl = state_->stream.native_handle();
  return SSL_has_pending(ssl) == 1 || BIO_ctrl_pending(SSL_get_rbio(ssl)) > 0;
}

}  // namespace holdfast::net
