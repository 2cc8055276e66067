#include "venues/kalshi_solana/parse.hpp"

#include <gtest/gtest.h>

#include "support/shared_file.hpp"
#include "support/values.hpp"
#include "venues/kalshi_solana/rails.hpp"

namespace holdfast::kalshi_solana {
namespace {

using test::px;

std::string market(const std::string& status, const std::string& result,
                   const std::string& redemption, const std::string& scalar = "null") {
  return R"({"markets":[{"ticker":"KXA-26","eventTicker":"KXA","title":"t","status":")" + status +
         R"(","result":")" + result +
         R"(","closeTime":1798761600,"yesBid":"0.4200","noBid":null,"accounts":{")" +
         std::string{rails::usdc} + R"(":{"yesMint":"Y","noMint":"N","redemptionStatus":)" +
         redemption + R"(,"scalarOutcomePct":)" + scalar + R"(},")" + std::string{rails::cash} +
         R"(":{"yesMint":null,"noMint":null,"isInitialized":false}}}]})";
}

std::pair<Outcome, Outcome> sides_of(const std::string& body) {
  const auto outcomes = parse_markets(body);
  EXPECT_TRUE(outcomes) << outcomes.error().what;
  EXPECT_EQ(outcomes->size(), 2U);
  return {outcomes->at(0), outcomes->at(1)};
}

TEST(DFlowMarkets, NameBothSidesOfEachRailThatIsThere) {
  const auto [yes, no] = sides_of(market("active", "", "null"));
  EXPECT_EQ(yes.about.id.text, "Y");
  EXPECT_EQ(yes.about.outcome, "Yes");
  EXPECT_EQ(yes.about.opposite, "N");
  EXPECT_EQ(no.about.outcome, "No");
  EXPECT_EQ(yes.about.slug, "KXA-26");
  EXPECT_EQ(yes.about.state, MarketState::open);
  EXPECT_EQ(yes.about.price, px("0.42"));
  EXPECT_FALSE(no.about.price);
  EXPECT_FALSE(yes.redeemable);
  EXPECT_FALSE(yes.lost);
}

TEST(DFlowMarkets, SayWhatTheyArePaidIn) {
  const std::string body = market("active", "", "null");
  EXPECT_EQ(sides_of(body).first.about.currency, "USDC");
  const auto paid_in = [&](std::string_view mint) {
    std::string other = body;
    other.replace(other.find(rails::usdc), rails::usdc.size(), mint);
    return sides_of(other).second.about.currency;
  };
  EXPECT_EQ(paid_in("So11111111111111111111111111111111111111112"),
            "So11111111111111111111111111111111111111112");
  std::string swapped = body;
  swapped.replace(swapped.find(rails::cash), rails::cash.size(), "x");
  swapped.replace(swapped.find(rails::usdc), rails::usdc.size(), rails::cash);
  EXPECT_EQ(sides_of(swapped).first.about.currency, "CASH");
  EXPECT_EQ(sides_of(swapped).first.about.title, "t (paid in CASH)");
}

TEST(DFlowMarkets, PayTheWinnerAndNotTheLoser) {
  const auto [yes, no] = sides_of(market("determined", "no", R"("open")"));
  EXPECT_TRUE(yes.lost);
  EXPECT_FALSE(yes.redeemable);
  EXPECT_EQ(yes.about.payout, px("0"));
  EXPECT_TRUE(no.redeemable);
  EXPECT_EQ(no.about.payout, px("1"));
  EXPECT_EQ(no.about.state, MarketState::resolved);
}

TEST(DFlowMarkets, CallNothingDecidedThatMayStillBeDisputed) {
  for (const char* redemption : {"null", R"("pending")"}) {
    const auto [yes, no] = sides_of(market("determined", "yes", redemption));
    EXPECT_EQ(yes.about.state, MarketState::closed);
    EXPECT_FALSE(yes.redeemable);
    EXPECT_FALSE(no.lost);
  }
  const auto [yes, no] = sides_of(market("closed", "", "null"));
  EXPECT_EQ(yes.about.state, MarketState::closed);
}

TEST(DFlowMarkets, SplitAScalarResult) {
  const auto [yes, no] = sides_of(market("finalized", "", R"("open")", "4200"));
  EXPECT_EQ(yes.about.payout, px("0.42"));
  EXPECT_EQ(no.about.payout, px("0.58"));
  EXPECT_TRUE(yes.redeemable);
  EXPECT_TRUE(no.redeemable);
  for (const char* impossible : {"-1", "10001", "null"}) {
    const auto [one, other] = sides_of(market("finalized", "", R"("open")", impossible));
    EXPECT_FALSE(one.about.payout) << impossible;
    EXPECT_FALSE(one.redeemable);
    EXPECT_FALSE(one.lost);
  }
}

TEST(DFlowMarkets, RefuseWhatIsNotWhole) {
  const std::string good = market("active", "", "null");
  const auto without = [&](std::string_view part, const std::string& other) {
    std::string body = good;
    const auto at = body.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return body.replace(at, part.size(), other);
  };
  for (const std::string& body :
       {without("\"markets\"", "\"rows\""), without("\"ticker\"", "\"name\""),
        without("\"accounts\"", "\"rails\""), without("\"status\"", "\"state\""),
        without("\"yesMint\":\"Y\"", "\"yesMint\":null"), without(rails::usdc, ""),
        without("\"noMint\":\"N\"", "\"noMint\":\"Y\""), good.substr(0, good.size() - 1),
        std::string{"[]"}, std::string{}}) {
    const auto outcomes = parse_markets(body);
    ASSERT_FALSE(outcomes) << body;
    EXPECT_EQ(outcomes.error().fault, Fault::malformed);
  }
}

