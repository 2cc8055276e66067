#include "chain/log_memory.hpp"

#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast::polygon {
namespace {

using test::at_s;
using test::qty;

TEST(LogMemory, IsReadBackAsItWasWritten) {
  LogMemory memory{.known = KnownFlows{.begin = 7, .end = 1'900, .flows = {}},
                   .narrow = {"node-1:8545", "node-2"}};
  memory.known->flows = {{"0xaa", at_s(5), "123", qty("-2.5"), true},
                         {"0xbb", at_s(6), "456", qty("0.000001"), false}};
  EXPECT_EQ(log_memory(text_of(memory, UtcTime{})).value(), memory);
  EXPECT_EQ(log_memory(text_of({}, UtcTime{})).value(), LogMemory{});
  EXPECT_EQ(text_of({}, UtcTime{}), "") << "nothing takes no room";
}

TEST(LogMemory, LeavesOutWhatThePassDoesNotAskFor) {
  LogMemory memory{.known = KnownFlows{.begin = 7, .end = 9, .flows = {}}, .narrow = {}};
  memory.known->flows = {{"0xaa", at_s(5), "1", qty("1"), true}, {"0xbb", at_s(6), "1", qty("1")}};
  const auto back = log_memory(text_of(memory, at_s(6))).value();
  ASSERT_EQ(back.known->flows.size(), 1U);
  EXPECT_EQ(back.known->flows.front().transaction, "0xbb");
}

TEST(LogMemory, RefusesOtherText) {
  for (const char* text : {"known 7", "known x 9", "narrow", "flow 0xaa 5 1 1 sent",
                           "known 7 9 flow 0xaa 5 1 1", "unreachable: no answer"}) {
    const auto read = log_memory(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().fault, Fault::malformed);
  }
}

}  // namespace
}  // namespace holdfast::polygon
