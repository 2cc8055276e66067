#include "api/errands.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/freshness.hpp"
#include "support/api_house.hpp"

namespace holdfast::api {
namespace {

// Whoever sleeps on it sleeps until the test ends his sleep.
class SleepersClock final : public Clock {
 public:
  explicit SleepersClock(boost::asio::io_context& loop) : loop_{loop} {}
  [[nodiscard]] UtcTime now() const override { return test::at_s(0); }
  [[nodiscard]] Duration uptime() const override { return uptime_; }
  boost::asio::awaitable<void> sleep_for(Duration) override {
    boost::asio::steady_timer never{loop_, boost::asio::steady_timer::time_point::max()};
    asleep_.push_back(&never);
    boost::system::error_code woken;
    const bool cancelled = (co_await boost::asio::this_coro::cancellation_state).cancelled() !=
                           boost::asio::cancellation_type::none;
    if (!cancelled) {
      try {
        co_await never.async_wait(boost::asio::use_awaitable);
      } catch (const boost::system::system_error& ended) {
        woken = ended.code();
      }
    }
    std::erase(asleep_, &never);
  }
  void wake_all() {
    for (auto* sleeper : std::exchange(asleep_, {})) sleeper->cancel();
  }
  void advance(Duration step) { uptime_ += step; }

 private:
  boost::asio::io_context& loop_;
  Duration uptime_{std::chrono::seconds{100}};
  std::vector<boost::asio::steady_timer*> asleep_;
};

struct ErrandsTest : testing::Test {
  ErrandsTest() { gate->open(loop.get_executor()); }

  void ask(Errand errand) {
    boost::asio::co_spawn(loop, keep(std::move(errand)), boost::asio::detached);
  }
  boost::asio::awaitable<void> keep(Errand errand) {
    ended.push_back(co_await errands.run(std::move(errand), clock, std::chrono::seconds{5}));
  }
  void settle() {
    loop.restart();
    loop.poll();
  }
  void land(std::size_t flight, Result<void> outcome) {
    desk.waiting.at(flight)(std::move(outcome));
    settle();
  }

