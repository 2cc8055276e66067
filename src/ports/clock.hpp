#pragma once
#include "domain/time.hpp"
#include "ports/async.hpp"

namespace holdfast {

// The only source of time. On virtual time the whole engine runs from a seed.
class Clock {
 public:
  virtual ~Clock() = default;
  // The machine's UTC clock: for stamps and signatures. It may step.
  [[nodiscard]] virtual UtcTime now() const = 0;
  // Time since boot, also while suspended: for ages, leases and deadlines. It never steps.
  [[nodiscard]] virtual Duration uptime() const = 0;
  // Throws operation_aborted when the waiting coroutine is cancelled.
  virtual boost::asio::awaitable<void> sleep_for(Duration duration) = 0;
};

}  // namespace holdfast
