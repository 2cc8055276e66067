#include "virtual_time/virtual_clock.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>

namespace holdfast::simulation {

namespace asio = boost::asio;

VirtualClock::VirtualClock(asio::io_context& io)
    : VirtualClock{io, std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}} {}

VirtualClock::VirtualClock(asio::io_context& io, UtcTime start)
    : io_{io}, utc_at_zero_{start - uptime_} {}

asio::awaitable<void> VirtualClock::sleep_for(Duration duration) {
  asio::steady_timer timer{io_, asio::steady_timer::time_point::max()};
  const Moment moment{uptime_ + std::max(duration, Duration::zero()), next_++};
  struct Leave {
    std::shared_ptr<Waiting> waiting;
    Moment moment;
    ~Leave() { waiting->erase(moment); }
  };
  const Leave leave{waiting_, moment};
  leave.waiting->emplace(moment, &timer);
  boost::system::error_code ec;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  // Whoever is woken by time was taken off the list first; anyone else was cancelled.
  if (leave.waiting->contains(moment))
    throw boost::system::system_error{asio::error::operation_aborted};
}

void VirtualClock::wake_first() {
  const auto first = waiting_->begin();
  uptime_ = std::max(uptime_, first->first.first);
  auto* const timer = first->second;
  waiting_->erase(first);
  timer->cancel();
}

bool VirtualClock::step() {
  if (io_.stopped()) io_.restart();
  if (io_.poll() > 0) return true;
  if (waiting_->empty()) return false;
  wake_first();
  return true;
}

void VirtualClock::advance(Duration duration) {
  const Duration until = uptime_ + duration;
  while (true) {
    if (io_.stopped()) io_.restart();
    if (io_.poll() > 0) continue;
    if (waiting_->empty() || waiting_->begin()->first.first > until) break;
    wake_first();
  }
  uptime_ = until;
}

void VirtualClock::cancel_sleepers() {
  // What was spawned and has not begun begins here, and lies down. A loop that swallows its
  // cancellation lies down again; it is not asked for ever.
  for (int round = 0; round < 100; ++round) {
    if (io_.stopped()) io_.restart();
    io_.poll();
    if (waiting_->empty()) break;
    for (const auto& [moment, timer] : *waiting_) timer->cancel();
  }
}

asio::awaitable<bool> VirtualClock::truth(asio::awaitable<void> work) {
  co_await std::move(work);
  co_return true;
}

void VirtualClock::run(asio::awaitable<void> work) { run(truth(std::move(work))); }

}  // namespace holdfast::simulation
