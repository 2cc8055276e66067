#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <span>
#include <string_view>

#include "domain/error.hpp"
#include "domain/time.hpp"
#include "net/names.hpp"
#include "net/origin.hpp"

namespace holdfast::net {

class TlsStream;
class TlsTrust;

// One connection to a server, plain or TLS. Destroying it closes it.
class Connection {
 public:
  explicit Connection(boost::asio::ip::tcp::socket plain);
  explicit Connection(std::unique_ptr<TlsStream> tls);
  ~Connection();

  boost::asio::awaitable<std::size_t> read_some(std::span<char> into,
                                                boost::system::error_code& ec);
  boost::asio::awaitable<void> write(std::string_view bytes, boost::system::error_code& ec);

  // The other side has neither closed it nor said anything unasked.
  [[nodiscard]] bool quiet();

  // What a protocol above HTTP takes over: the socket, and TLS above it (null on a plain one).
  boost::asio::ip::tcp::socket& socket();
  TlsStream* tls() { return tls_.get(); }

  int exchanges{};        // answers that came whole over it
  Duration idle_since{};  // boot time

 private:
  boost::asio::ip::tcp::socket plain_;
  std::unique_ptr<TlsStream> tls_;
};

// Connects to the first of the addresses that answers, each within `each_within`.
boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connect(
    boost::asio::any_io_executor executor, Addresses addresses, Duration each_within);

// Whether each of them refuses a connection, so that no program listens there. For when an exchange
// has failed: its error is for people, and one that hangs is another trouble than none.
boost::asio::awaitable<bool> nobody_listens(boost::asio::any_io_executor executor,
                                            Addresses addresses, Duration each_within);

}  // namespace holdfast::net
