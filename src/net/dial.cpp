#include "net/dial.hpp"

#include <fmt/format.h>

#include <utility>

namespace holdfast::net {
namespace {

tl::unexpected<Error> out_of_reach(const Origin& origin, Error why) {
  why.what += fmt::format(
      "; check this machine's network and, where the configuration names it, the address of {}",
      origin.host);
  return tl::make_unexpected(std::move(why));
}

}  // namespace

Dial::Dial(boost::asio::any_io_executor executor, Duration connect_within, Duration resolve_again,
           std::string ca_file)
    : executor_{std::move(executor)},
      connect_within_{connect_within},
      ca_file_{std::move(ca_file)},
      names_{executor_, resolve_again} {}

Result<std::shared_ptr<TlsTrust>> Dial::trusted() {
  if (!trust_) {
    auto made = TlsTrust::make(ca_file_);
    if (!made) return made;
    trust_ = *std::move(made);
  }
  return trust_;
}

Async<std::unique_ptr<Connection>> Dial::open(Origin origin) {
  auto addresses = co_await names_.find(origin.host, origin.port);
  if (!addresses) co_return out_of_reach(origin, addresses.error());
  auto socket = co_await connect(executor_, *addresses, connect_within_);
  if (!socket) {
    // The name may have moved since it was looked up.
    const auto newer = co_await names_.find_anew(origin.host, origin.port);
    if (!newer || *newer == *addresses) co_return out_of_reach(origin, socket.error());
    socket = co_await connect(executor_, *newer, connect_within_);
    if (!socket) co_return out_of_reach(origin, socket.error());
  }
  boost::system::error_code gone;
  const auto address = socket->remote_endpoint(gone);
  if (!gone) names_.worked(origin.host, address);
  if (origin.scheme == Scheme::http) co_return std::make_unique<Connection>(*std::move(socket));

  auto believed = trusted();
  if (!believed) co_return tl::make_unexpected(believed.error());
  auto tls = std::make_unique<TlsStream>(*std::move(socket), *believed);
  const auto shaken = co_await tls->handshake(origin.host);
  if (!shaken) co_return tl::make_unexpected(shaken.error());
  co_return std::make_unique<Connection>(std::move(tls));
}

}  // namespace holdfast::net
