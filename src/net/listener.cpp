#include "net/listener.hpp"

#include <fmt/format.h>

#include "net/host_port.hpp"
#include "net/listener_state.hpp"

namespace holdfast::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

Result<asio::ip::address> loopback(const std::string& text) {
  boost::system::error_code ec;
  auto address = asio::ip::make_address(text == "localhost" ? "127.0.0.1" : text, ec);
  if (ec) {
    return fail(Fault::refused,
                fmt::format("'{}' is no address to listen on; use 127.0.0.1", text));
  }
  if (!address.is_loopback()) {
    return fail(Fault::refused,
                fmt::format("listening on {} is refused: others could reach it, and this server "
                            "speaks no TLS; listen on 127.0.0.1 and put a TLS proxy or an SSH "
                            "tunnel in front",
                            text));
  }
  return address;
}

}  // namespace

Listener::Listener(std::unique_ptr<State> state) : state_{std::move(state)} {}
Listener::Listener(Listener&& other) noexcept = default;
Listener::~Listener() = default;

Result<Listener> Listener::open(const std::string& address, std::uint16_t port) {
  const auto ip = loopback(address);
  if (!ip) return tl::make_unexpected(ip.error());
  const tcp::endpoint at{*ip, port};
  auto state = std::make_unique<State>(address);
  auto& acceptor = state->acceptor;
  boost::system::error_code ec;
  acceptor.open(at.protocol(), ec);
  if (!ec) acceptor.set_option(asio::socket_base::reuse_address{true}, ec);
  if (!ec) acceptor.bind(at, ec);
  if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (ec == asio::error::address_in_use) {
    return fail(Fault::refused,
                fmt::format("port {} of {} is in use by another program; stop that one or choose "
                            "another port",
                            port, at.address().to_string()));
  }
  if (ec) {
    return fail(Fault::refused, fmt::format("cannot listen on port {} of {}: {}", port,
                                            at.address().to_string(), ec.message()));
  }
  return Listener{std::move(state)};
}

std::uint16_t Listener::port() const { return state_->acceptor.local_endpoint().port(); }

std::string Listener::address() const { return "http://" + host_port(state_->address, port()); }

}  // namespace holdfast::net
