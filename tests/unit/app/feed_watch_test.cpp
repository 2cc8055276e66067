#include "app/feed_watch.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <deque>

#include "app/following.hpp"
#include "simulation/virtual_clock.hpp"
#include "support/heard.hpp"
#include "support/seeded_entropy.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;
using namespace std::chrono_literals;

// A line that the test speaks on.
struct Line {
  std::deque<std::string> coming;
  std::vector<std::string> sent;
  bool broken{};
};

class LineStream final : public Stream {
 public:
  LineStream(std::shared_ptr<Line> line, Clock& clock) : line_{std::move(line)}, clock_{clock} {}
  Async<std::string> receive() override {
    const auto line = line_;
    auto& clock = clock_;
    for (;;) {
      if (line->broken) co_return fail(Fault::unreachable, "the line broke");
      if (!line->coming.empty()) {
        auto text = line->coming.front();
        line->coming.pop_front();
        co_return text;
      }
      co_await clock.sleep_for(10ms);
    }
  }
  Result<void> send(std::string text) override {
    line_->sent.push_back(std::move(text));
    return {};
  }
  void ping() override {}
  [[nodiscard]] std::uint64_t frames() const override { return 0; }
  void close() override { line_->broken = true; }

 private:
  std::shared_ptr<Line> line_;
  Clock& clock_;
};

class LineDoor final : public StreamDoor {
 public:
  explicit LineDoor(Clock& clock) : clock_{clock} {}
  Async<std::unique_ptr<Stream>> open(StreamAddress address) override {
    opened_at.push_back(clock_.uptime());
    targets.push_back(address.target);
    if (refuses) co_return fail(Fault::unreachable, "nobody answers");
    line = std::make_shared<Line>();
    co_return std::make_unique<LineStream>(line, clock_);
  }
  std::vector<Duration> opened_at;
  std::vector<std::string> targets;
  std::shared_ptr<Line> line = std::make_shared<Line>();
  bool refuses{};

 private:
  Clock& clock_;
};

// Says what it was told to, and notes what it heard.
class ScriptedFeed final : public Feed {
 public:
  [[nodiscard]] std::string_view name() const override { return "all"; }
  [[nodiscard]] bool wanted() const override { return !wanted_.empty(); }
  Result<StreamAddress> address() override {
    return StreamAddress{.origin = "ws://a", .target = "/" + std::to_string(++handshakes)};
  }
  FeedNews watch(const std::set<InstrumentId>& instruments) override {
    wanted_ = instruments;
    FeedNews news;
    news.send.push_back("watch " + std::to_string(instruments.size()));
    return news;
  }
  FeedNews opened() override {
    FeedNews news;
    news.send.emplace_back("hello");
    return news;
  }
  Result<FeedNews> heard(std::string_view text) override {
    if (text == "nonsense") return fail(Fault::malformed, "that is no message");
    if (text == "throw") throw std::runtime_error{"out of memory"};
    FeedNews news;
    news.changed = text == "fill";
    news.reconnect = text == "hopeless";
    return news;
  }
  FeedNews tick() override { return {}; }
  void closed() override { ++closings; }
  [[nodiscard]] const std::set<InstrumentId>& watched() const override { return wanted_; }
  [[nodiscard]] FeedCounts counts() const override { return {}; }

  int handshakes{};
  int closings{};

 private:
  std::set<InstrumentId> wanted_;
};

struct FeedWatchTest : testing::Test {
  ~FeedWatchTest() override { clock.cancel_sleepers(); }
  void start(std::size_t instruments = 1) {
    std::set<InstrumentId> wanted;
    for (std::size_t i = 0; i < instruments; ++i) wanted.insert(InstrumentId{std::to_string(i)});
    watch.follow(wanted);
    boost::asio::co_spawn(io, watch.run(), boost::asio::detached);
    clock.advance(100ms);
  }

  boost::asio::io_context io;
  simulation::VirtualClock clock{io};
  SeededEntropy entropy;
  HeardLog log;
  LineDoor door{clock};
  ScriptedFeed feed;
  int asked{};
  FeedWatch watch{io.get_executor(), AccountId{"kalshi/main"}, feed,
                  FeedWatch::Doors{door, clock, entropy, log},
                  FeedWatch::Hooks{.ask_fresh = [this] { ++asked; }, .changed = [] {}}};
};

TEST_F(FeedWatchTest, SaysHelloAndIsLive) {
  start();
  EXPECT_EQ(door.line->sent, std::vector<std::string>{"hello"});
  EXPECT_EQ(watch.status().state, StreamState::live);
  EXPECT_EQ(watch.status().connections, 1U);
}

