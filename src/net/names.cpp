#include "net/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

#include "net/boot_time.hpp"

namespace holdfast::net {

namespace asio = boost::asio;
using asio::ip::tcp;

struct Names::Name {
  Name(const asio::any_io_executor& executor, std::string asked, std::uint16_t at)
      : host{std::move(asked)},
        port{at},
        resolver{executor},
        answered{executor, asio::steady_timer::time_point::max()} {}

  std::string host;
  std::uint16_t port;
  Addresses addresses;
  std::optional<tcp::endpoint> good;  // the one that worked last
  std::string trouble;                // why the last lookup failed
  Duration looked_up{};
  bool asking{};
  tcp::resolver resolver;
  asio::steady_timer answered;  // never expires; cancelled when the resolver has answered
};

Names::Names(asio::any_io_executor executor, Duration look_again_after)
    : executor_{std::move(executor)}, look_again_after_{look_again_after} {}

std::shared_ptr<Names::Name> Names::name_of(const std::string& host, std::uint16_t port) {
  auto& name = names_[Key{host, port}];
  if (!name) name = std::make_shared<Name>(executor_, host, port);
  return name;
}

// The resolver cannot be interrupted, so nobody waits on it directly: a cancelled coroutine leaves
// at once and the answer serves the next.
void Names::look_up(const std::shared_ptr<Name>& name) {
  if (name->asking) return;
  name->asking = true;
  name->resolver.async_resolve(
      name->host, std::to_string(name->port), tcp::resolver::numeric_service,
      [name](const boost::system::error_code& ec, const tcp::resolver::results_type& found) {
        name->asking = false;
        name->looked_up = boot_time();
        name->trouble = ec ? ec.message() : std::string{};
        if (!ec) {
          name->addresses.clear();
          for (const auto& entry : found) name->addresses.push_back(entry.endpoint());
        }
        name->answered.cancel();
      });
}

asio::awaitable<void> Names::wait(std::shared_ptr<Name> name) {
  boost::system::error_code ec;
  co_await name->answered.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  if (name->asking) throw boost::system::system_error{asio::error::operation_aborted};
}

Result<Addresses> Names::answer(const Name& name) {
  if (name.addresses.empty()) {
    return fail(Fault::unreachable,
                fmt::format("the name {} has no address: {}", name.host, name.trouble));
  }
  Addresses out = name.addresses;
  if (name.good) {
    const auto found = std::ranges::find(out, *name.good);
    if (found != out.end()) std::rotate(out.begin(), found, found + 1);
  }
  return out;
}

asio::awaitable<Result<Addresses>> Names::find(std::string host, std::uint16_t port) {
  boost::system::error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  if (!not_an_address) co_return Addresses{tcp::endpoint{address, port}};
  const auto name = name_of(host, port);
  if (name->addresses.empty()) {
    look_up(name);
    co_await wait(name);
  } else if (boot_time() - name->looked_up > look_again_after_) {
    look_up(name);
  }
  co_return answer(*name);
}

asio::awaitable<Result<Addresses>> Names::find_anew(std::string host, std::uint16_t port) {
  boost::system::error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  if (!not_an_address) co_return Addresses{tcp::endpoint{address, port}};
  const auto name = name_of(host, port);
  look_up(name);
  co_await wait(name);
  co_return answer(*name);
}

void Names::worked(const std::string& host, const tcp::endpoint& address) {
  const auto found = names_.find(Key{host, address.port()});
  if (found != names_.end()) found->second->good = address;
}

}  // namespace holdfast::net
