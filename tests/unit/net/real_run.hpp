#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <stdexcept>

#include "ports/clock.hpp"

namespace holdfast::net {

template <class T>
boost::asio::awaitable<void> keep_result(boost::asio::awaitable<T> work,
                                         std::shared_ptr<std::optional<T>> into) {
  into->emplace(co_await std::move(work));
}

// Runs sockets for as long as the work takes; a minute means that it hangs.
template <class T>
T real_run(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  auto result = std::make_shared<std::optional<T>>();
  boost::asio::co_spawn(io, keep_result(std::move(work), result), boost::asio::detached);
  const auto hangs = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (!*result) {
    if (io.stopped()) io.restart();
    io.run_one_for(std::chrono::seconds{1});
    if (std::chrono::steady_clock::now() > hangs) throw std::runtime_error{"the work hangs"};
  }
  return std::move(**result);
}

// Lets whatever is ready happen.
inline void settle(boost::asio::io_context& io) {
  for (int quiet = 0; quiet < 3;) {
    if (io.stopped()) io.restart();
    quiet = io.run_one_for(std::chrono::milliseconds{2}) == 0 ? quiet + 1 : 0;
  }
}

class RealClock final : public Clock {
 public:
  explicit RealClock(boost::asio::io_context& io) : io_{io} {}
  [[nodiscard]] UtcTime now() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
  [[nodiscard]] Duration uptime() const override {
    return std::chrono::duration_cast<Duration>(
        std::chrono::steady_clock::now().time_since_epoch());
  }
  boost::asio::awaitable<void> sleep_for(Duration duration) override {
    boost::asio::steady_timer timer{io_, duration};
    co_await timer.async_wait(boost::asio::use_awaitable);
  }

 private:
  boost::asio::io_context& io_;
};

}  // namespace holdfast::net
