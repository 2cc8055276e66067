#pragma once
#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::net {

// One accepted connection of a RawServer.
class RawPeer {
 public:
  explicit RawPeer(boost::asio::ip::tcp::socket given) : socket{std::move(given)} {}

  // A request with its body (by Content-Length); empty when the other side is gone.
  boost::asio::awaitable<std::string> read_request() {
    while (true) {
      if (const auto whole = whole_request(); whole > 0) {
        std::string request = rest_.substr(0, whole);
        rest_.erase(0, whole);
        co_return request;
      }
      char buffer[4096];
      boost::system::error_code ec;
      const auto got = co_await socket.async_read_some(
          boost::asio::buffer(buffer), boost::asio::redirect_error(boost::asio::use_awaitable, ec));
      if (ec) co_return std::string{};
      rest_.append(buffer, got);
    }
  }
  boost::asio::awaitable<void> write(std::string bytes) {
    boost::system::error_code ec;
    co_await boost::asio::async_write(socket, boost::asio::buffer(bytes),
                                      boost::asio::redirect_error(boost::asio::use_awaitable, ec));
  }
  // Waits until the other side has gone.
  boost::asio::awaitable<void> until_closed() {
    while (!(co_await read_request()).empty()) {
    }
  }
  void reset() {
    socket.set_option(boost::asio::socket_base::linger{true, 0});
    socket.close();
  }

  boost::asio::ip::tcp::socket socket;

 private:
  std::size_t whole_request() const {
    const auto end = rest_.find("\r\n\r\n");
    if (end == std::string::npos) return 0;
    std::size_t body = 0;
    if (const auto at = rest_.find("Content-Length: "); at < end)
      body = std::stoul(rest_.substr(at + 16));
    return rest_.size() >= end + 4 + body ? end + 4 + body : 0;
  }
  std::string rest_;
};

// Listens on loopback and lets the test talk byte by byte on each connection, numbered from 0.
class RawServer {
 public:
  using Talk = std::function<boost::asio::awaitable<void>(RawPeer&, int)>;

  RawServer(boost::asio::io_context& io, Talk talk)
      : acceptor_{io, {boost::asio::ip::address_v4::loopback(), 0}}, talk_{std::move(talk)} {
    boost::asio::co_spawn(io, accept(), boost::asio::detached);
  }
  std::string origin() const {
    return fmt::format("http://127.0.0.1:{}", acceptor_.local_endpoint().port());
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  void close() { acceptor_.close(); }

  int connections{};

 private:
  boost::asio::awaitable<void> accept() {
    while (acceptor_.is_open()) {
      boost::system::error_code ec;
      auto socket = co_await acceptor_.async_accept(
          boost::asio::redirect_error(boost::asio::use_awaitable, ec));
      if (ec) break;
      boost::asio::co_spawn(acceptor_.get_executor(), talk(std::move(socket), connections++),
                            boost::asio::detached);
    }
  }
  boost::asio::awaitable<void> talk(boost::asio::ip::tcp::socket socket, int number) {
    RawPeer peer{std::move(socket)};
    co_await talk_(peer, number);
  }

  boost::asio::ip::tcp::acceptor acceptor_;
  Talk talk_;
};

inline std::string ok(std::string_view body, std::string_view more = {}) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{}\r\n{}", body.size(), more, body);
}

}  // namespace holdfast::net
