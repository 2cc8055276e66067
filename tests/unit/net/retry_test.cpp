#include "net/retry.hpp"

#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "net/deadline.hpp"
#include "scripted_entropy.hpp"
#include "scripted_transport.hpp"
#include "simulation/virtual_clock.hpp"

namespace holdfast::net {
namespace {

using namespace std::chrono_literals;
using namespace boost::asio::experimental::awaitable_operators;

struct RetryTest : testing::Test {
  boost::asio::io_context io{1};
  simulation::VirtualClock clock{io};
  ScriptedTransport venue{clock};
  ScriptedEntropy highest{ScriptedEntropy::Draw::highest};
  ScriptedEntropy lowest{ScriptedEntropy::Draw::lowest};

  Result<HttpResponse> ask(Entropy& entropy, HttpRequest request, RetryPolicy policy = {}) {
    Retry retry{venue, clock, entropy, policy};
    return clock.run(retry.exchange(std::move(request)));
  }
  std::vector<Duration> pauses() const {
    std::vector<Duration> out;
    for (std::size_t i = 1; i < venue.asked.size(); ++i) {
      out.push_back(venue.asked[i] - venue.asked[i - 1]);
    }
    return out;
  }
};

TEST_F(RetryTest, AGetIsAskedAgainAfterAFaultOfTheWay) {
  venue.then(fail(Fault::unreachable, "reset")).then(status(503)).then(status(200, {}, "here"));
  const auto answer = ask(highest, get());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "here");
  EXPECT_EQ(pauses(), (std::vector<Duration>{250ms, 500ms}));
}

TEST_F(RetryTest, APostIsNeverSentTwice) {
  venue.then(fail(Fault::unreachable, "reset"));
  EXPECT_FALSE(ask(highest, post()));
  EXPECT_EQ(venue.asked.size(), 1U);
}

TEST_F(RetryTest, ADeleteIsNeverSentTwice) {
  venue.then(status(503));
  HttpRequest request = get();
  request.method = Method::del;
  EXPECT_TRUE(ask(highest, request));
  EXPECT_EQ(venue.asked.size(), 1U);
}

TEST_F(RetryTest, AnAnswerThatWillNotChangeIsNotAskedForAgain) {
  for (const int code : {200, 204, 304, 400, 401, 403, 404, 409, 501}) {
    ScriptedTransport other{clock};
    other.then(status(code));
    Retry retry{other, clock, highest};
    EXPECT_EQ(clock.run(retry.exchange(get()))->status, code);
    EXPECT_EQ(other.asked.size(), 1U) << code;
  }
  for (const Fault fault :
       {Fault::refused, Fault::cancelled, Fault::rate_limited, Fault::unauthorised}) {
    ScriptedTransport other{clock};
    other.then(fail(fault, "no"));
    Retry retry{other, clock, highest};
    EXPECT_EQ(clock.run(retry.exchange(get())).error().fault, fault);
    EXPECT_EQ(other.asked.size(), 1U) << name_of(fault);
  }
}

TEST_F(RetryTest, BrokenBytesMayBeTheLinesDoingOnce) {
  venue.then(fail(Fault::malformed, "cut")).then(status(200, {}, "here"));
  EXPECT_EQ(ask(highest, get())->body, "here");
  ScriptedTransport breaking{clock};
  breaking.then(fail(Fault::malformed, "cut"));
  Retry retry{breaking, clock, highest};
  EXPECT_EQ(clock.run(retry.exchange(get())).error().fault, Fault::malformed);
  EXPECT_EQ(breaking.asked.size(), 2U);
}

TEST_F(RetryTest, TheLastOutcomeIsTheOutcome) {
  venue.then(status(500)).then(status(502)).then(fail(Fault::unreachable, "cut"));
  const auto answer = ask(highest, get(), {.attempts = 3});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().what, "cut");
  EXPECT_EQ(venue.asked.size(), 3U);
}

TEST_F(RetryTest, PausesDoubleUpToTheLongestAndAreDrawnFromZero) {
  venue.then(status(500));
  ask(highest, get(), {.attempts = 8, .first = 100ms, .longest = 1s, .within = 1h});
  EXPECT_EQ(pauses(), (std::vector<Duration>{100ms, 200ms, 400ms, 800ms, 1s, 1s, 1s}));
  EXPECT_EQ(highest.bounds.front(), 100'001U);
  venue.asked.clear();
  ask(lowest, get(), {.attempts = 3});
  EXPECT_EQ(pauses(), (std::vector<Duration>{0ms, 0ms}));
}

TEST_F(RetryTest, NeverAsksSoonerThanRetryAfterSays) {
  for (Entropy* entropy : std::initializer_list<Entropy*>{&lowest, &highest}) {
    ScriptedTransport other{clock};
    other.then(status(429, {{"Retry-After", "7"}})).then(status(200));
    Retry retry{other, clock, *entropy};
    clock.run(retry.exchange(get()));
    ASSERT_EQ(other.asked.size(), 2U);
    EXPECT_GE(other.asked[1] - other.asked[0], 7s);
    EXPECT_LE(other.asked[1] - other.asked[0], 7250ms);
  }
}

TEST_F(RetryTest, A429WithoutAWishWaitsAtLeastItsBound) {
  venue.then(status(429)).then(status(200));
  ask(lowest, get());
  EXPECT_EQ(pauses(), (std::vector<Duration>{250ms}));
}

TEST_F(RetryTest, AWishBeyondTheTimeGivenIsAnAnswerAtOnce) {
  for (const auto* wish : {"31", "1000000000", "Sat, 21 Nov 2026 00:05:00 GMT"}) {
    ScriptedTransport other{clock};
    other.then(status(429, {{"Retry-After", wish}}));
    Retry retry{other, clock, lowest};
    clock.set_utc(std::chrono::sys_days{std::chrono::year{2026} / 11 / 21});
    const Duration before = clock.uptime();
    const auto answer = clock.run(retry.exchange(get()));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 429);
    EXPECT_EQ(clock.uptime(), before) << wish;
    EXPECT_EQ(other.asked.size(), 1U) << wish;
  }
}

TEST_F(RetryTest, NoAttemptBeginsAfterTheTimeGiven) {
  venue.then(8s, fail(Fault::unreachable, "slow"));
  ask(highest, get(), {.attempts = 100, .first = 1s, .longest = 4s, .within = 30s});
  const Duration begun = venue.asked.front();
  for (const Duration at : venue.asked) EXPECT_LE(at - begun, 30s);
  EXPECT_GT(venue.asked.size(), 2U);
  EXPECT_LT(venue.asked.size(), 6U);
}

TEST_F(RetryTest, CancellingDuringAPauseEndsIt) {
  venue.then(status(429, {{"Retry-After", "20"}}));
  Retry retry{venue, clock, lowest};
  Deadline whole{retry, clock, 3s};
  const auto answer = clock.run(whole.exchange(get()));
  EXPECT_EQ(answer.error().fault, Fault::unreachable);
  EXPECT_EQ(venue.asked.size(), 1U);
  EXPECT_EQ(clock.sleepers(), 0U);
}

}  // namespace
}  // namespace holdfast::net
