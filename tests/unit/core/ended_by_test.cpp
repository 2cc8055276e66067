#include "core/ended_by.hpp"

#include <gtest/gtest.h>

#include "core/book.hpp"
#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

const PositionKey key = poly_key("111");

std::optional<Cause> last_ended_by(const std::vector<JournalEntry>& entries) {
  return ended_by(entries, fold(entries).value().back()).value();
}

TEST(EndedBy, IsTheCauseOfTheEntryThatEndedTheLife) {
  std::vector entries{entry_of(fill_of(key, "a", 0, "10", "0.4"))};
  EXPECT_EQ(last_ended_by(entries), std::nullopt) << "it is open";
  entries.push_back(entry_of(fill_of(key, "b", 5, "-4", "0.5")));
  entries.push_back(entry_of(settlement_of(key, "s", 10, "-6", "1")));
  EXPECT_EQ(last_ended_by(entries), Cause::settlement);
  entries.push_back(entry_of(fill_of(key, "c", 20, "1", "0.4")));
  entries.push_back(entry_of(fill_of(key, "d", 30, "-1", "0.4")));
  EXPECT_EQ(last_ended_by(entries), Cause::trade);
  const auto lives = fold(entries).value();
  EXPECT_EQ(ended_by(entries, lives.front()).value(), Cause::settlement) << "of the first life";
}

TEST(EndedBy, IsUnknownUntilAFactTakesThePlaceOfTheGuess) {
  std::vector entries{entry_of(fill_of(key, "a", 0, "10", "0.4")),
                      estimate_of(EntryKind::close, key, "gone", 20, "-10")};
  EXPECT_EQ(last_ended_by(entries), Cause::unknown);
  auto sent = entry_of(Transfer{.id = "0x1",
                                .key = key,
                                .change = qty("-10"),
                                .price = {},
                                .cause = Cause::transfer,
                                .at = at_s(15)});
  sent.supersedes = entries.back().id;
  entries.push_back(std::move(sent));
  EXPECT_EQ(last_ended_by(entries), Cause::transfer);
}

TEST(ClosedQuantity, IsWhatLeftTheLifeSignedAsItWasHeld) {
  const PositionKey market = kalshi_key("A");
  const std::vector entries{entry_of(fill_of(market, "a", 0, "3", "0.4")),
                            entry_of(fill_of(market, "b", 5, "7", "0.4")),
                            entry_of(fill_of(market, "c", 10, "-4", "0.5")),
                            entry_of(fill_of(market, "d", 20, "-9", "0.5")),
                            entry_of(fill_of(market, "e", 30, "3", "0.5"))};
  const auto lives = fold(entries).value();
  ASSERT_EQ(lives.size(), 2U);
  EXPECT_EQ(closed_quantity(entries, lives[0]).value(), qty("10"));
  EXPECT_EQ(closed_quantity(entries, lives[1]).value(), qty("-3"));
}

}  // namespace
}  // namespace holdfast
