#include "daemon/pulse.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "simulation/virtual_clock.hpp"

namespace holdfast::daemon {
namespace {

using namespace std::chrono_literals;

TEST(Pulse, BeatsWhileItsLoopTurnsAndIsSilentWhenItIsStuck) {
  boost::asio::io_context io;
  simulation::VirtualClock clock{io};
  Pulse pulse{clock};
  clock.advance(40s);
  EXPECT_EQ(pulse.silence(), 40s) << "nobody turns it yet";
  int turns = 0;
  boost::asio::co_spawn(io, pulse.run(1s, [&] { ++turns; }), boost::asio::detached);
  clock.advance(10s);
  EXPECT_GE(turns, 10);
  EXPECT_LE(pulse.silence(), 1s);
  clock.cancel_sleepers();  // as a loop that never comes back to it
  clock.advance(31s);
  EXPECT_GT(pulse.silence(), 30s);
}

}  // namespace
}  // namespace holdfast::daemon
