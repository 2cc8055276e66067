#include "core/sellable.hpp"

#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

struct Seller {
  explicit Seller(std::string_view held) {
    position.key = poly_key("77");
    position.quantity = qty(held);
    listed = row_of(position.key, held);
    about.state = MarketState::open;
    about.price = px("0.5");
  }
  SaleLimits& limits() { return asked.keys[position.key]; }
  [[nodiscard]] Sellable judge() const {
    return sellable_of({.position = position,
                        .about = about,
                        .verdict = verdict,
                        .listed = is_listed ? &listed : nullptr,
                        .unsettled = unsettled,
                        .limits = is_asked ? &asked : nullptr});
  }
  [[nodiscard]] std::string text() const { return sellable_text(judge(), position.quantity); }
  void match(std::string_view change, const std::string& token = "77") {
    unsettled.push_back({.id = "t", .key = poly_key(token), .change = qty(change)});
  }

  Position position;
  Instrument about;
  Verdict verdict{Verdict::agrees};
  Holding listed;
  bool is_listed{true};
  std::vector<UnsettledTrade> unsettled;
  AccountSaleLimits asked;
  bool is_asked{true};
};

Seller seller(std::string_view held = "100") {
  Seller made{held};
  made.limits() = {.step = qty("0.01"), .minimum = qty("5"), .approved = true};
  return made;
}

TEST(Sellable, IsAllThatNothingKeeps) {
  EXPECT_EQ(seller().text(), "sellable now 100 of 100");
  EXPECT_TRUE(seller().judge().parts.empty());
}

TEST(Sellable, LeavesOutWhatOpenOrdersSellAndNotWhatTheyBuy) {
  Seller long_one = seller();
  long_one.limits().in_sells = qty("5");
  long_one.limits().in_buys = qty("40");
  EXPECT_EQ(long_one.text(), "sellable now 95 of 100: 5 in open orders");
  Seller short_one = seller("-100");
  short_one.limits().in_sells = qty("5");
  short_one.limits().in_buys = qty("40");
  EXPECT_EQ(short_one.text(), "sellable now 60 of 100: 40 in open orders");
}

TEST(Sellable, IsNeverBelowZeroHoweverMuchIsOrdered) {
  Seller one = seller();
  one.limits().in_sells = qty("250");
  EXPECT_EQ(one.text(), "sellable now 0 of 100: 100 in open orders");
}

TEST(Sellable, LeavesOutSalesThatAreNotFinalAndCountsNoPurchase) {
  Seller one = seller();
  one.match("-30");
  one.match("20");
  one.match("-7", "78");
  EXPECT_EQ(one.text(), "sellable now 70 of 100: 30 sold in matches that are not final");
}

TEST(Sellable, CountsWhatTheListingDoesNotShowOnce) {
  Seller one = seller();
  one.listed = row_of(one.position.key, "80");
  EXPECT_EQ(one.text(), "sellable now 80 of 100: 20 not seen by the last listing");
  one.match("-15");
  EXPECT_EQ(one.text(),
            "sellable now 80 of 100: 15 sold in matches that are not final, "
            "5 not seen by the last listing");
  one.is_listed = false;
  EXPECT_EQ(one.judge().now, qty("0"));
  one.is_listed = true;
  one.listed = row_of(one.position.key, "-100");
  EXPECT_EQ(one.judge().now, qty("0")) << "what is held on the other side is not this";
  one.listed = row_of(one.position.key, "130");
  one.unsettled.clear();
  EXPECT_EQ(one.judge().now, qty("100")) << "never more than the ledger holds";
}

TEST(Sellable, LeavesOutWhatNoOrderCanBeOf) {
  Seller one = seller("7.123456");
  EXPECT_EQ(one.text(),
            "sellable now 7.12 of 7.123456: 0.003456 below the venue's minimum order "
            "(of 5, in steps of 0.01)");
  one.limits().in_sells = qty("3");
  EXPECT_EQ(one.judge().now, qty("0")) << "what the orders leave is below the minimum";
  EXPECT_EQ(one.judge().parts.back().quantity, qty("4.123456"));
  EXPECT_EQ(seller("5").judge().now, qty("5")) << "the minimum itself is enough";
}