const std::string row =
    R"({"id":7,"createdAt":1770000000,"transactionSignature":"s","wallet":"w",)"
    R"("marketTicker":"KXA-26","side":"yes","inputMint":"M","outputMint":"Y",)"
    R"("inputAmount":2752455,"outputAmount":5000000,"feeAmount":10000,"feeMint":null})";

std::string with(std::string body, const std::string& part, const std::string& other) {
  const auto at = body.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return body.replace(at, part.size(), other);
}

TEST(DFlowTrades, AreReadExactly) {
  const auto page = parse_trades(R"({"trades":[)" + row + R"(],"cursor":"6"})", "w");
  ASSERT_TRUE(page) << page.error().what;
  ASSERT_EQ(page->rows.size(), 1U);
  EXPECT_EQ(page->rows[0].input, 2'752'455U);
  EXPECT_EQ(page->rows[0].fee, 10'000U);
  EXPECT_EQ(unix_s(page->rows[0].at), 1'770'000'000);
  EXPECT_EQ(page->next_cursor, "6");
  EXPECT_TRUE(page->names_cursor);
  const auto ms = parse_trades(
      R"({"trades":[)" + with(row, "1770000000", "1770000000123") + R"(],"cursor":null})", "w");
  ASSERT_TRUE(ms);
  EXPECT_EQ(unix_ms(ms->rows[0].at), 1'770'000'000'123);
  EXPECT_TRUE(ms->next_cursor.empty());
}

TEST(DFlowTrades, OfAnotherWalletAreNobodysBusiness) {
  const auto page = parse_trades(R"({"trades":[)" + row + R"(],"cursor":null})", "v");
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().fault, Fault::identity);
  for (const char* field : {"id", "createdAt", "transactionSignature", "wallet", "inputMint",
                            "outputMint", "inputAmount", "outputAmount"}) {
    const auto renamed = parse_trades(
        R"({"trades":[)" + with(row, std::string{"\""} + field + "\"", "\"other\"") + "]}", "w");
    ASSERT_FALSE(renamed) << field;
    EXPECT_EQ(renamed.error().fault, Fault::malformed) << field;
  }
  EXPECT_FALSE(parse_trades(R"({"rows":[]})", "w"));
  EXPECT_FALSE(
      parse_trades(R"({"trades":[)" + with(row, "2752455", "2.5") + R"(],"cursor":null})", "w"));
}

// Every sample but one parses: the trade row names no mints, so nobody can tell its rail.
TEST(DFlowSamples, AreReadOrRefusedForAReason) {
  const auto sample = [](const std::string& name) {
    return test::shared_file("protocols/samples/dflow/" + name);
  };
  if (!sample("INDEX.json")) GTEST_SKIP() << "the samples are not here";
  const auto batch = parse_markets(*sample("markets_batch_response.json"));
  ASSERT_TRUE(batch) << batch.error().what;
  EXPECT_EQ(batch->size(), 4U);
  const auto one = [&](const char* name) {
    return parse_markets(R"({"markets":[)" + *sample(name) + "]}");
  };
  EXPECT_EQ(one("market.json")->front().about.state, MarketState::open);
  EXPECT_TRUE(one("market_redeemable.json")->front().redeemable);
  EXPECT_EQ(one("market_scalar.json")->front().about.payout, px("0.42"));
  const auto mints = parse_outcome_mints(*sample("filter_outcome_mints_response.json"));
  ASSERT_TRUE(mints) << mints.error().what;
  EXPECT_EQ(mints->size(), 2U);
  const std::pair<const char*, OrderState> orders[]{
      {"order_status_pending.json", OrderState::pending},
      {"order_status_open.json", OrderState::open},
      {"order_status_closed.json", OrderState::closed},
      {"order_status_closed_with_revert.json", OrderState::closed},
      {"order_status_failed.json", OrderState::failed},
      {"order_status_expired.json", OrderState::expired}};
  for (const auto& [name, state] : orders) {
    const auto order = parse_order_status(*sample(name));
    ASSERT_TRUE(order) << name << ": " << order.error().what;
    EXPECT_EQ(order->state, state) << name;
  }
  const auto reverted = parse_order_status(*sample("order_status_closed_with_revert.json"));
  EXPECT_EQ(reverted->fills.size(), 1U);
  EXPECT_EQ(reverted->fills[0].output, 410'000U);
  EXPECT_EQ(reverted->reverts, std::vector<std::string>{"<sig2>"});
  const auto trade =
      parse_trades(R"({"trades":[)" + *sample("onchain_trades_row.json") + "]}", "<owner>");
  ASSERT_FALSE(trade);
  EXPECT_EQ(trade.error().fault, Fault::malformed);
  EXPECT_NE(trade.error().what.find("inputMint"), std::string::npos);
}

TEST(DFlowOrders, OfUnknownStatusAreNoAnswer) {
  EXPECT_FALSE(parse_order_status(R"({"status":"done"})"));
  EXPECT_FALSE(parse_order_status(R"({"state":"closed"})"));
  EXPECT_TRUE(parse_order_status(R"({"status":"pending"})"));
}

}  // namespace
}  // namespace holdfast::kalshi_solana
