#pragma once
#include "ports/clock.hpp"
#include "support/values.hpp"

namespace holdfast::test {

// Time stands still unless a test moves it.
class StillClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return now_; }
  [[nodiscard]] Duration uptime() const override { return now_ - at_s(0); }
  boost::asio::awaitable<void> sleep_for(Duration) override { co_return; }
  void advance(Duration step) { now_ += step; }

 private:
  UtcTime now_{at_s(0)};
};

}  // namespace holdfast::test
