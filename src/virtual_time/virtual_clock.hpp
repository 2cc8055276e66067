#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "ports/clock.hpp"

namespace holdfast::simulation {

// The clock on virtual time: hours pass in milliseconds, and in the same order each time. A sleeper
// waits on a timer that never expires and is cancelled when its moment comes; among sleepers of
// one moment the one who lay down first wakes first. One thread.
class VirtualClock final : public Clock {
 public:
  // Virtual time begins at 2026-11-21 00:00 UTC with an uptime of one hour, unless told otherwise.
  explicit VirtualClock(boost::asio::io_context& io);
  VirtualClock(boost::asio::io_context& io, UtcTime start);

  [[nodiscard]] UtcTime now() const override { return utc_at_zero_ + uptime_; }
  [[nodiscard]] Duration uptime() const override { return uptime_; }
  boost::asio::awaitable<void> sleep_for(Duration duration) override;

  // Runs what is ready; when nothing is, moves time to the next sleeper. False: nobody sleeps and
  // nothing is ready, so nothing will ever happen again.
  bool step();
  // Steps until virtual time has moved by this much (sleepers of the last moment included).
  void advance(Duration duration);
  // The machine's UTC clock jumps; uptime and sleepers do not notice.
  void set_utc(UtcTime now) { utc_at_zero_ = now - uptime_; }
  [[nodiscard]] std::size_t sleepers() const { return waiting_->size(); }
  // Cancels every sleeper and runs what follows from it, so that coroutines end before the things
  // they refer to (an io_context is made first and therefore dies last, with all that still wait).
  void cancel_sleepers();

  // Steps until the work is done and returns its result; rethrows what it threw. Work that waits
  // for something that will never happen is a std::logic_error.
  template <class T>
  T run(boost::asio::awaitable<T> work);
  void run(boost::asio::awaitable<void> work);

 private:
  using Moment = std::pair<Duration, std::uint64_t>;
  template <class T>
  struct Outcome {
    std::optional<T> value;
    std::exception_ptr thrown;
    bool done{};
  };
  template <class T>
  static boost::asio::awaitable<void> keep(boost::asio::awaitable<T> work,
                                           std::shared_ptr<Outcome<T>> into);
  static boost::asio::awaitable<bool> truth(boost::asio::awaitable<void> work);
  void wake_first();

  boost::asio::io_context& io_;
  Duration uptime_{std::chrono::hours{1}};
  UtcTime utc_at_zero_;
  std::uint64_t next_{};
  // Shared, because the last sleepers may outlive the clock by the length of a destructor.
  using Waiting = std::map<Moment, boost::asio::steady_timer*>;
  std::shared_ptr<Waiting> waiting_ = std::make_shared<Waiting>();
};

template <class T>
boost::asio::awaitable<void> VirtualClock::keep(boost::asio::awaitable<T> work,
                                                std::shared_ptr<Outcome<T>> into) {
  try {
    into->value.emplace(co_await std::move(work));
  } catch (...) {
    into->thrown = std::current_exception();
  }
  into->done = true;
}

template <class T>
T VirtualClock::run(boost::asio::awaitable<T> work) {
  auto outcome = std::make_shared<Outcome<T>>();
  boost::asio::co_spawn(io_, keep(std::move(work), outcome), boost::asio::detached);
  while (!outcome->done) {
    if (!step() && !outcome->done) {
      throw std::logic_error{"the work waits for something that will never happen"};
    }
  }
  if (outcome->thrown) std::rethrow_exception(outcome->thrown);
  return std::move(*outcome->value);
}

}  // namespace holdfast::simulation
