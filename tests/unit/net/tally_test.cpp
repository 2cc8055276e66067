#include "net/tally.hpp"

#include <gtest/gtest.h>

#include "scripted_transport.hpp"
#include "simulation/virtual_clock.hpp"

namespace holdfast::net {
namespace {

TEST(Tally, TellsHowEachRequestEnded) {
  boost::asio::io_context io;
  simulation::VirtualClock clock{io};
  ScriptedTransport venue{clock};
  venue.then(status(200)).then(status(204)).then(status(429)).then(status(503)).then(status(302));
  venue.then(fail(Fault::malformed, "broken framing"));
  std::vector<std::string> told;
  Tally tally{venue, [&](std::string_view outcome) { told.emplace_back(outcome); }};
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(clock.run(tally.exchange(get())));
  EXPECT_FALSE(clock.run(tally.exchange(get())));
  EXPECT_EQ(told, (std::vector<std::string>{"ok", "ok", "rate_limited", "unreachable", "malformed",
                                            "malformed"}));
}

}  // namespace
}  // namespace holdfast::net
