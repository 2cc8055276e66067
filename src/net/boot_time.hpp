#pragma once
#include <ctime>

#include "domain/time.hpp"

namespace holdfast::net {

// Time since boot, suspended time included, so that what stood idle over a night counts as old.
// Only for the ages of connections and names; everything above asks ports/Clock.
inline Duration boot_time() {
  ::timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds{now.tv_sec} + Duration{now.tv_nsec / 1000};
}

}  // namespace holdfast::net
