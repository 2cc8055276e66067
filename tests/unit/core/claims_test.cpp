#include "core/claims.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const PositionKey won = poly_key("111");
const UtcTime start = at_s(1'000'000);
constexpr std::chrono::hours day{24};

struct Claims : testing::Test {
  Claims() {
    view.account = won.account;
    hold(won, "12");
    listing = {paying(won, "12", "1")};
  }
  void hold(const PositionKey& key, std::string_view quantity) {
    Position position;
    position.key = key;
    position.quantity = qty(quantity);
    view.open[key] = position;
  }
  static Holding paying(const PositionKey& key, std::string_view quantity,
                        std::optional<std::string_view> payout) {
    Holding row = row_of(key, quantity);
    row.redeemable = true;
    row.about.state = MarketState::resolved;
    if (payout) row.about.payout = px(*payout);
    return row;
  }
  std::vector<ClaimChange> look(UtcTime now) {
    SnapshotHeader header{.id = SnapshotId{"s"},
                          .account = won.account,
                          .venue = VenueName::polymarket,
                          .as_of = now,
                          .content_hash = "c0"};
    const auto snapshot =
        Snapshot::from_complete_listing(std::move(header), listing, whole_listing());
    auto changes = changed_claims(active, view, snapshot.value(), now);
    for (const ClaimChange& change : changes) {
      std::erase_if(active,
                    [&](const Alert& known) { return id_of(known) == id_of(change.message); });
      if (change.message.state == AlertState::active) active.push_back(change.message);
    }
    return changes;
  }
  std::string text(UtcTime now) {
    const auto changes = look(now);
    return changes.size() == 1 ? changes[0].message.text : std::to_string(changes.size());
  }

  AccountView view;
  std::vector<Holding> listing;
  std::vector<Alert> active;
};

TEST_F(Claims, WhatPaysIsSaidOnceAndThenOnceADay) {
  const auto raised = look(start);
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_EQ(raised[0].kind, EventKind::claim_opened);
  EXPECT_EQ(raised[0].message.severity, Severity::info);
  EXPECT_TRUE(raised[0].message.case_id.empty());
  EXPECT_THAT(raised[0].message.text, EndsWith(": 12 to claim"));
  for (int minutes = 1; minutes < 24 * 60; minutes += 30) {
    EXPECT_THAT(look(start + std::chrono::minutes{minutes}), IsEmpty()) << minutes;
  }
  EXPECT_THAT(text(start + day), EndsWith(": 12 to claim since 1 day"));
  EXPECT_THAT(look(start + day + std::chrono::hours{23}), IsEmpty());
  const auto third = look(start + 3 * day + std::chrono::hours{5});
  ASSERT_THAT(third, SizeIs(1));
  EXPECT_EQ(third[0].kind, EventKind::claim_updated);
  EXPECT_THAT(third[0].message.text, EndsWith(": 12 to claim since 3 days"));
  EXPECT_EQ(third[0].message.raised_at, start);
  EXPECT_THAT(look(start + 2 * day), IsEmpty()) << "a clock that was set back edits nothing";
}

TEST_F(Claims, AVoidMarketPaysADecimalOfEachShare) {
  listing = {paying(won, "12", "0.37")};
  EXPECT_THAT(text(start), EndsWith(": 4.44 to claim"));
}

TEST_F(Claims, WhatIsHeldByTheLedgerCounts) {
  hold(won, "11.5");
  EXPECT_THAT(text(start), EndsWith(": 11.5 to claim"));
  view.open.clear();
  active.clear();
  EXPECT_THAT(look(start), IsEmpty()) << "a listing alone proves nothing";
}

TEST_F(Claims, NoPayoutIsInvented) {
  listing = {paying(won, "12", std::nullopt)};
  listing[0].about.price = px("0.97");
  EXPECT_THAT(text(start), EndsWith(": payout not known yet, to claim"));
  listing = {paying(won, "12", "1")};
  EXPECT_THAT(text(start + std::chrono::minutes{1}), EndsWith(": 12 to claim"));
}

TEST_F(Claims, LosersAndOpenMarketsAreSilent) {
  listing = {paying(won, "12", "0")};
  EXPECT_THAT(look(start), IsEmpty());
  listing = {paying(won, "12", "1")};
  listing[0].lost = true;
  EXPECT_THAT(look(start), IsEmpty());
  listing = {row_of(won, "12")};
  listing[0].about.price = px("1");
  EXPECT_THAT(look(start), IsEmpty());
}

TEST_F(Claims, OnlyTheEndOfThePositionEndsIt) {
  look(start);
  listing.clear();
  EXPECT_THAT(look(start + day), IsEmpty()) << "what is not shown is not redeemed";
  listing = {paying(won, "12", "1")};
  listing[0].quantity.reset();
  listing[0].flaw = "size is no number";
  EXPECT_THAT(look(start + day), IsEmpty());
  view.open.clear();
  const auto ended = look(start + 2 * day);
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].kind, EventKind::claim_closed);
  EXPECT_EQ(ended[0].message.state, AlertState::resolved);
  EXPECT_THAT(ended[0].message.text, HasSubstr("12 to claim; ended"));
  EXPECT_THAT(look(start + 3 * day), IsEmpty());
}

TEST_F(Claims, AVenueThatTakesItsWordBackEndsIt) {
  look(start);
  listing = {row_of(won, "12")};
  EXPECT_THAT(text(start + day), HasSubstr("the venue does not pay for it any more"));
  EXPECT_THAT(active, IsEmpty());
}

TEST_F(Claims, EachHoldingHasItsOwn) {
  const PositionKey other = poly_key("222");
  hold(other, "5");
  listing.push_back(paying(other, "5", "1"));
  EXPECT_THAT(look(start), SizeIs(2));
  EXPECT_THAT(look(start), IsEmpty());
}

}  // namespace
}  // namespace holdfast
