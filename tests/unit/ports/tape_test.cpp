#include "ports/tape.hpp"

#include <gtest/gtest.h>

#include <string>

namespace holdfast {
namespace {

// What is read back of an outcome that was kept.
Result<HttpResponse> kept(const Result<HttpResponse>& outcome) {
  RawTape tape;
  keep(tape, "kalshi GET /portfolio/balance", UtcTime{}, outcome);
  return outcome_of(tape.answers.at(0));
}

TEST(Tape, GivesAnAnswerBackWithoutItsHeaders) {
  const auto back =
      kept(HttpResponse{.status = 429, .headers = {{"Date", "x"}}, .body = "unreachable: no"});
  ASSERT_TRUE(back);
  EXPECT_EQ(back->status, 429);
  EXPECT_EQ(back->body, "unreachable: no");
  EXPECT_TRUE(back->headers.empty());
}

TEST(Tape, GivesEveryFaultBackInItsWords) {
  for (std::size_t i = 0; i < fault_names.size(); ++i) {
    const Error fault{.fault = static_cast<Fault>(i), .what = "no answer: POST http://node"};
    const auto back = kept(tl::make_unexpected(fault));
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error(), fault);
  }
  EXPECT_EQ(kept(fail(Fault::unreachable, "")).error().what, "");
}

TEST(Tape, TakesNoOtherTextForAFault) {
  for (const char* body : {"", "unreachable", "asleep: x", ": "}) {
    const auto back =
        outcome_of({.source = "s", .status = no_answer, .at = UtcTime{}, .body = body});
    ASSERT_FALSE(back) << body;
    EXPECT_EQ(back.error().fault, Fault::malformed) << body;
  }
}

}  // namespace
}  // namespace holdfast
