#include "net/keep_alive.hpp"

#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <deque>

#include "simulation/virtual_clock.hpp"

namespace holdfast::net {
namespace {

using namespace std::chrono_literals;

// A line whose other end can die without a word.
struct Line {
  std::deque<std::string> coming;
  std::uint64_t frames{};
  int pings{};
  bool alive{true};
  bool closed{};
};

class LineStream final : public Stream {
 public:
  LineStream(std::shared_ptr<Line> line, Clock& clock) : line_{std::move(line)}, clock_{clock} {}
  Async<std::string> receive() override {
    const auto line = line_;
    auto& clock = clock_;
    for (;;) {
      if (line->closed) co_return fail(Fault::unreachable, "closed");
      if (!line->coming.empty()) {
        auto text = line->coming.front();
        line->coming.pop_front();
        ++line->frames;
        co_return text;
      }
      co_await clock.sleep_for(10ms);
    }
  }
  Result<void> send(std::string) override { return {}; }
  void ping() override {
    ++line_->pings;
    if (line_->alive) ++line_->frames;
  }
  [[nodiscard]] std::uint64_t frames() const override { return line_->frames; }
  void close() override { line_->closed = true; }

 private:
  std::shared_ptr<Line> line_;
  Clock& clock_;
};

class LineDoor final : public StreamDoor {
 public:
  explicit LineDoor(Clock& clock) : clock_{clock} {}
  Async<std::unique_ptr<Stream>> open(StreamAddress) override {
    if (never) co_await clock_.sleep_for(1h);
    co_return std::make_unique<LineStream>(line, clock_);
  }
  std::shared_ptr<Line> line = std::make_shared<Line>();
  bool never{};

 private:
  Clock& clock_;
};

struct KeepAliveTest : testing::Test {
  ~KeepAliveTest() override { clock.cancel_sleepers(); }
  std::unique_ptr<Stream> open() {
    auto stream = clock.run(door.open({.origin = "ws://a", .target = "/", .headers = {}}));
    return stream ? *std::move(stream) : nullptr;
  }
  boost::asio::io_context io;
  simulation::VirtualClock clock{io};
  LineDoor inner{clock};
  KeepAlive door{io.get_executor(), inner, clock};
};

TEST_F(KeepAliveTest, ALineThatAnswersPingsStaysOpen) {
  const auto stream = open();
  ASSERT_NE(stream, nullptr);
  clock.advance(1h);
  EXPECT_FALSE(inner.line->closed);
  EXPECT_NEAR(inner.line->pings, 720, 5);
}

TEST_F(KeepAliveTest, ADeadLineIsFoundWithinFifteenSeconds) {
  const auto stream = open();
  clock.advance(10min);
  inner.line->alive = false;
  const auto died = clock.uptime();
  const auto ended = clock.run(stream->receive());
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().fault, Fault::unreachable);
  EXPECT_NE(ended.error().what.find("dead"), std::string::npos);
  EXPECT_LE(clock.uptime() - died, 15s);
}

TEST_F(KeepAliveTest, ALineThatTalksIsAliveWithoutPongs) {
  const auto stream = open();
  inner.line->alive = false;
  for (int i = 0; i < 60; ++i) {
    inner.line->coming.emplace_back("tick");
    ASSERT_TRUE(clock.run(stream->receive()));
    clock.advance(5s);
  }
  EXPECT_FALSE(inner.line->closed);
}

TEST_F(KeepAliveTest, AHandshakeThatNeverEndsIsGivenUp) {
  inner.never = true;
  const auto began = clock.uptime();
  EXPECT_EQ(open(), nullptr);
  EXPECT_LE(clock.uptime() - began, 16s);
}

TEST_F(KeepAliveTest, AStreamThatIsLetGoIsWatchedNoMore) {
  auto stream = open();
  stream.reset();
  const auto pings = inner.line->pings;
  clock.advance(1min);
  EXPECT_EQ(inner.line->pings, pings);
  EXPECT_EQ(clock.sleepers(), 0U);
}

}  // namespace
}  // namespace holdfast::net
