#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

std::string route(const std::string& query) {
  return "/polymarket-data/v2/positions?user=" + demo_wallet() + query;
}

// Walks a listing to its end; the rows' token ids in order.
std::vector<std::string> walk(TestClient& client, const std::string& query) {
  std::vector<std::string> tokens;
  std::string cursor;
  for (int pages = 0; pages < 100; ++pages) {
    const auto page =
        parsed(client.get(route(query + (cursor.empty() ? "" : "&cursor=" + cursor))));
    const auto& rows = page.at("data").as_array();
    for (const auto& row : rows) tokens.push_back(text(row, "token_id"));
    const auto& pagination = page.at("pagination");
    if (!pagination.at("has_more").as_bool()) {
      EXPECT_TRUE(pagination.at("next_cursor").is_null());
      return tokens;
    }
    cursor = text(pagination, "next_cursor");
  }
  ADD_FAILURE() << "the walk does not end";
  return tokens;
}

TEST(PolymarketPositions, PagesHoldEveryRowOnceAtAnySize) {
  for (const std::int64_t rows : {0, 1, 501, 1'200}) {
    TestClient client{0, rows};
    for (const auto* query : {"&filter_amount=0&limit=1000", "&filter_amount=0&limit=100",
                              "&filter_amount=0&limit=500&sort_by=TIMESTAMP&sort_direction=ASC"}) {
      const auto tokens = walk(client, query);
      EXPECT_EQ(std::ssize(tokens), rows) << query;
      EXPECT_EQ(std::ssize(std::set(tokens.begin(), tokens.end())), rows) << query;
    }
  }
}

TEST(PolymarketPositions, RowsAreTheWorldsOwnTruth) {
  TestClient client;
  const auto& world = client.simulator.world().polymarket;
  const auto rows = rows_in(client.get(route("&filter_amount=0")), "data");
  EXPECT_EQ(rows.size(), 8U);
  for (const auto& row : rows) {
    EXPECT_EQ(text(row, "proxy_wallet"), demo_wallet());
    const auto held = world.held(demo_wallet(), text(row, "token_id"));
    // The number's text, not a double's reading of it.
    EXPECT_NE(client.get(route("&filter_amount=0")).body.find("\"current_size\":" + held.text()),
              std::string::npos);
    EXPECT_EQ(text(row, "condition_id"), world.market_of(text(row, "token_id"))->condition_id);
  }
}

TEST(PolymarketPositions, HideDustUntilToldOtherwise) {
  TestClient client;
  const auto count = [&](const char* query) {
    return rows_in(client.get(route(query)), "data").size();
  };
  EXPECT_EQ(count(""), 7U) << "0.05 shares lie below the floor of 0.1";
  EXPECT_EQ(count("&filter_amount=0"), 8U);
  EXPECT_EQ(count("&filterAmount=0.05"), 8U) << "camelCase counts too";
  EXPECT_EQ(count("&filter_amount=nonsense"), 7U) << "what cannot be read falls back to the floor";
  EXPECT_EQ(count("&filter_type=CASH&filter_amount=100"), 2U);
  client.act(R"({"do":"set_service","venue":"polymarket","honours_zero_filter":false})");
  client.wait(6s);
  EXPECT_EQ(count("&filter_amount=0"), 7U);
}

TEST(PolymarketPositions, StatusesDivideWhatIsHeldWhatPaysAndWhatIsLost) {
  TestClient client{0, 0};
  const auto wallet = demo_wallet();
  client.act(R"({"do":"set_service","venue":"polymarket","cdn":false})");
  std::map<std::string, std::string> conditions;
  for (const std::string slug : {"open", "won", "lost", "void", "sold"}) {
    const auto market =
        client.act(R"({"do":"add_market","venue":"polymarket","slug":")" + slug + "\"}");
    conditions[slug] = text(market, "condition_id");
    const std::string token{market.at("token_ids").as_array()[0].as_string().c_str()};
    const auto deal = [&](const char* verb) {
      client.act(std::string{R"({"do":")"} + verb + R"(","venue":"polymarket","wallet":")" +
                 wallet + R"(","token_id":")" + token + R"(","size":"10","price":"0.4"})");
    };
    deal("buy");
    if (slug == "sold") deal("sell");
  }
  for (const auto& [slug, payout] : {std::pair{"won", "1"}, {"lost", "0"}, {"void", "0.5"}}) {
    client.act(R"({"do":"resolve","venue":"polymarket","condition_id":")" + conditions[slug] +
               R"(","first_payout":")" + payout + "\"}");
  }
  client.wait(60s);
  const auto slugs = [&](const std::string& status) {
    std::set<std::string> found;
    for (const auto& row : rows_in(client.get(route("&status=" + status)), "data")) {
      found.insert(text(row, "slug"));
    }
    return found;
  };
  using Set = std::set<std::string>;
  EXPECT_EQ(slugs("OPEN"), (Set{"open", "won", "void"}));
  EXPECT_EQ(slugs("REDEEMABLE"), (Set{"won", "void"}));
  EXPECT_EQ(slugs("REDEEMABLE_LOST"), Set{"lost"});
  EXPECT_EQ(slugs("CLOSED"), Set{"sold"});
  EXPECT_EQ(slugs("MERGEABLE"), Set{});
  client.act(R"({"do":"redeem","venue":"polymarket","wallet":")" + wallet +
             R"(","condition_id":")" + conditions["won"] + "\"}");
  client.act(R"({"do":"split","venue":"polymarket","wallet":")" + wallet + R"(","condition_id":")" +
             conditions["open"] + R"(","size":"3"})");
  client.wait(60s);
  EXPECT_EQ(slugs("REDEEMABLE"), Set{"void"});
  EXPECT_EQ(slugs("CLOSED"), (Set{"sold", "won"}));
  EXPECT_EQ(slugs("MERGEABLE"), Set{"open"});
}

