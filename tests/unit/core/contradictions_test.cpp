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

TEST(Contradictions, AreRowsThatNobodyCanRead) {
  VenueEvents events = events_with({});
  events.flawed[key] = "fill f cannot be read";
  EXPECT_EQ(found(events), "fill f cannot be read");
}

TEST(Contradictions, ArePricesThatCannotBe) {
  const auto at = [](std::string_view price) {
    return found(events_with({fill_of(key, "f", 50, "5", price)}));
  };
  EXPECT_EQ(at("0"), "");
  EXPECT_EQ(at("1"), "");
  EXPECT_NE(at("1.000000001").find("a price that cannot be: 5 of A at 1.000000001"),
            std::string::npos);
  EXPECT_NE(at("-0.1"), "");
  PositionKey perpetual = key;
  perpetual.venue = VenueName::pacifica;
  VenueEvents events;
  events.fills = {fill_of(perpetual, "f", 50, "5", "110000")};
  EXPECT_TRUE(contradictions(events, at_s(100)).empty()) << "no outcome";
  events.fills[0].price = px("-5");
  EXPECT_FALSE(contradictions(events, at_s(100)).empty());
}

TEST(Contradictions, BookedAndTold) {
  const std::vector journal{entry_of(fill_of(key, "f", 50, "5", "0.5"))};
  const auto told = [&](const Fill& fill) {
    VenueEvents events;
    events.fills = {fill};
    return retold(events, journal).value_or("");
  };
  EXPECT_EQ(told(fill_of(key, "f", 50, "5", "0.5")), "");
  EXPECT_EQ(told(fill_of(key, "g", 50, "1", "0.9")), "") << "another one";
  EXPECT_NE(told(fill_of(key, "f", 50, "1", "0.5")).find("was booked as 5 of A at 0.5"),
            std::string::npos);
  EXPECT_NE(told(fill_of(key, "f", 50, "5", "0.95")), "");
  EXPECT_NE(told(fill_of(other, "f", 50, "5", "0.5")), "");
}

// What is booked stands, other events of the key go on, and a person hears of it until the venue
// tells it as it did.
TEST(Contradictions, OfABookedFillAreQuarantined) {
  PassStage stage{VenueName::kalshi};
  stage.fills(fill_of(key, "f", 50, "5", "0.5"));
  stage.lists(key, "5");
  stage.pass(60);
  stage.events.fills[0].price = px("0.95");
  stage.fills(fill_of(key, "g", 70, "2", "0.6"));
  stage.listing = {row_of(key, "7")};
  stage.pass(80);
  EXPECT_EQ(stage.quantity(key), "7");
  EXPECT_EQ(stage.lives(key)[0].cost, usd("3.7"));
  ASSERT_EQ(stage.view().cases.size(), 1U);
  const Case& open = stage.view().cases[0];
  EXPECT_EQ(open.reason, CaseReason::quarantined_rows);
  EXPECT_EQ(open.keys, std::vector{key});
  EXPECT_NE(open.text.find("and is told now as 5 of A at 0.95"), std::string::npos) << open.text;
  EXPECT_TRUE(stage.pass(120).batch.empty()) << "nobody asked, so nothing is better";

  stage.events.fills[0].price = px("0.5");
  stage.fills(fill_of(key, "h", 130, "1", "0.6"));
  stage.listing = {row_of(key, "8")};
  stage.pass(140);
  EXPECT_TRUE(stage.view().cases.empty());
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
