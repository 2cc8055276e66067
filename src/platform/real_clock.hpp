#pragma once
#include <boost/asio/any_io_executor.hpp>

#include "ports/clock.hpp"

namespace holdfast::platform {

// The machine's clocks. The executor runs the timers.
class RealClock final : public Clock {
 public:
  explicit RealClock(boost::asio::any_io_executor executor) : executor_{std::move(executor)} {}
  [[nodiscard]] UtcTime now() const override;
  // CLOCK_BOOTTIME: goes on while the machine is suspended.
  [[nodiscard]] Duration uptime() const override;
  // Ends at most a second late after a suspended machine wakes up.
  boost::asio::awaitable<void> sleep_for(Duration duration) override;

 private:
  boost::asio::any_io_executor executor_;
};

}  // namespace holdfast::platform
