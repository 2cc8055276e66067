#include <gtest/gtest.h>

#include <array>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>
#include <set>

#include "platform/real_clock.hpp"
#include "platform/real_entropy.hpp"

namespace holdfast::platform {
namespace {

using namespace std::chrono_literals;

boost::asio::awaitable<void> sleep(RealClock& clock, Duration duration, std::string& outcome) {
  const auto begin = clock.uptime();
  try {
    co_await clock.sleep_for(duration);
    outcome = clock.uptime() - begin >= duration ? "slept" : "woke early";
  } catch (const boost::system::system_error& error) {
    outcome = error.code() == boost::asio::error::operation_aborted ? "cancelled" : "failed";
  }
}

TEST(RealClock, SleepsAtLeastAsLongAsAsked) {
  boost::asio::io_context io;
  RealClock clock{io.get_executor()};
  std::string outcome;
  boost::asio::co_spawn(io, sleep(clock, 3ms, outcome), boost::asio::detached);
  io.run();
  EXPECT_EQ(outcome, "slept");
}

TEST(RealClock, DoesNotSleepWhenNothingIsLeft) {
  boost::asio::io_context io;
  RealClock clock{io.get_executor()};
  std::string outcome;
  boost::asio::co_spawn(io, sleep(clock, -1h, outcome), boost::asio::detached);
  io.run();
  EXPECT_EQ(outcome, "slept");
}

TEST(RealClock, ThrowsWhenTheSleeperIsCancelled) {
  boost::asio::io_context io;
  RealClock clock{io.get_executor()};
  std::string outcome;
  boost::asio::cancellation_signal signal;
  boost::asio::co_spawn(io, sleep(clock, 1h, outcome),
                        boost::asio::bind_cancellation_slot(signal.slot(), boost::asio::detached));
  io.poll();
  signal.emit(boost::asio::cancellation_type::all);
  io.run();
  EXPECT_EQ(outcome, "cancelled");
}

TEST(RealClock, TellsAPlausibleTime) {
  boost::asio::io_context io;
  const RealClock clock{io.get_executor()};
  EXPECT_GT(unix_s(clock.now()), 1'700'000'000);
  EXPECT_GT(clock.uptime(), Duration::zero());
}

TEST(RealEntropy, FillsEveryByte) {
  RealEntropy entropy;
  std::set<std::array<std::uint8_t, 16>> seen;
  for (int i = 0; i < 100; ++i) {
    std::array<std::uint8_t, 16> bytes{};
    entropy.fill(bytes);
    EXPECT_TRUE(seen.insert(bytes).second);
  }
}

TEST(RealEntropy, StaysBelowItsBoundAndReachesAllOfIt) {
  RealEntropy entropy;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(entropy.below(3));
  EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2}));
  EXPECT_EQ(entropy.below(1), 0U);
  EXPECT_LT(entropy.below(UINT64_MAX), UINT64_MAX);
}

}  // namespace
}  // namespace holdfast::platform
