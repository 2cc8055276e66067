#pragma once
#include <atomic>
#include <functional>

#include "ports/clock.hpp"

namespace holdfast::daemon {

// The beat of a loop: each turn leaves its moment here, so that others can see whether it turns. A
// loop that is stuck, in an answer without end or on a disk that does not answer, beats no more.
class Pulse {
 public:
  explicit Pulse(Clock& clock) : clock_{clock} { beat(); }

  void beat() { beat_at_ = clock_.uptime(); }
  // On the loop that is watched: beats now and at each turn, and says so, until it is cancelled.
  boost::asio::awaitable<void> run(Duration every, std::function<void()> beaten);
  // How long it has not beaten. Any thread.
  [[nodiscard]] Duration silence() const { return clock_.uptime() - beat_at_.load(); }

 private:
  Clock& clock_;
  std::atomic<Duration> beat_at_;
};

}  // namespace holdfast::daemon
