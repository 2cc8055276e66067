#include "net/deadline.hpp"

#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "scripted_transport.hpp"
#include "simulation/virtual_clock.hpp"

namespace holdfast::net {
namespace {

using namespace std::chrono_literals;
using namespace boost::asio::experimental::awaitable_operators;

struct DeadlineTest : testing::Test {
  boost::asio::io_context io{1};
  simulation::VirtualClock clock{io};
  ScriptedTransport venue{clock};
  Deadline deadline{venue, clock, 10s};
};

TEST_F(DeadlineTest, AnAnswerInTimePassesUnchanged) {
  venue.then(9999ms, status(200, {{"X-Kept", "yes"}}, "body"));
  const auto answer = clock.run(deadline.exchange(get()));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body, "body");
  EXPECT_EQ(answer->header("x-kept"), "yes");
  EXPECT_EQ(clock.sleepers(), 0U);
}

TEST_F(DeadlineTest, ALateAnswerIsUnreachableAndItsExchangeIsCancelled) {
  venue.then(11s, status(200));
  const Duration before = clock.uptime();
  const auto answer = clock.run(deadline.exchange(get("/secret-token?key=1")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::unreachable);
  EXPECT_EQ(answer.error().what, "no answer within 10 s: GET https://venue.example");
  EXPECT_EQ(venue.cancelled, 1);
  EXPECT_EQ(clock.uptime() - before, 10s);
}

TEST_F(DeadlineTest, AFaultPassesAtOnce) {
  venue.then(1s, fail(Fault::malformed, "broken"));
  const Duration before = clock.uptime();
  const auto answer = clock.run(deadline.exchange(get()));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().what, "broken");
  EXPECT_EQ(clock.uptime() - before, 1s);
}

TEST_F(DeadlineTest, CancellingFromOutsideCancelsTheExchange) {
  venue.then(5s, status(200));
  const auto race = [](Deadline& under_test, Clock& time) -> boost::asio::awaitable<int> {
    const auto ended = co_await (under_test.exchange(get()) || time.sleep_for(2s));
    co_return static_cast<int>(ended.index());
  };
  EXPECT_EQ(clock.run(race(deadline, clock)), 1);
  EXPECT_EQ(venue.cancelled, 1);
  EXPECT_EQ(clock.sleepers(), 0U);
}

}  // namespace
}  // namespace holdfast::net