TEST(PolymarketPositions, CursorsAreSignedAndBoundToTheRequestThatMadeThem) {
  TestClient client;
  const auto page = parsed(client.get(route("&limit=2")));
  const auto cursor = text(page.at("pagination"), "next_cursor");
  const auto status = [&](const std::string& target) { return client.get(target).status; };
  EXPECT_EQ(status(route("&cursor=" + cursor)), 200);
  EXPECT_EQ(status("/polymarket-data/v2/positions?cursor=" + cursor), 400) << "bare";
  EXPECT_EQ(status(route("&status=CLOSED&cursor=" + cursor)), 400);
  EXPECT_EQ(status(route("&status=REDEEMABLE&cursor=" + cursor)), 400);
  EXPECT_EQ(status(route("&sort_by=PRICE&cursor=" + cursor)), 400);
  EXPECT_EQ(status("/polymarket-data/v2/positions?user=0x000000000000000000000000000000000000dead"
                   "&cursor=" +
                   cursor),
            400);
  auto forged = cursor;
  forged[20] = forged[20] == 'A' ? 'B' : 'A';
  EXPECT_EQ(status(route("&cursor=" + forged)), 400);
  EXPECT_EQ(parsed(client.get(route("&limit=1000&cursor=" + cursor))).at("data").as_array().size(),
            2U)
      << "the cursor's own limit goes on";
}

TEST(PolymarketPositions, RefusesInItsErrorEnvelope) {
  TestClient client;
  const auto refused = [&](const std::string& target) {
    const auto reply = client.get("/polymarket-data/v2/positions" + target);
    EXPECT_EQ(reply.status, 400) << target;
    const auto body = parsed(reply);
    EXPECT_EQ(text(body, "code"), "invalid_request");
    EXPECT_FALSE(body.at("retryable").as_bool());
    EXPECT_EQ(text(body, "trace_id"), *reply.header("x-trace-id"));
    return text(body, "error");
  };
  EXPECT_EQ(refused(""), "required query param 'user' or 'condition' not provided");
  refused("?user=0x12");
  refused("?user=" + demo_wallet() + "&offset=10");
  refused("?user=" + demo_wallet() + "&limit=1001");
  refused("?user=" + demo_wallet() + "&status=ANY");
  refused("?user=" + demo_wallet() + "&status=CLOSED&include_archived=true");
  refused("?user=0x4D97DCd97eC945f40cF65F87097ACe5EA0476045");
  refused("?condition=0x01,0x02");
}

