#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::net {

// Whom we believe: the system's certificate authorities, and those in one more PEM file if named.
class TlsTrust {
 public:
  static Result<std::shared_ptr<TlsTrust>> make(const std::string& more_authorities);
  ~TlsTrust();

 private:
  friend class TlsStream;
  struct State;
  explicit TlsTrust(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// TLS 1.2 or newer over a connected socket. The certificate must be valid, trusted and for this
// host (a name or an address); there is no way around that.
class TlsStream {
 public:
  TlsStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<TlsTrust> trust);
  ~TlsStream();

  boost::asio::awaitable<Result<void>> handshake(std::string host);
  boost::asio::awaitable<std::size_t> read_some(std::span<char> into,
                                                boost::system::error_code& ec);
  boost::asio::awaitable<void> write(std::string_view bytes, boost::system::error_code& ec);
  boost::asio::ip::tcp::socket& socket();
  // Bytes came that nobody has read.
  [[nodiscard]] bool holds_bytes();

  struct State;  // tls_state.hpp, for ws.cpp
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace holdfast::net
