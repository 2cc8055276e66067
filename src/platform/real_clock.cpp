#include "platform/real_clock.hpp"

#include <time.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace holdfast::platform {

UtcTime RealClock::now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Duration RealClock::uptime() const {
  timespec at{};
  ::clock_gettime(CLOCK_BOOTTIME, &at);
  return std::chrono::seconds{at.tv_sec} +
         std::chrono::duration_cast<Duration>(std::chrono::nanoseconds{at.tv_nsec});
}

boost::asio::awaitable<void> RealClock::sleep_for(Duration duration) {
  // Asio's timer stands still while the machine is suspended, so a long sleep looks at the
  // boot clock every second.
  constexpr Duration longest_step = std::chrono::seconds{1};
  const auto end = uptime() + duration;
  boost::asio::steady_timer timer{executor_};
  do {
    const auto left = std::max(end - uptime(), Duration::zero());
    timer.expires_after(std::min(left, longest_step));
    co_await timer.async_wait(boost::asio::use_awaitable);
  } while (uptime() < end);
}

}  // namespace holdfast::platform
