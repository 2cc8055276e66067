#include "net/connection.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "net/host_port.hpp"
#include "net/tls.hpp"

namespace holdfast::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

Connection::Connection(tcp::socket plain) : plain_{std::move(plain)} {}
Connection::Connection(std::unique_ptr<TlsStream> tls)
    : plain_{tls->socket().get_executor()}, tls_{std::move(tls)} {}
Connection::~Connection() = default;

tcp::socket& Connection::socket() { return tls_ ? tls_->socket() : plain_; }

asio::awaitable<std::size_t> Connection::read_some(std::span<char> into,
                                                   boost::system::error_code& ec) {
  if (tls_) co_return co_await tls_->read_some(into, ec);
  co_return co_await plain_.async_read_some(asio::buffer(into.data(), into.size()),
                                            asio::redirect_error(asio::use_awaitable, ec));
}

asio::awaitable<void> Connection::write(std::string_view bytes, boost::system::error_code& ec) {
  if (tls_) {
    co_await tls_->write(bytes, ec);
  } else {
    co_await asio::async_write(plain_, asio::buffer(bytes),
                               asio::redirect_error(asio::use_awaitable, ec));
  }
}

// Bytes that nobody asked for would be read as the next answer. Only a TLS connection that was
// never used may hold some: the server's session tickets.
bool Connection::quiet() {
  if (!socket().is_open()) return false;
  ::pollfd look{.fd = socket().native_handle(), .events = POLLIN | POLLRDHUP, .revents = 0};
  if (::poll(&look, 1, 0) < 0) return false;
  if ((look.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0) return false;
  if (tls_ && exchanges == 0) return true;
  return (look.revents & POLLIN) == 0 && !(tls_ && tls_->holds_bytes());
}

namespace {

asio::awaitable<void> try_one(tcp::socket& socket, tcp::endpoint address,
                              boost::system::error_code& ec) {
  co_await socket.async_connect(address, asio::redirect_error(asio::use_awaitable, ec));
}

asio::awaitable<void> pass(asio::steady_timer& timer) {
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace

asio::awaitable<Result<tcp::socket>> connect(asio::any_io_executor executor, Addresses addresses,
                                             Duration each_within) {
  std::string trouble = "no address to connect to";
  for (const auto& address : addresses) {
    tcp::socket socket{executor};
    boost::system::error_code ec;
    asio::steady_timer timer{executor, each_within};
    const auto first = co_await (try_one(socket, address, ec) || pass(timer));
    if (first.index() == 0 && !ec) {
      boost::system::error_code unimportant;
      socket.set_option(tcp::no_delay{true}, unimportant);
      socket.set_option(asio::socket_base::keep_alive{true}, unimportant);
      co_return std::move(socket);
    }
    trouble = fmt::format("{}: {}", host_port(address.address().to_string(), address.port()),
                          first.index() == 0 ? ec.message() : "no answer to the connection");
  }
  co_return fail(Fault::unreachable, trouble);
}

asio::awaitable<bool> nobody_listens(asio::any_io_executor executor, Addresses addresses,
                                     Duration each_within) {
  for (const auto& address : addresses) {
    tcp::socket socket{executor};
    boost::system::error_code ec;
    asio::steady_timer timer{executor, each_within};
    const auto first = co_await (try_one(socket, address, ec) || pass(timer));
    if (first.index() != 0 || ec != asio::error::connection_refused) co_return false;
  }
  co_return !addresses.empty();
}

}  // namespace holdfast::net
