#pragma once
#include <optional>
#include <string_view>

#include "domain/time.hpp"

// Words to the service manager. Without NOTIFY_SOCKET they do nothing.
namespace holdfast::platform {

void notify_ready();
void notify_stopping();
void notify_watchdog();
// One line for `systemctl status`; control characters are escaped.
void notify_status(std::string_view text);

// How often notify_watchdog() must be called: half of WATCHDOG_USEC; none when not watched.
std::optional<Duration> watchdog_period();

}  // namespace holdfast::platform
