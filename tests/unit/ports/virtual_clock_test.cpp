#include "simulation/virtual_clock.hpp"

#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <string>

namespace holdfast::simulation {
namespace {

using namespace std::chrono_literals;
using namespace boost::asio::experimental::awaitable_operators;
using boost::asio::awaitable;

struct VirtualClockTest : testing::Test {
  ~VirtualClockTest() override { clock.cancel_sleepers(); }
  boost::asio::io_context io{1};
  VirtualClock clock{io};
  std::string order;

  static awaitable<void> note(Clock& time, Duration after, std::string& order, char what) {
    co_await time.sleep_for(after);
    order += what;
  }
  void start(Duration after, char what) {
    boost::asio::co_spawn(io, note(clock, after, order, what), boost::asio::detached);
  }
};

TEST_F(VirtualClockTest, SleepersWakeInTheOrderOfTheirMomentsThenOfLyingDown) {
  start(3s, 'c');
  start(1s, 'a');
  start(3s, 'd');
  start(2s, 'b');
  clock.advance(2999ms);
  EXPECT_EQ(order, "ab");
  clock.advance(1ms);
  EXPECT_EQ(order, "abcd");
}

TEST_F(VirtualClockTest, AYearPassesAtOnceAndExactly) {
  const auto utc = clock.now();
  const auto uptime = clock.uptime();
  clock.run(clock.sleep_for(24h * 365));
  EXPECT_EQ(clock.now() - utc, 24h * 365);
  EXPECT_EQ(clock.uptime() - uptime, 24h * 365);
}

TEST_F(VirtualClockTest, ACancelledSleeperThrowsAndTimeStandsStill) {
  const auto race = [](Clock& time) -> awaitable<std::size_t> {
    const auto first = co_await (time.sleep_for(1h) || time.sleep_for(1s));
    co_return first.index();
  };
  const auto before = clock.uptime();
  EXPECT_EQ(clock.run(race(clock)), 1U);
  EXPECT_EQ(clock.uptime() - before, 1s);
  EXPECT_EQ(clock.sleepers(), 0U);
}

TEST_F(VirtualClockTest, AJumpOfUtcWakesNobody) {
  start(1h, 'x');
  clock.advance(0s);
  const auto before = clock.uptime();
  clock.set_utc(clock.now() + 24h);
  clock.advance(59min);
  EXPECT_EQ(order, "");
  EXPECT_EQ(clock.uptime() - before, 59min);
  clock.advance(1min);
  EXPECT_EQ(order, "x");
}

TEST_F(VirtualClockTest, WorkThatThrowsThrowsAndWorkThatHangsIsSaid) {
  const auto throwing = [](Clock& time) -> awaitable<int> {
    co_await time.sleep_for(1s);
    throw std::runtime_error{"mine"};
  };
  EXPECT_THROW(clock.run(throwing(clock)), std::runtime_error);
  const auto hanging = [](boost::asio::io_context& on) -> awaitable<int> {
    boost::asio::steady_timer never{on, boost::asio::steady_timer::time_point::max()};
    co_await never.async_wait(boost::asio::use_awaitable);
    co_return 1;
  };
  EXPECT_THROW(clock.run(hanging(io)), std::logic_error);
}

}  // namespace
}  // namespace holdfast::simulation
