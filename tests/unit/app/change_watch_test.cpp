#include "app/change_watch.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "simulation/virtual_clock.hpp"

namespace holdfast {
namespace {

using namespace std::chrono_literals;

// Says what it was told to say, and then nothing new.
class Told final : public ChangeSignal {
 public:
  explicit Told(std::deque<Result<bool>> answers) : answers_{std::move(answers)} {}
  Async<bool> changed() override {
    ++asked;
    if (answers_.empty()) co_return false;
    auto answer = answers_.front();
    answers_.pop_front();
    co_return answer;
  }
  int asked{};

 private:
  std::deque<Result<bool>> answers_;
};

class Lines final : public LogSink {
 public:
  void write(LogLevel, std::string_view, std::string_view text) override {
    lines.emplace_back(text);
  }
  std::vector<std::string> lines;
};

struct ChangeWatchTest : testing::Test {
  ~ChangeWatchTest() override { clock.cancel_sleepers(); }
  void start(ChangeSignal& signal) {
    watch.emplace(AccountId{"polymarket/main"}, signal, 10s, ChangeWatch::Doors{clock, log},
                  [this] { ++fresh; });
    boost::asio::co_spawn(io, watch->run(), boost::asio::detached);
  }
  boost::asio::io_context io{1};
  simulation::VirtualClock clock{io};
  Lines log;
  int fresh{};
  std::optional<ChangeWatch> watch;
};

TEST_F(ChangeWatchTest, EachChangeAsksAtOnceAndAgainWhenTheListsShowIt) {
  Told signal{{false, true, false, true, true}};
  start(signal);
  clock.advance(9s);
  EXPECT_EQ(fresh, 0);
  clock.advance(1s);
  EXPECT_EQ(fresh, 1);
  clock.advance(9s);
  EXPECT_EQ(fresh, 1);
  clock.advance(1s);
  EXPECT_EQ(fresh, 2) << "the lists show it by now";
  clock.advance(10s);
  EXPECT_EQ(fresh, 3);
  clock.advance(10s);
  EXPECT_EQ(fresh, 4) << "a change while the one before is still waited for";
  clock.advance(30s);
  EXPECT_EQ(fresh, 5) << "and nothing else asks";
  EXPECT_EQ(signal.asked, 8);
  EXPECT_TRUE(log.lines.empty());
}

TEST_F(ChangeWatchTest, AFailureAsksNobodyAndIsSaidOnce) {
  const Result<bool> dead = fail(Fault::unreachable, "no such host");
  Told signal{{false, dead, dead, dead, true, dead}};
  start(signal);
  clock.advance(60s);
  EXPECT_EQ(fresh, 2) << "the failure after the change hides nothing of it";
  ASSERT_EQ(log.lines.size(), 4U);
  EXPECT_NE(log.lines[0].find("no such host"), std::string::npos);
  EXPECT_NE(log.lines[1].find("watched again"), std::string::npos);
}

TEST_F(ChangeWatchTest, EndsWhereItIsCancelled) {
  Told signal{{fail(Fault::cancelled, "stopping")}};
  start(signal);
  clock.advance(60s);
  EXPECT_EQ(signal.asked, 1);
}

}  // namespace
}  // namespace holdfast
