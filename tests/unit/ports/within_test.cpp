#include "ports/within.hpp"

#include <gtest/gtest.h>

#include "simulation/virtual_clock.hpp"

namespace holdfast {
namespace {

using namespace std::chrono_literals;
using namespace boost::asio::experimental::awaitable_operators;

struct Within : testing::Test {
  // Lets the exception of a sleep that is cancelled pass, as any code may.
  Async<int> answer_after(Duration taken, Result<int> answer) {
    co_await clock.sleep_for(taken);
    co_return answer;
  }
  Async<std::optional<int>> ask(Duration taken, Result<int> answer = 7) {
    return within<int>(clock, 10s, answer_after(taken, std::move(answer)));
  }

  boost::asio::io_context io{1};
  simulation::VirtualClock clock{io};
};

TEST_F(Within, IsTheAnswerThatComesInTimeBeItAFault) {
  const auto answer = clock.run(ask(9999ms));
  ASSERT_TRUE(answer);
  EXPECT_EQ(*answer, 7);
  EXPECT_EQ(clock.run(ask(1s, fail(Fault::malformed, "broken"))).error().what, "broken");
  EXPECT_EQ(clock.sleepers(), 0U);
}

TEST_F(Within, IsNothingOnceItTakesLonger) {
  const Duration before = clock.uptime();
  const auto answer = clock.run(ask(300s));
  ASSERT_TRUE(answer);
  EXPECT_FALSE(*answer);
  EXPECT_EQ(clock.uptime() - before, 10s);
  EXPECT_EQ(clock.sleepers(), 0U) << "what was asked has let go";
}

// Whoever stops must not find an exception in his way: it would pass for a broken answer.
TEST_F(Within, IsCancelledWithItsCallerAndThrowsNothing) {
  std::optional<Result<std::optional<int>>> ended;
  const auto note = [&]() -> boost::asio::awaitable<void> { ended = co_await ask(5s); };
  const auto race = [&]() -> boost::asio::awaitable<int> {
    const auto first = co_await (note() || clock.sleep_for(2s));
    co_return static_cast<int>(first.index());
  };
  clock.run(race());
  ASSERT_TRUE(ended);
  ASSERT_FALSE(*ended);
  EXPECT_EQ(ended->error().fault, Fault::cancelled);
  EXPECT_EQ(clock.sleepers(), 0U);
}

}  // namespace
}  // namespace holdfast
