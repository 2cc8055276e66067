#include "core/sale_lines.hpp"

#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

JournalEntry trade(const PositionKey& key, const char* change) {
  JournalEntry entry;
  entry.kind = EntryKind::fill;
  entry.key = key;
  entry.change = qty(change);
  entry.price = px("0.5");
  entry.evidence.id = "activity:9c:1";
  entry.cause = Cause::trade;
  return entry;
}

std::vector<std::string> lines_of(const std::vector<JournalEntry>& booked,
                                  const PositionKey& held = poly_key("70")) {
  return sale_lines(booked, [&](const PositionKey& key) { return key == held; });
}

TEST(SaleLines, NameTheIdThatWasSoldAndWhetherItWasBought) {
  EXPECT_EQ(
      lines_of({trade(poly_key("71"), "-10.5")}, poly_key("71")),
      (std::vector<std::string>{"Sold token 71: 10.5 @ 0.5, evidence activity:9c:1; it is the "
                                "id that was bought"}));
  EXPECT_EQ(
      lines_of({trade(poly_key("72"), "-10")}, poly_key("71")),
      (std::vector<std::string>{"Sold token 72: 10 @ 0.5, evidence activity:9c:1; no purchase "
                                "of that id is known here"}));
}

TEST(SaleLines, APurchaseOfTheSamePassCountsAndOnlyThatOfTheSameToken) {
  const std::vector<JournalEntry> same{trade(poly_key("71"), "15"), trade(poly_key("71"), "-10")};
  ASSERT_EQ(lines_of(same).size(), 1U);
  EXPECT_TRUE(lines_of(same)[0].ends_with("it is the id that was bought"));
  const std::vector<JournalEntry> other{trade(poly_key("72"), "15"), trade(poly_key("71"), "-10")};
  EXPECT_TRUE(lines_of(other)[0].ends_with("no purchase of that id is known here"));
}

TEST(SaleLines, AreOfSalesOfTokensAlone) {
  JournalEntry settled = trade(poly_key("71"), "-40");
  settled.kind = EntryKind::settlement;
  EXPECT_TRUE(
      lines_of({settled, trade(poly_key("71"), "5"), trade(kalshi_key("A"), "-3")}).empty());
}

}  // namespace
}  // namespace holdfast
