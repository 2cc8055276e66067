#pragma once
#include "ports/clock.hpp"

namespace holdfast::replay {

// Stands where the record stood, and moves with it: nobody waits.
class RecordedClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return now_; }
  [[nodiscard]] Duration uptime() const override { return now_.time_since_epoch(); }
  boost::asio::awaitable<void> sleep_for(Duration duration) override {
    now_ += duration;
    co_return;
  }
  void set(UtcTime now) { now_ = now; }

 private:
  UtcTime now_;
};

}  // namespace holdfast::replay