TEST_F(FeedWatchTest, NothingToListenToIsNoConnection) {
  start(0);
  EXPECT_TRUE(door.opened_at.empty());
  watch.follow({InstrumentId{"A"}});
  clock.advance(1s);
  EXPECT_EQ(watch.status().state, StreamState::live);
  watch.follow({});
  clock.advance(1s);
  EXPECT_EQ(watch.status().state, StreamState::off);
  EXPECT_EQ(feed.closings, 1);
}

TEST_F(FeedWatchTest, AStormIsOneAttemptASecondAndGrowsRarer) {
  door.refuses = true;
  start();
  clock.advance(10min);
  ASSERT_GE(door.opened_at.size(), 15U);
  EXPECT_LE(door.opened_at.size(), 80U);
  std::set<Duration> pauses;
  for (std::size_t i = 1; i < door.opened_at.size(); ++i) {
    const Duration pause = door.opened_at[i] - door.opened_at[i - 1];
    EXPECT_GE(pause, 1s);
    EXPECT_LE(pause, 31s);
    pauses.insert(pause);
  }
  EXPECT_GT(pauses.size(), 10U) << "each pause is drawn";
  EXPECT_EQ(watch.status().state, StreamState::waiting);
  EXPECT_TRUE(watch.status().retry_at);
  EXPECT_EQ(watch.status().error->fault, Fault::unreachable);
  door.refuses = false;
  clock.advance(31s);
  EXPECT_EQ(watch.status().state, StreamState::live);
  EXPECT_FALSE(watch.status().error);
}

TEST_F(FeedWatchTest, EveryHandshakeIsMadeAnew) {
  start();
  door.line->broken = true;
  clock.advance(5s);
  EXPECT_EQ(door.targets, (std::vector<std::string>{"/1", "/2"}));
  EXPECT_EQ(feed.closings, 1);
}

TEST_F(FeedWatchTest, AHundredMessagesAreTwoQuestions) {
  start();
  clock.advance(20s);
  asked = 0;
  for (int i = 0; i < 100; ++i) door.line->coming.emplace_back("fill");
  clock.advance(5s);
  EXPECT_EQ(asked, 1);
  clock.advance(60s);
  EXPECT_EQ(asked, 2);
}

TEST_F(FeedWatchTest, AReconnectIsAQuestionToo) {
  start();
  clock.advance(30s);
  asked = 0;
  door.line->broken = true;
  clock.advance(30s);
  EXPECT_EQ(asked, 2) << "whatever was said while nobody listened";
}

TEST_F(FeedWatchTest, WhatIsNoMessageEndsTheConnectionAndNothingElse) {
  start();
  for (const char* text : {"nonsense", "throw", "hopeless"}) {
    const auto before = door.opened_at.size();
    door.line->coming.emplace_back(text);
    clock.advance(20s);
    EXPECT_EQ(door.opened_at.size(), before + 1) << text;
    EXPECT_EQ(watch.status().state, StreamState::live) << text;
  }
  EXPECT_TRUE(log.says("malformed: that is no message"));
}

TEST(Following, TellsWhatIsNotHeldAnyMore) {
  Following following;
  std::map<PositionKey, Position> open;
  for (const char* name : {"A", "B", "C"}) {
    Position position;
    position.key = kalshi_key(name);
    open.emplace(position.key, position);
  }
  EXPECT_EQ(following.follow(open, {}).traded.size(), 3U);
  EXPECT_TRUE(following.follow(open, {}).dropped.empty());
  open.erase(kalshi_key("B"));
  const auto change = following.follow(open, {});
  ASSERT_EQ(change.dropped.size(), 1U);
  EXPECT_EQ(change.dropped.front(), kalshi_key("B"));
  EXPECT_EQ(change.held.size(), 2U);
  EXPECT_TRUE(following.follow(open, {}).dropped.empty()) << "said once";
}

TEST(Following, WhatIsOverIsHeldAndNotTraded) {
  Following following;
  std::map<PositionKey, Position> open;
  std::map<InstrumentId, Instrument> known;
  const std::map<const char*, MarketState> states{{"closed", MarketState::closed},
                                                  {"open", MarketState::open},
                                                  {"paused", MarketState::paused},
                                                  {"resolved", MarketState::resolved},
                                                  {"unknown", MarketState::unknown}};
  for (const auto& [name, state] : states) {
    open[kalshi_key(name)].key = kalshi_key(name);
    known[InstrumentId{name}].state = state;
  }
  open[kalshi_key("unheard")].key = kalshi_key("unheard");
  const auto change = following.follow(open, known);
  EXPECT_EQ(change.held.size(), 6U);
  EXPECT_EQ(change.traded, (std::set{InstrumentId{"open"}, InstrumentId{"paused"},
                                     InstrumentId{"unheard"}, InstrumentId{"unknown"}}));
  EXPECT_TRUE(change.dropped.empty());
}

}  // namespace
}  // namespace holdfast