TEST(Sellable, TakesAMinimumInMoneyAtThePrice) {
  Seller one = seller("-0.4");
  one.limits() = {.step = qty("0.1"), .minimum = qty("0.1"), .minimum_value = usd("10")};
  one.about.price = px("25");
  EXPECT_EQ(one.judge().now, qty("0.4"));
  one.about.price = px("24.9");
  EXPECT_EQ(one.text(),
            "sellable now 0 of 0.4: 0.4 below the venue's minimum order (of 10 in "
            "value, in steps of 0.1)");
  one.about.price.reset();
  EXPECT_EQ(one.judge().now, std::nullopt) << "no price is made up";
}

TEST(Sellable, IsNothingWithoutApproval) {
  Seller one = seller();
  one.limits().in_sells = qty("5");
  one.limits().approved = false;
  EXPECT_EQ(one.judge().now, qty("0"));
  EXPECT_EQ(one.judge().parts.back().reason, Unsellable::not_approved);
  EXPECT_EQ(one.judge().parts.back().quantity, qty("95"));
  one.limits().approved.reset();
  EXPECT_EQ(one.judge().now, qty("95")) << "a venue where nothing is approved";
}

TEST(Sellable, IsNothingWhileNobodyTrades) {
  for (const MarketState state :
       {MarketState::paused, MarketState::closed, MarketState::resolved}) {
    Seller one = seller();
    one.is_asked = false;  // what else is unknown does not matter
    one.about.state = state;
    const Sellable judged = one.judge();
    EXPECT_EQ(judged.now, qty("0"));
    ASSERT_EQ(judged.parts.size(), 1U);
    EXPECT_EQ(judged.parts[0].reason, Unsellable::market);
    EXPECT_EQ(judged.parts[0].quantity, qty("100"));
  }
  Seller won = seller();
  won.about.state = MarketState::resolved;
  won.listed.redeemable = true;
  EXPECT_EQ(won.text(),
            "sellable now 0 of 100: 100 because its market is resolved: it can be redeemed");
}

TEST(Sellable, IsUnknownWhereAnybodyIsSilent) {
  Seller doubted = seller();
  doubted.verdict = Verdict::drift;
  EXPECT_EQ(doubted.text(), "sellable now: unknown, the position itself is in doubt");
  doubted.about.state = MarketState::resolved;
  EXPECT_FALSE(doubted.judge().now) << "of a doubted one not even that it cannot be sold is said";

  Seller unasked = seller();
  unasked.is_asked = false;
  EXPECT_EQ(unasked.judge().reason, "the venue has not been asked yet");
  Seller failed = seller();
  failed.asked.keys.clear();
  failed.asked.unasked = "no answer";
  EXPECT_EQ(failed.judge().reason, "no answer");
  Seller newer = seller();
  newer.asked.keys.clear();
  EXPECT_EQ(newer.judge().reason, "the venue has not been asked about it yet");
  Seller keyless = seller();
  keyless.limits().unasked = "no API key";
  EXPECT_EQ(keyless.judge().reason, "no API key");
  Seller nameless = seller();
  nameless.about.state = MarketState::unknown;
  EXPECT_EQ(nameless.judge().reason, "nobody has said whether its market is open");
  for (const Seller* one : {&doubted, &unasked, &failed, &newer, &keyless, &nameless}) {
    EXPECT_FALSE(one->judge().now);
    EXPECT_TRUE(one->judge().parts.empty());
  }
}

TEST(SaleLimits, SumOpenOrdersByDirectionOrSayThatTheyCannot) {
  SaleLimits limits;
  add_order(limits, qty("3"), "a");
  add_order(limits, qty("-4"), "b");
  add_order(limits, qty("-0.5"), "c");
  EXPECT_EQ(limits.in_buys, qty("3"));
  EXPECT_EQ(limits.in_sells, qty("4.5"));
  EXPECT_EQ(limits.unasked, "");
  SaleLimits silent = limits;
  add_order(silent, std::nullopt, "d");
  EXPECT_NE(silent.unasked.find("d"), std::string::npos);
  add_order(limits, Quantity::from_units(INT64_MIN), "e");
  EXPECT_NE(limits.unasked.find("e"), std::string::npos) << "a sum that does not fit";
  EXPECT_EQ(limits.in_sells, qty("4.5"));
}

}  // namespace
}  // namespace holdfast
