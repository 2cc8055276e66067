#include "net/lane.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/boot_time.hpp"

namespace holdfast::net {

namespace asio = boost::asio;

asio::awaitable<Lane::Permit> Lane::enter(asio::any_io_executor executor) {
  auto self = shared_from_this();
  if (used_ < most_ && waiting_.empty()) {
    ++used_;
    co_return Permit{std::move(self)};
  }
  Waiter me{.timer{executor, asio::steady_timer::time_point::max()}};
  const auto place = waiting_.insert(waiting_.end(), &me);
  struct Leave {
    Lane& lane;
    std::list<Waiter*>::iterator place;
    Waiter& me;
    ~Leave() {
      if (!me.admitted) lane.waiting_.erase(place);
    }
  };
  {
    const Leave leave{*this, place, me};
    boost::system::error_code ec;
    co_await me.timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  }
  if (!me.admitted) throw boost::system::system_error{asio::error::operation_aborted};
  co_return Permit{std::move(self)};
}

// The place goes straight to whoever waits longest, so that nobody slips in between.
void Lane::release() {
  if (waiting_.empty()) {
    --used_;
    return;
  }
  Waiter& next = *waiting_.front();
  waiting_.pop_front();
  next.admitted = true;
  next.timer.cancel();
}

bool Lane::fit(Connection& connection) const {
  return boot_time() - connection.idle_since <= longest_idle_ && connection.quiet();
}

std::unique_ptr<Connection> Lane::take() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (fit(*connection)) return connection;
  }
  return nullptr;
}

void Lane::park(std::unique_ptr<Connection> connection) {
  if (idle_.size() >= most_) return;
  connection->idle_since = boot_time();
  idle_.push_back(std::move(connection));
}

std::size_t Lane::sweep() {
  std::erase_if(idle_, [&](const auto& connection) { return !fit(*connection); });
  return idle_.size();
}

}  // namespace holdfast::net