  boost::asio::io_context loop;
  SleepersClock clock{loop};
  test::QuietDesk desk;
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  Errands errands{desk, gate};
  std::vector<Asked> ended;
};

const AccountId kalshi{"kalshi/main"};
const AccountId poly{"polymarket/main"};

TEST_F(ErrandsTest, OneHundredPagesAskTheDeskOnce) {
  for (int page = 0; page < 100; ++page) ask(SyncErrand{.accounts = {kalshi, poly}});
  settle();
  EXPECT_EQ(desk.asked.size(), 1U);
  EXPECT_TRUE(ended.empty());
  land(0, {});
  ASSERT_EQ(ended.size(), 100U);
  for (const Asked& asked : ended) {
    ASSERT_TRUE(asked.outcome);
    EXPECT_TRUE(asked.outcome->has_value());
  }
}

TEST_F(ErrandsTest, APassOverEverythingServesWhoWantsAPart) {
  ask(SyncErrand{});
  ask(SyncErrand{.accounts = {kalshi}});
  settle();
  EXPECT_EQ(desk.asked.size(), 1U);
}

TEST_F(ErrandsTest, APassOverAPartDoesNotServeWhoWantsMore) {
  ask(SyncErrand{.accounts = {kalshi}});
  ask(SyncErrand{.accounts = {kalshi, poly}});
  ask(SyncErrand{});
  settle();
  EXPECT_EQ(desk.asked.size(), 3U);
}

TEST_F(ErrandsTest, WhoWaitedLongEnoughGoesOnAndThePassServesTheNext) {
  ask(SyncErrand{.accounts = {kalshi}});
  settle();
  clock.wake_all();
  settle();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_FALSE(ended[0].outcome);
  EXPECT_EQ(ended[0].accounts, std::vector{kalshi});
  ask(SyncErrand{.accounts = {kalshi}});
  settle();
  EXPECT_EQ(desk.asked.size(), 1U);  // still the same pass
  land(0, fail(Fault::unreachable, "away"));
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(ended[1].outcome->error().what, "away");
}

TEST_F(ErrandsTest, APassThatHasJustEndedIsReusedOnlyWhereTheErrandSaysSo) {
  const SyncErrand page{.accounts = {kalshi}, .reuse = std::chrono::seconds{1}};
  ask(page);
  settle();
  land(0, {});
  ask(page);
  settle();
  EXPECT_EQ(ended.size(), 2U);
  EXPECT_EQ(desk.asked.size(), 1U);
  ask(SyncErrand{.accounts = {kalshi}});  // a person's word to sync means now
  settle();
  EXPECT_EQ(desk.asked.size(), 2U);
  land(1, {});
  clock.advance(std::chrono::seconds{1});
  ask(page);
  settle();
  EXPECT_EQ(desk.asked.size(), 3U);
}

TEST_F(ErrandsTest, ConfirmationsAreNeverShared) {
  const ConfirmErrand word{CaseId{"c"}, {test::kalshi_key("KX")}, "ann"};
  ask(word);
  ask(word);
  ask(SyncErrand{});
  settle();
  EXPECT_EQ(desk.confirmed.size(), 2U);
  EXPECT_EQ(desk.asked.size(), 1U);
}

TEST_F(ErrandsTest, AnAnswerAfterTheGateIsClosedDoesNothing) {
  ask(SyncErrand{});
  settle();
  gate->close();
  land(0, {});
  EXPECT_TRUE(ended.empty());
  clock.wake_all();
  settle();
  EXPECT_EQ(ended.size(), 1U);
}

TEST_F(ErrandsTest, AServerThatStopsLetsEverybodyGo) {
  ask(SyncErrand{});
  ask(ConfirmErrand{CaseId{"c"}, {}, "ann"});
  settle();
  errands.release();
  settle();
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_FALSE(ended[0].outcome);
  land(0, {});  // nobody waits any more
  EXPECT_EQ(ended.size(), 2U);
}

TEST_F(ErrandsTest, NothingToAskIsOverAtOnce) {
  ask(std::monostate{});
  settle();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_TRUE(desk.asked.empty());
}

struct FreshnessTest : testing::Test {
  FreshnessTest() {
    replica.accounts = {
        test::account_of(VenueName::kalshi, test::listing_of(VenueName::kalshi, {})),
        test::account_of(VenueName::polymarket, test::listing_of(VenueName::polymarket, {}))};
  }
  std::vector<AccountId> to_ask(Freshness wish, std::int64_t now) {
    return accounts_to_ask(replica, wish, test::at_s(now), std::chrono::seconds{15});
  }
  Replica replica;  // both asked at second 995
};

TEST_F(FreshnessTest, WithinTheCacheTimeNobodyIsAsked) {
  EXPECT_TRUE(to_ask(Freshness::cached, 1009).empty());
  EXPECT_EQ(to_ask(Freshness::cached, 1010).size(), 2U);
  EXPECT_EQ(to_ask(Freshness::now, 996).size(), 2U);
}

TEST_F(FreshnessTest, AVenueThatIsAwayIsNotAskedByEveryPageView) {
  replica.accounts[0].error = Error{Fault::unreachable, "away"};
  replica.accounts[0].snapshot = nullptr;
  EXPECT_TRUE(to_ask(Freshness::cached, 1009).empty());
}

TEST_F(FreshnessTest, AFirstPassUnderWayIsWaitedFor) {
  replica.accounts[1].snapshot = nullptr;
  EXPECT_EQ(to_ask(Freshness::cached, 996), std::vector{replica.accounts[1].id});
}

TEST_F(FreshnessTest, WhoAskedForPatienceGetsItAlsoFromARefresh) {
  replica.accounts[0].error = Error{Fault::rate_limited, "429"};
  replica.accounts[0].retry_at = test::at_s(1100);
  EXPECT_EQ(to_ask(Freshness::now, 1099), std::vector{replica.accounts[1].id});
  EXPECT_EQ(to_ask(Freshness::now, 1100).size(), 2U);
}

TEST_F(FreshnessTest, AClockSetBackDoesNotFreezeTheAnswers) {
  EXPECT_EQ(to_ask(Freshness::cached, 500).size(), 2U);
}

}  // namespace
}  // namespace holdfast::api
