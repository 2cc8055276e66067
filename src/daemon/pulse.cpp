#include "daemon/pulse.hpp"

namespace holdfast::daemon {

boost::asio::awaitable<void> Pulse::run(Duration every, std::function<void()> beaten) {
  for (;;) {
    beat();
    beaten();
    co_await clock_.sleep_for(every);
  }
}

}  // namespace holdfast::daemon
