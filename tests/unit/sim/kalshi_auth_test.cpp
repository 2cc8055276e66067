#include <gtest/gtest.h>

#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

const std::string path = "/trade-api/v2/portfolio/balance";

// A request whose parts a test may spoil.
struct Draft {
  std::string key{key_id};
  std::string timestamp;
  std::string signature;

  explicit Draft(UtcTime at) : timestamp{std::to_string(unix_ms(at))} {
    signature = sign(timestamp + "GET" + path);
  }
  [[nodiscard]] Request request() const {
    return {.method = "GET",
            .target = path,
            .headers = {{"kalshi-access-key", key},
                        {"kalshi-access-timestamp", timestamp},
                        {"kalshi-access-signature", signature}},
            .body = {}};
  }
};

std::string answer(TestClient& client, const Draft& draft) {
  const auto reply = client.simulator.answer(draft.request(), client.now);
  return std::to_string(reply.status) + " " + (reply.status == 200 ? "" : reply.body);
}

TEST(KalshiAuth, AnswersAFreshSignedRequest) {
  TestClient client;
  EXPECT_EQ(answer(client, Draft{client.now}), "200 ");
}

TEST(KalshiAuth, RefusesInTheRecordedWords) {
  TestClient client;
  Draft wrong{client.now};
  wrong.signature = sign("something else");
  EXPECT_EQ(answer(client, wrong),
            R"(401 {"error":{"code":"authentication_error","message":"authentication_error",)"
            R"("details":"INCORRECT_API_KEY_SIGNATURE"}})");
  Draft stranger{client.now};
  stranger.key = "00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(answer(client, stranger),
            R"(401 {"error":{"code":"authentication_error","message":"authentication_error",)"
            R"("details":"NOT_FOUND"}})");
  Draft unsigned_one{client.now};
  unsigned_one.signature.clear();
  EXPECT_EQ(answer(client, unsigned_one),
            R"(401 {"error":{"code":"signature_is_missing_from_headers",)"
            R"("message":"signature is missing from headers"}})");
}

TEST(KalshiAuth, RefusesTimestampsOutsideItsWindow) {
  TestClient client;
  const auto expired = std::string{
      R"(401 {"error":{"code":"header_timestamp_expired","message":"header timestamp expired"}})"};
  EXPECT_EQ(answer(client, Draft{client.now - 30s}), expired);
  EXPECT_EQ(answer(client, Draft{client.now - 5min}), expired);
  EXPECT_EQ(answer(client, Draft{client.now + 5min}), expired);
  EXPECT_EQ(answer(client, Draft{client.now - 5s}), "200 ");
  EXPECT_EQ(answer(client, Draft{client.now + 5s}), "200 ");
}

TEST(KalshiAuth, JudgesTimestampsByItsOwnSkewedClockAndSaysItsTime) {
  TestClient client;
  client.fault(R"({"venue":"kalshi","kind":"clock_skew","params":{"ms":45000}})");
  const auto refused = client.simulator.answer(Draft{client.now}.request(), client.now);
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(*refused.header("date"), "Sat, 21 Nov 2026 10:01:45 GMT");
  EXPECT_EQ(answer(client, Draft{client.now + 45s}), "200 ");
}

TEST(KalshiAuth, HoldsAKeyToItsScopesAndItsSubaccount) {
  TestClient client;
  auto& key = client.simulator.world().kalshi.keys.at(key_id);
  key.scopes = {"read::portfolio_balance"};
  EXPECT_EQ(client.kalshi("/portfolio/balance").status, 200);
  EXPECT_EQ(client.kalshi("/portfolio/positions").status, 403);
  key.scopes = {"read"};
  key.subaccount = 2;
  EXPECT_EQ(client.kalshi("/portfolio/positions?subaccount=0").status, 403);
  const auto pinned = parsed(client.kalshi("/portfolio/positions"));
  EXPECT_EQ(pinned.at("market_positions").as_array().size(), 2U);
  EXPECT_FALSE(
      parsed(client.kalshi("/portfolio/balance")).as_object().contains("balance_breakdown"));
  EXPECT_EQ(client.kalshi("/portfolio/orders", "POST").status, 403);
}

TEST(KalshiAuth, SaysThatYesNoOrdersAreGone) {
  TestClient client;
  const auto reply = client.kalshi("/portfolio/orders", "POST");
  EXPECT_EQ(reply.status, 410);
  EXPECT_EQ(text(parsed(reply).at("error"), "code"), "deprecated_v1_order_endpoint");
}

TEST(KalshiAuth, RunsOutOfTokensAndRefillsWithTime) {
  TestClient client;  // advanced: 600 tokens, 300 a second, 10 a read
  int answered = 0;
  while (client.kalshi("/portfolio/balance").status == 200 && answered < 100) ++answered;
  EXPECT_EQ(answered, 60);
  const auto refused = client.kalshi("/portfolio/balance");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.body, R"({"error":"too many requests"})");
  EXPECT_EQ(refused.header("Retry-After"), nullptr);
  client.wait(100ms);
  EXPECT_EQ(client.kalshi("/portfolio/balance").status, 200);
}

TEST(KalshiAuth, LeavesPublicMarketDataOpenButChecksASignatureThatIsThere) {
  TestClient client;
  EXPECT_EQ(client.get("/trade-api/v2/markets?limit=1").status, 200);
  EXPECT_EQ(client.get("/trade-api/v2/portfolio/positions").status, 401);
  Draft wrong{client.now};
  auto request = wrong.request();
  request.target = "/trade-api/v2/markets";
  EXPECT_EQ(client.simulator.answer(request, client.now).status, 401);
}

}  // namespace
}  // namespace holdfast::sim::test
