#include "core/contradictions.hpp"

#include <gtest/gtest.h>

#include "support/pass_stage.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace holdfast::test;

const PositionKey key = kalshi_key("A");
const PositionKey other = kalshi_key("B");

std::string found(const VenueEvents& events) {
  const auto all = contradictions(events, at_s(100));
  EXPECT_FALSE(all.contains(other)) << "other keys go on";
  const auto words = all.find(key);
  return words == all.end() ? "" : words->second;
}

VenueEvents events_with(std::vector<Fill> fills) {
  VenueEvents events;
  events.fills = std::move(fills);
  events.fills.push_back(fill_of(other, "o", 50, "1", "0.5"));
  return events;
}

TEST(Contradictions, AreTwoContentsOfOneId) {
  EXPECT_EQ(
      found(events_with({fill_of(key, "f", 50, "5", "0.5"), fill_of(key, "f", 50, "5", "0.5")})),
      "")
      << "told twice, but the same";
  const auto words =
      found(events_with({fill_of(key, "f", 50, "5", "0.5"), fill_of(key, "f", 50, "6", "0.5")}));
  EXPECT_NE(words.find("is told twice, differently: 5 of A at 0.5"), std::string::npos) << words;
}

TEST(Contradictions, AreOfBothPositionsThatOneIdIsToldFor) {
  VenueEvents events;
  events.fills = {fill_of(key, "f", 50, "5", "0.5"), fill_of(other, "f", 50, "5", "0.5")};
  const auto all = contradictions(events, at_s(100));
  EXPECT_TRUE(all.contains(key));
  EXPECT_TRUE(all.contains(other));
}

TEST(Contradictions, AreMomentsThatHaveNotCome) {
  EXPECT_EQ(found(events_with({fill_of(key, "f", 160, "5", "0.5")})), "")
      << "a clock a little ahead";
  EXPECT_NE(found(events_with({fill_of(key, "f", 161, "5", "0.5")})), "");
}

TEST(Contradictions, AreFillsLargerThanTheirOrder) {
  const auto part = [](const std::string& id, std::string_view change) {
    Fill fill = fill_of(key, id, 50, change, "0.5");
    fill.order_id = "order";
    return fill;
  };
  VenueEvents events = events_with({part("f", "-3"), part("g", "-4"), part("g", "-4")});
  EXPECT_EQ(found(events), "") << "nobody knows how large the order was";
  events.order_sizes["order"] = qty("7");
  EXPECT_EQ(found(events), "");
  events.order_sizes["order"] = qty("6.99");
  EXPECT_NE(found(events).find("order order sum to more than its size of 6.99"), std::string::npos);
}

// The position stays as it is, with a case; the other one is booked.
TEST(Contradictions, HoldTheirKeyBackAndNoOther) {
  PassStage stage{VenueName::kalshi};
  stage.holds(key, "10");
  stage.holds(other, "10");
  stage.lists(key, "15");
  stage.lists(other, "12");
  stage.fills(fill_of(key, "f", 50, "5", "0.5"));
  stage.fills(fill_of(key, "f", 50, "5", "0.6"));
  stage.fills(fill_of(other, "g", 50, "2", "0.5"));
  const auto first = stage.pass(60);
  EXPECT_EQ(stage.quantity(key), "10");
  EXPECT_EQ(stage.quantity(other), "12");
  EXPECT_EQ(first.counts.held_back, 1U);
  ASSERT_EQ(stage.view().cases.size(), 1U);
  EXPECT_EQ(stage.view().cases[0].reason, CaseReason::witness_conflict);
  for (int minute = 2; minute < 10; ++minute) stage.pass(minute * 60);
  EXPECT_EQ(stage.quantity(key), "10") << "patience makes it no truer";

  stage.events.fills.erase(stage.events.fills.begin() + 1);
  stage.pass(660);
  EXPECT_EQ(stage.quantity(key), "15");
  EXPECT_TRUE(stage.view().cases.empty());
}

}  // namespace
}  // namespace holdfast
