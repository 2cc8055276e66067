#pragma once
#include <poll.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace holdfast::net {

// A blocking client that speaks bytes, for servers on a thread of their own. A server that is
// silent for ten seconds makes a read throw.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
  }

  void send(std::string_view bytes) {
    boost::system::error_code ec;
    boost::asio::write(socket_, boost::asio::buffer(bytes), ec);
  }
  // Whatever comes next; empty at the end of the connection.
  std::string some() {
    ::pollfd look{.fd = socket_.native_handle(), .events = POLLIN, .revents = 0};
    if (::poll(&look, 1, 10'000) <= 0) throw std::runtime_error{"the server is silent"};
    char buffer[65536];
    boost::system::error_code ec;
    const auto got = socket_.read_some(boost::asio::buffer(buffer), ec);
    return ec ? std::string{} : std::string(buffer, got);
  }
  // All until the server closes.
  std::string all() {
    std::string out = std::move(rest_);
    rest_.clear();
    for (auto more = some(); !more.empty(); more = some()) out += more;
    return out;
  }
  // Until this text has come; what follows it is kept for the next call.
  std::string until(std::string_view text) {
    while (true) {
      if (const auto at = rest_.find(text); at != std::string::npos) {
        auto out = rest_.substr(0, at + text.size());
        rest_.erase(0, at + text.size());
        return out;
      }
      const auto more = some();
      if (more.empty()) return std::move(rest_);
      rest_ += more;
    }
  }
  // One answer framed by Content-Length.
  std::string answer() {
    std::string head = until("\r\n\r\n");
    const auto at = head.find("Content-Length: ");
    const std::size_t size = at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
    while (rest_.size() < size) {
      const auto more = some();
      if (more.empty()) break;
      rest_ += more;
    }
    head += rest_.substr(0, size);
    rest_.erase(0, size);
    return head;
  }
  std::string ask(std::string_view bytes) {
    send(bytes);
    return answer();
  }
  void half_close() { socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send); }
  void small_window() { socket_.set_option(boost::asio::socket_base::receive_buffer_size{2048}); }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_{io_};
  std::string rest_;
};

// Waits until it is so, at most ten seconds.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    ::poll(nullptr, 0, 1);
  }
  return true;
}

}  // namespace holdfast::net
