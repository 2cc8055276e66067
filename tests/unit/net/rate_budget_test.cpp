#include "net/rate_budget.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <random>

#include "net/deadline.hpp"
#include "scripted_transport.hpp"
#include "simulation/virtual_clock.hpp"

namespace holdfast::net {
namespace {

using namespace std::chrono_literals;

std::uint32_t ten(const HttpRequest&) { return 10; }

struct RateBudgetTest : testing::Test {
  ~RateBudgetTest() override { clock.cancel_sleepers(); }
  boost::asio::io_context io{1};
  simulation::VirtualClock clock{io};
  ScriptedTransport venue{clock};
  // Kalshi's Basic read tier: 200 tokens, 200 a second, ten a request.
  RateBucket bucket{{.capacity = 200, .refill = 200}, clock.uptime()};
  RateBudget reads{venue, clock, bucket, ten, {.share = Share::reads}};
  RateBudget exits{venue, clock, bucket, ten, {.share = Share::exits}};

  static boost::asio::awaitable<void> ask(Transport& through, std::vector<Fault>& faults,
                                          std::string target = "/") {
    const auto answer = co_await through.exchange(get(std::move(target)));
    if (!answer) faults.push_back(answer.error().fault);
  }
  void start(Transport& through, std::string target = "/") {
    boost::asio::co_spawn(io, ask(through, faults, std::move(target)), boost::asio::detached);
  }
  std::vector<Fault> faults;
};

TEST_F(RateBudgetTest, ReadsLeaveAFifthToExits) {
  venue.then(status(200));
  for (int i = 0; i < 40; ++i) start(reads);
  clock.advance(0s);
  EXPECT_EQ(venue.asked.size(), 16U);
  for (int i = 0; i < 5; ++i) start(exits, "/exit");
  clock.advance(0s);
  EXPECT_EQ(venue.asked.size(), 20U);  // four at once, the fifth waits for a refill
  EXPECT_EQ(venue.requests.back().target, "/exit");
  clock.advance(50ms);
  EXPECT_EQ(venue.asked.size(), 21U);
  EXPECT_EQ(venue.requests.back().target, "/exit");
}

TEST_F(RateBudgetTest, WaitersAreServedInTheirOrderAtTheRateOfRefill) {
  venue.then(status(200));
  for (int i = 0; i < 36; ++i) start(reads, std::to_string(i));
  clock.advance(1s);
  ASSERT_EQ(venue.requests.size(), 36U);
  for (std::size_t i = 0; i < 36; ++i) EXPECT_EQ(venue.requests[i].target, std::to_string(i));
  for (std::size_t i = 16; i < 36; ++i) {
    EXPECT_EQ(venue.asked[i] - venue.asked[0], 50ms * static_cast<int>(i - 15)) << i;
  }
}

TEST_F(RateBudgetTest, NeverSendsMoreThanTheBudgetInAnyWindow) {
  venue.then(1ms, status(200));
  std::mt19937 random{7};
  for (int i = 0; i < 3000; ++i) {
    start(random() % 4 == 0 ? exits : reads);
    clock.advance(std::chrono::milliseconds{random() % 60});
  }
  clock.advance(1min);
  ASSERT_GT(venue.asked.size(), 1000U);
  for (std::size_t i = 0; i < venue.asked.size(); ++i) {
    for (std::size_t j = i + 1; j < std::min(i + 200, venue.asked.size()); ++j) {
      const auto span = venue.asked[j] - venue.asked[i];
      const auto sent = static_cast<std::int64_t>(j - i + 1) * 10;
      ASSERT_LE(sent, 200 + span.count() * 200 / 1'000'000);
    }
  }
}

TEST_F(RateBudgetTest, After429NobodyAsksSoonerThanAllowed) {
  venue.then(status(429, {{"Retry-After", "4"}})).then(status(200));
  start(reads);
  clock.advance(0s);
  for (int i = 0; i < 10; ++i) start(i % 2 == 0 ? reads : exits);
  clock.advance(10s);
  ASSERT_EQ(venue.asked.size(), 11U);
  for (std::size_t i = 1; i < venue.asked.size(); ++i) {
    EXPECT_GE(venue.asked[i] - venue.asked[0], 4s) << i;
  }
}

TEST_F(RateBudgetTest, A429EmptiesTheBucketAndExitsRecoverFirst) {
  venue.then(status(429, {{"Retry-After", "0"}})).then(status(200));
  start(reads);
  clock.advance(0s);
  EXPECT_EQ(bucket.room(Share::exits, 1, clock.uptime()), 0U);
  start(reads, "/read");
  start(exits, "/exit");
  clock.advance(49ms);
  EXPECT_EQ(venue.asked.size(), 1U);
  clock.advance(1ms);
  ASSERT_EQ(venue.requests.size(), 2U);
  EXPECT_EQ(venue.requests[1].target, "/exit");
  clock.advance(1s);
  EXPECT_EQ(venue.requests.size(), 3U);
}

TEST_F(RateBudgetTest, UnstatedPausesDoubleWhile429sKeepComing) {
  venue.then(status(429));
  for (int i = 0; i < 8; ++i) {
    start(exits);
    clock.advance(10s);
    start(exits);
    clock.advance(60s);
  }
  ASSERT_GT(venue.asked.size(), 8U);
  EXPECT_GE(venue.asked[1] - venue.asked[0], 1s);
  EXPECT_GE(venue.asked[2] - venue.asked[1], 2s);
  EXPECT_GE(venue.asked[3] - venue.asked[2], 4s);
  EXPECT_GE(venue.asked.back() - venue.asked[venue.asked.size() - 2], 60s);
}

TEST_F(RateBudgetTest, AnAbsurdWishHoldsFiveMinutesAndFailsAtOnce) {
  venue.then(status(429, {{"Retry-After", "1000000000"}})).then(status(200));
  start(reads);
  clock.advance(1s);
  start(reads);
  clock.advance(0s);
  EXPECT_EQ(faults, std::vector<Fault>{Fault::rate_limited});
  clock.advance(298s);
  start(reads);
  clock.advance(0s);
  EXPECT_EQ(venue.asked.size(), 1U);
  clock.advance(1s);
  EXPECT_EQ(venue.asked.size(), 2U);
}

TEST_F(RateBudgetTest, WhoWouldWaitTooLongIsToldAtOnceAndTakesNothing) {
  RateBucket slow{{.capacity = 10, .refill = 1, .per = 1min, .reserved_percent = 0},
                  clock.uptime()};
  RateBudget through{venue, clock, slow, ten, {.patience = 5s}};
  venue.then(status(200));
  EXPECT_TRUE(clock.run(through.exchange(get())));
  const auto second = clock.run(through.exchange(get()));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::rate_limited);
  EXPECT_NE(second.error().what.find("in 600 s"), std::string::npos) << second.error().what;
  clock.advance(10min);
  EXPECT_TRUE(clock.run(through.exchange(get())));
}

TEST_F(RateBudgetTest, ACostThatNeverFitsIsRefusedNotWaitedFor) {
  RateBucket small{{.capacity = 12, .refill = 12}, clock.uptime()};
  venue.then(status(200));
  RateBudget by_read{venue, clock, small, ten, {}};
  EXPECT_EQ(clock.run(by_read.exchange(get())).error().fault, Fault::rate_limited);
  RateBudget by_exit{venue, clock, small, ten, {.share = Share::exits}};
  EXPECT_TRUE(clock.run(by_exit.exchange(get())));
}

TEST_F(RateBudgetTest, ACancelledWaiterGivesItsPlaceBack) {
  venue.then(status(200));
  for (int i = 0; i < 16; ++i) start(reads);
  clock.advance(0s);
  Deadline hasty{reads, clock, 20ms};
  start(hasty, "/given-up");
  start(reads, "/next");
  clock.advance(100ms);
  ASSERT_EQ(venue.requests.size(), 17U);
  EXPECT_EQ(venue.requests.back().target, "/next");
  EXPECT_EQ(bucket.room(Share::exits, 1, clock.uptime()),
            50U);  // 40 for exits, 10 that nobody took
  EXPECT_EQ(faults, std::vector<Fault>{Fault::unreachable});
}

TEST_F(RateBudgetTest, SaysHowManyMayLeaveNow) {
  venue.then(status(200)).then(status(200)).then(status(429, {{"Retry-After", "4"}}));
  EXPECT_EQ(reads.room(), 16U) << "a fifth is the exits'";
  EXPECT_EQ(exits.room(), 20U);
  start(reads);
  start(reads);
  clock.advance(0s);
  EXPECT_EQ(reads.room(), 14U);
  start(reads);
  clock.advance(3s);
  EXPECT_EQ(reads.room(), 0U) << "the venue has said how long nobody may ask";
  clock.advance(2s);
  EXPECT_EQ(reads.room(), 16U);
}

TEST_F(RateBudgetTest, ALongSilenceFillsTheBucketNoFurtherThanItsCapacity) {
  venue.then(status(200));
  start(exits);
  clock.advance(24h * 365 * 50);
  EXPECT_EQ(bucket.room(Share::exits, 1, clock.uptime()), 200U);
}

}  // namespace
}  // namespace holdfast::net
