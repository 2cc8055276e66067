#include "platform/systemd.hpp"

#include <systemd/sd-daemon.h>

#include <string>

#include "platform/escape_controls.hpp"

namespace holdfast::platform {

// Errors are of no use here: the service manager notices a silent service by itself.
void notify_ready() { sd_notify(0, "READY=1"); }
void notify_stopping() { sd_notify(0, "STOPPING=1"); }
void notify_watchdog() { sd_notify(0, "WATCHDOG=1"); }

void notify_status(std::string_view text) {
  sd_notify(0, ("STATUS=" + escape_controls(text)).c_str());
}

std::optional<Duration> watchdog_period() {
  std::uint64_t limit_us{};
  if (sd_watchdog_enabled(0, &limit_us) <= 0 || limit_us < 2) return std::nullopt;
  return Duration{static_cast<std::int64_t>(limit_us / 2)};
}

}  // namespace holdfast::platform