TEST(PolymarketPositions, TheCdnRepeatsTheSameBytesForFiveSeconds) {
  TestClient client{0, 1};
  const auto first = client.get(route("&filter_amount=0"));
  EXPECT_EQ(*first.header("cache-control"), "public, max-age=5");
  const auto token = text(parsed(first).at("data").as_array()[0], "token_id");
  client.act(R"({"do":"set_service","venue":"polymarket","settlement_ms":0})");
  client.act(R"({"do":"buy","venue":"polymarket","wallet":")" + demo_wallet() +
             R"(","token_id":")" + token + R"(","size":"5","price":"0.5"})");
  client.wait(4s);
  const auto kept = client.get(route("&filter_amount=0"));
  EXPECT_EQ(kept.body, first.body);
  EXPECT_EQ(*kept.header("x-trace-id"), *first.header("x-trace-id"));
  client.wait(10s);
  EXPECT_NE(client.get(route("&filter_amount=0")).body, first.body);
}

TEST(PolymarketPositions, OtherWalletsAreEmptyAndTheWrongOwnerShowsItself) {
  TestClient client;
  const std::string stranger = "0x000000000000000000000000000000000000dead";
  EXPECT_TRUE(
      rows_in(client.get("/polymarket-data/v2/positions?user=" + stranger), "data").empty());
  client.fault(R"({"venue":"polymarket-data","kind":"wrong_owner","params":{"owner":")" + stranger +
               "\"}}");
  const auto rows = rows_in(client.get(route("")), "data");
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(text(rows[0], "proxy_wallet"), stranger);
}

TEST(PolymarketPositions, AreThrottledWithoutRetryAfter) {
  TestClient client{0, 0};
  int answered = 0;
  while (client.get(route("&x=" + std::to_string(answered))).status == 200 && answered < 1'000)
    ++answered;
  EXPECT_EQ(answered, 250);
  const auto refused = client.get(route(""));
  EXPECT_EQ(text(parsed(refused), "code"), "rate_limited");
  EXPECT_EQ(refused.header("Retry-After"), nullptr);
}

TEST(PolymarketPositions, HaveTheFeesValueAndPercentageOfARecordedRow) {
  TestClient client{0, 0};
  const auto market =
      client.act(R"({"do":"add_market","venue":"polymarket","slug":"la","fee_rate":"0.05",
                                     "neg_risk":true})");
  const std::string token{market.at("token_ids").as_array()[1].as_string().c_str()};
  client.act(R"({"do":"buy","venue":"polymarket","wallet":")" + demo_wallet() +
             R"(","token_id":")" + token + R"(","size":"28.09","price":"0.67"})");
  client.act(R"({"do":"set_market","venue":"polymarket","condition_id":")" +
             text(market, "condition_id") + R"(","price":"0.285"})");
  client.wait(60s);
  const auto body = client.get(route("")).body;
  // 28.09 shares at 0.67 with a 5 % fee curve, worth 0.715 now (recorded October 2026).
  for (const auto* part :
       {R"("current_size":28.09,"avg_price":0.67,)", R"("entry_cost_usdc":18.8203)",
        R"("entry_fees_usdc":0.31053)", R"("current_value":20.0843)", R"("percent_pnl":6.7161)",
        R"("negative_risk":true)"}) {
    EXPECT_NE(body.find(part), std::string::npos) << part << "\n" << body;
  }
}

}  // namespace
}  // namespace holdfast::sim::test
