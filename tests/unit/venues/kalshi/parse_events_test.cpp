#include <gtest/gtest.h>

#include "bodies.hpp"
#include "support/shared_file.hpp"
#include "support/values.hpp"
#include "venues/kalshi/parse.hpp"

namespace holdfast::kalshi {
namespace {

using test::px;
using test::qty;
using test::usd;

const AccountId account{"kalshi/main"};
const Owner owner{account, 1};

Result<Fill> fill_from(const FillWords& words) {
  const auto page = parse_fills(list_page("fills", fill_row(words)), account);
  if (!page) return tl::make_unexpected(page.error());
  if (!page->flawed.empty()) return fail(Fault::malformed, page->flawed.at(0).text);
  return page->fills.at(0);
}

TEST(KalshiFills, AddForYesAndTakeAwayForNo) {
  struct Direction {
    const char* action;
    const char* side;
    const char* outcome_side;
    const char* book_side;
    const char* change;
  };
  for (const auto& [action, side, outcome, book, change] :
       {Direction{"buy", "yes", "yes", "bid", "2.5"}, Direction{"sell", "no", "yes", "bid", "2.5"},
        Direction{"buy", "no", "no", "ask", "-2.5"},
        Direction{"sell", "yes", "no", "ask", "-2.5"}}) {
    const auto fill = fill_from({.count = "2.50",
                                 .outcome_side = outcome,
                                 .book_side = book,
                                 .action = action,
                                 .side = side});
    ASSERT_TRUE(fill) << fill.error().what;
    EXPECT_EQ(fill->change, qty(change)) << action << " " << side;
    EXPECT_EQ(fill->price, px("0.52"));
    EXPECT_EQ(fill->fee, usd("0.0175"));
    EXPECT_EQ(fill->id.text, "fill-1");
    EXPECT_EQ(fill->order_id, "order-1");
  }
}

TEST(KalshiFills, RefuseARowThatContradictsItself) {
  for (const auto& words :
       {FillWords{.outcome_side = "yes", .book_side = "ask"},
        FillWords{.outcome_side = "no", .book_side = "bid", .action = "buy", .side = "no"},
        FillWords{.outcome_side = "yes", .book_side = "bid", .action = "sell", .side = "yes"},
        FillWords{.outcome_side = "maybe"}, FillWords{.book_side = "both"}}) {
    const auto fill = fill_from(words);
    ASSERT_FALSE(fill);
    EXPECT_EQ(fill.error().fault, Fault::malformed);
  }
}

TEST(KalshiFills, TakeTheMomentToTheMicrosecondAndSecondsWhereThatIsAllThereIs) {
  const auto fill = fill_from({});
  ASSERT_TRUE(fill);
  EXPECT_EQ(iso_text(fill->at), "2026-09-21T14:13:40.500Z");
  std::string row = fill_row();
  const std::string created = R"("created_time":"2026-09-21T14:13:40.5Z",)";
  row.erase(row.find(created), created.size());
  const auto page = parse_fills(list_page("fills", row), account);
  ASSERT_TRUE(page);
  EXPECT_EQ(unix_s(page->fills.at(0).at), 1'781'159'370);
}

TEST(KalshiFills, DoWithoutTheDeprecatedSideAndTheSubaccount) {
  std::string row = fill_row();
  for (const std::string part :
       {R"("action":"buy",)", R"("side":"yes",)", R"("subaccount_number":0,)"}) {
    row.erase(row.find(part), part.size());
  }
  const auto page = parse_fills(list_page("fills", row), account);
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_EQ(page->fills.at(0).key.subaccount, 0);
}

TEST(KalshiFills, NameTheFieldThatIsGone) {
  for (const std::string field : {"fill_id", "ticker", "exchange_index", "outcome_side",
                                  "book_side", "count_fp", "yes_price_dollars", "fee_cost"}) {
    std::string row = fill_row();
    const std::string key = ",\"" + field + "\":";
    row.replace(row.find(key), key.size(), ",\"was_" + field + "\":");
    const auto page = parse_fills(list_page("fills", row), account);
    ASSERT_FALSE(page) << field;
    EXPECT_EQ(page.error().fault, Fault::malformed);
    EXPECT_NE(page.error().what.find(field), std::string::npos) << page.error().what;
  }
}

TEST(KalshiFills, RefuseCountsThatAreNoCounts) {
  for (const char* count : {"-1.00", "1e30", "x", ""}) EXPECT_FALSE(fill_from({.count = count}));
}

TEST(KalshiFills, GoOnBesideARowThatCannotBeRead) {
  const auto page = parse_fills(
      list_page("fills", fill_row({.id = "bad", .count = "1e99"}) + "," + fill_row({.id = "good"})),
      account);
  ASSERT_TRUE(page) << page.error().what;
  ASSERT_EQ(page->fills.size(), 1U);
  EXPECT_EQ(page->fills[0].id.text, "good");
  ASSERT_EQ(page->flawed.size(), 1U);
  EXPECT_EQ(page->flawed[0].key, page->fills[0].key);
  EXPECT_EQ(page->flawed[0].at, page->fills[0].at);
  EXPECT_NE(page->flawed[0].text.find("fill bad cannot be read"), std::string::npos);
}

TEST(KalshiFills, AcceptNoCutBody) {
  const std::string whole = list_page("fills", fill_row() + "," + fill_row({.id = "fill-2"}));
  ASSERT_TRUE(parse_fills(whole, account));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_fills(whole.substr(0, length), account)) << length;
  }
}

TEST(KalshiFills, ReadTheSample) {
  const auto sample = test::shared_file("protocols/samples/kalshi/rest_fills_row_2026-09.json");
  if (!sample) GTEST_SKIP() << "no samples here";
  const auto page = parse_fills(*sample, account);
  ASSERT_TRUE(page) << page.error().what;
  const Fill& fill = page->fills.at(0);
  EXPECT_EQ(fill.change, qty("1"));
  EXPECT_EQ(fill.key.shard, 3);
  EXPECT_EQ(fill.price, px("0.52"));
}

Result<Settlement> settlement_from(const SettlementWords& words) {
  const auto page = parse_settlements(list_page("settlements", settlement_row(words)), owner);
  if (!page) return tl::make_unexpected(page.error());
  if (!page->flawed.empty()) return fail(Fault::malformed, page->flawed.at(0).text);
  return page->settlements.at(0);
}

TEST(KalshiSettlements, TakeOffWhatWasHeldAndPayTheYesSide) {
  struct Case {
    SettlementWords words;
    const char* change;
    const char* payout;
  };
  for (const auto& [words, change, payout] :
       {Case{{}, "-3", "1"}, Case{{.result = "no", .yes_count = "3.00"}, "-3", "0"},
        Case{{.result = "no", .yes_count = "0.00", .no_count = "2.37"}, "2.37", "0"},
        Case{{.result = "scalar", .value = "37"}, "-3", "0.37"},
        Case{{.result = "scalar", .value = "0"}, "-3", "0"},
        Case{{.yes_count = "3.00", .no_count = "1.00", .value = "null"}, "-2", "1"}}) {
    const auto settled = settlement_from(words);
    ASSERT_TRUE(settled) << settled.error().what;
    EXPECT_EQ(settled->change, qty(change));
    EXPECT_EQ(settled->payout, px(payout));
    EXPECT_EQ(settled->fee, Money{}) << "its fee_cost is what the fills have paid";
    EXPECT_EQ(settled->key.subaccount, 1);
  }
}

TEST(KalshiSettlements, HaveTheSameIdOnEveryReading) {
  EXPECT_EQ(settlement_from({})->id, settlement_from({})->id);
  EXPECT_NE(settlement_from({})->id, settlement_from({.ticker = "KXOTHER"})->id);
}

TEST(KalshiSettlements, RefuseAResultThatPaysNobodyKnowsWhat) {
  for (const auto& words :
       {SettlementWords{.result = "void"}, SettlementWords{.result = ""},
        SettlementWords{.result = "scalar", .value = "null"},
        SettlementWords{.result = "scalar", .value = "101"},
        SettlementWords{.result = "scalar", .value = "-1"}, SettlementWords{.yes_count = "-1.00"},
        SettlementWords{.settled = "yesterday"}}) {
    const auto settled = settlement_from(words);
    ASSERT_FALSE(settled);
    EXPECT_EQ(settled.error().fault, Fault::malformed);
  }
}

TEST(KalshiSettlements, ReadTheSample) {
  const auto sample = test::shared_file("protocols/samples/kalshi/rest_settlements_row.json");
  if (!sample) GTEST_SKIP() << "no samples here";
  const auto page = parse_settlements(*sample, owner);
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_EQ(page->settlements.at(0).change, qty("-3"));
}

TEST(KalshiOrders, CountAsRestingUnlessTheyAreOver) {
  const std::string rows =
      R"({"ticker":"KXA","status":"resting","subaccount_number":0,"exchange_index":2},)"
      R"({"ticker":"KXB","status":"executed"},{"ticker":"KXC","status":"canceled"},)"
      R"({"ticker":"KXD","status":"pending_something","exchange_index":null})";
  const auto page = parse_resting_orders(list_page("orders", rows));
  ASSERT_TRUE(page) << page.error().what;
  ASSERT_EQ(page->orders.size(), 2U);
  EXPECT_EQ(page->orders[0].shard, 2);
  EXPECT_EQ(page->orders[1].ticker, "KXD");
  EXPECT_FALSE(page->orders[1].shard);
  EXPECT_FALSE(parse_resting_orders(list_page("orders", R"({"ticker":"KXA"})")));
  EXPECT_FALSE(parse_resting_orders(R"({"orders":[]})"));
}

TEST(KalshiOrders, ReadTheRecording) {
  const auto sample = test::shared_file(
      "protocols/samples/kalshi/recorded_demo_2026-06/portfolio__orders_list.json");
  if (!sample) GTEST_SKIP() << "no samples here";
  EXPECT_TRUE(parse_resting_orders(*sample));
}

}  // namespace
}  // namespace holdfast::kalshi
