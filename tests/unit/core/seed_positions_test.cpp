#include "core/seed_positions.hpp"

#include <gtest/gtest.h>

#include "core/book.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

const PositionKey market = kalshi_key("KXFED-26DEC");
const PositionKey token = poly_key("111");

Position found(const PositionKey& key, std::string_view quantity) {
  return fold(std::vector{estimate_of(EntryKind::adoption, key, "found", 10, quantity)}).value()[0];
}

BookRow row_of(const std::string& id, Leg leg, std::string_view contracts, std::string_view cost) {
  BookRow row;
  row.market_id = id;
  row.status = "open";
  row.ids.kalshi_market_ticker = market.instrument.text;
  row.ids.poly_asset_yes = token.instrument.text;
  row.opened_at = at_s(-500);
  row.legs[leg] = LegFigures{.contracts = WideDecimal::parse(contracts).value(),
                             .cost_basis = WideDecimal::parse(cost).value()};
  return row;
}

class Seeding : public testing::Test {
 protected:
  SeedLine only_line() {
    BookTruth truth;
    for (const Position& position : open) {
      SourceHolding holding;
      holding.key = position.key;
      holding.quantity = position.quantity;
      truth.holdings.push_back(holding);
    }
    const auto lines = plan_seeds(book, truth, open).value();
    EXPECT_EQ(lines.size(), 1U);
    return lines.at(0);
  }
  ForeignBook book;
  std::vector<Position> open;
};

TEST_F(Seeding, TakesTheCostOfExactlyWhatIsHeld) {
  open = {found(market, "-3")};
  book.rows = {row_of("m", Leg::kalshi_no, "3", "1.000000001")};
  const SeedLine line = only_line();
  EXPECT_EQ(line.key, market);
  EXPECT_EQ(line.seed, (Seed{qty("-3"), usd("1.000000001"), at_s(-500)}));
}

TEST_F(Seeding, NeverTakesAQuantity) {
  open = {found(market, "3")};
  book.rows = {row_of("m", Leg::kalshi_yes, "4", "1")};
  EXPECT_FALSE(only_line().seed);
  EXPECT_EQ(only_line().text, "the book says 4, held is 3");
}

TEST_F(Seeding, TakesNothingFromAPaperRow) {
  open = {found(market, "3")};
  BookRow played = row_of("played", Leg::kalshi_yes, "3", "1");
  played.mode = BookMode::paper;
  book.rows = {played, row_of("real", Leg::kalshi_yes, "3", "1.2")};
  EXPECT_EQ(only_line().row, "real");
  EXPECT_EQ(only_line().seed, (Seed{qty("3"), usd("1.2"), at_s(-500)}));
}

TEST_F(Seeding, TellsYesFromNo) {
  open = {found(market, "3")};
  book.rows = {row_of("m", Leg::kalshi_no, "3", "1")};
  EXPECT_FALSE(only_line().seed);
}

TEST_F(Seeding, LeavesACostThatIsKnown) {
  open = {fold(std::vector{entry_of(fill_of(market, "a", 1, "3", "0.4"))}).value()[0]};
  book.rows = {row_of("m", Leg::kalshi_yes, "3", "1")};
  EXPECT_EQ(only_line().text, "its cost is known already");
}

TEST_F(Seeding, TakesNothingFromABookThatSoldOrStillWaits) {
  open = {found(token, "3")};
  book.rows = {row_of("m", Leg::poly_yes, "3", "1")};
  book.rows[0].sold = true;
  EXPECT_FALSE(only_line().seed);
  book.rows[0].sold = false;
  book.rows[0].settling = true;
  EXPECT_FALSE(only_line().seed);
}

TEST_F(Seeding, TakesNoCostThatNoOutcomeHas) {
  open = {found(token, "3")};
  book.rows = {row_of("m", Leg::poly_yes, "3", "3.01")};
  EXPECT_FALSE(only_line().seed);
  book.rows = {row_of("m", Leg::poly_yes, "3", "-1")};
  EXPECT_FALSE(only_line().seed);
}

TEST_F(Seeding, TakesNothingThatTwoRowsClaim) {
  open = {found(token, "3")};
  book.rows = {row_of("a", Leg::poly_yes, "3", "1"), row_of("b", Leg::poly_yes, "3", "2")};
  BookTruth truth;
  truth.holdings.emplace_back().key = token;
  const auto lines = plan_seeds(book, truth, open).value();
  EXPECT_EQ(lines.size(), 2U);
  for (const SeedLine& line : lines) EXPECT_FALSE(line.seed);
}

TEST_F(Seeding, TakesNothingAtAllFromABookWithABadRow) {
  open = {found(market, "3")};
  book.rows = {row_of("m", Leg::kalshi_yes, "3", "1")};
  book.findings = {{"n", "poly_yes.contracts", "is no decimal number", "NaN"}};
  const auto plan = plan_seeds(book, {}, open);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().what, "row n, poly_yes.contracts: is no decimal number: NaN");
}

TEST(SeedEntry, GivesCostAndOpeningWhereNobodyElseDoes) {
  const auto adoption = estimate_of(EntryKind::adoption, market, "found", 10, "3");
  const Position open = fold(std::vector{adoption}).value()[0];
  const Seed seed{qty("3"), usd("1"), at_s(-500)};
  const auto entry = seed_entry(open, seed, "the owner's book", at_s(5));
  EXPECT_GT(entry.at, open.changed_at) << "it comes after what it speaks of";
  const Position life = fold(std::vector{entry, adoption}).value()[0];
  EXPECT_EQ(life.cost, usd("1"));
  EXPECT_EQ(life.opened_at, at_s(-500));
  EXPECT_EQ(life.quantity, qty("3"));
  EXPECT_EQ(fold_on(open, std::vector{entry}).value()[0], life);
}

TEST(SeedEntry, GivesWayToFillsThatTurnUpLater) {
  const auto adoption = estimate_of(EntryKind::adoption, market, "found", 10, "3");
  const Position open = fold(std::vector{adoption}).value()[0];
  const auto entry = seed_entry(open, {qty("3"), usd("1"), {}}, "book", at_s(20));
  auto real = entry_of(fill_of(market, "real", 8, "3", "0.4"));
  real.supersedes = adoption.id;
  EXPECT_EQ(fold(std::vector{adoption, entry, real}).value()[0].cost, usd("1.2"));
}

TEST(SeedEntry, SaysNothingOfAnotherQuantity) {
  const auto adoption = estimate_of(EntryKind::adoption, market, "found", 10, "3");
  const Position open = fold(std::vector{adoption}).value()[0];
  const auto entry = seed_entry(open, {qty("3"), usd("1"), {}}, "book", at_s(20));
  const auto late = entry_of(fill_of(market, "late", 15, "2", "0.4"));
  EXPECT_FALSE(fold(std::vector{adoption, entry, late}).value()[0].cost);
}

}  // namespace
}  // namespace holdfast
