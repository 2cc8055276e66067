#include <gtest/gtest.h>

#include "bodies.hpp"
#include "support/shared_file.hpp"
#include "support/values.hpp"
#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/refusal.hpp"
#include "venues/kalshi/sign.hpp"

namespace holdfast::kalshi {
namespace {

using test::usd;

TEST(KalshiBalance, IsExactAndNotCutToCents) {
  const auto balance = parse_balance(balance_body());
  ASSERT_TRUE(balance);
  EXPECT_EQ(balance->cash, usd("98.0186"));
  EXPECT_EQ(balance->portfolio_value_cents, 198);
  EXPECT_FALSE(parse_balance(R"({"balance":9801,"portfolio_value":0})"));
  EXPECT_FALSE(parse_balance(R"({"balance_dollars":"1.00"})"));
  EXPECT_FALSE(parse_balance(R"({"balance_dollars":1.00,"portfolio_value":0})"));
}

TEST(KalshiBalance, ReadsTheRecording) {
  const auto sample =
      test::shared_file("protocols/samples/kalshi/recorded_demo_2026-06/auth__balance_ok.json");
  if (!sample) GTEST_SKIP() << "no samples here";
  const auto balance = parse_balance(*sample);
  ASSERT_TRUE(balance);
  EXPECT_EQ(balance->cash, usd("98.0186"));
}

TEST(KalshiDataTime, IsAMomentOrNothing) {
  EXPECT_TRUE(parse_data_time(R"({"as_of_time":"2026-06-11T06:29:30Z"})"));
  for (const char* body : {R"({"as_of_time":""})", R"({"as_of_time":1781159370})", "{}", "[]", "",
                           R"({"as_of":"2026-06-11T06:29:30Z"})"}) {
    EXPECT_FALSE(parse_data_time(body)) << body;
  }
}

TEST(KalshiSubaccounts, AreEachNamedOnce) {
  const auto numbers = parse_subaccounts(
      R"({"subaccount_balances":[{"subaccount_number":0,"balance":"1.00","updated_ts":1},)"
      R"({"subaccount_number":0,"balance":"1.00","exchange_index":2},{"subaccount_number":5}]})");
  ASSERT_TRUE(numbers);
  EXPECT_EQ(*numbers, (std::vector<std::uint16_t>{0, 5}));
  EXPECT_FALSE(parse_subaccounts(R"({"subaccount_balances":[{}]})"));
  EXPECT_FALSE(parse_subaccounts(R"({"subaccounts":[]})"));
}

TEST(KalshiMarkets, SayWhatTheMarketIsWorthOnlyWhereTheySayItWhole) {
  const auto page = parse_markets(list_page(
      "markets",
      R"({"ticker":"KXA","title":"Rain?","event_ticker":"KX","status":"active","result":"",)"
      R"("close_time":"2026-06-25T16:00:00Z","last_price_dollars":"0.9900"},)"
      R"({"ticker":"KXB","yes_sub_title":"Up","status":"finalized","result":"no"},)"
      R"({"ticker":"KXC","status":"finalized","result":"scalar","settlement_value_dollars":"0.37"},)"
      R"({"ticker":"KXD","status":"determined","result":"yes"},)"
      R"({"ticker":"KXE","status":"something_new","title":null})"));
  ASSERT_TRUE(page) << page.error().what;
  const auto& markets = page->instruments;
  EXPECT_EQ(markets[0].state, MarketState::open);
  EXPECT_EQ(markets[0].price, test::px("0.99"));
  EXPECT_EQ(markets[0].title, "Rain?");
  EXPECT_EQ(markets[1].title, "Up");
  EXPECT_EQ(markets[1].payout, Price{});
  EXPECT_EQ(markets[2].payout, test::px("0.37"));
  EXPECT_EQ(markets[3].state, MarketState::closed);
  EXPECT_FALSE(markets[3].payout);  // determined is not final: it can be disputed
  EXPECT_EQ(markets[4].state, MarketState::unknown);
  EXPECT_FALSE(parse_markets(list_page("markets", R"({"status":"active"})")));
}

// --- refusals -----------------------------------------------------------------------------------

HttpResponse response(int status, std::string body) {
  return {.status = status, .headers = {}, .body = std::move(body)};
}

TEST(KalshiRefusals, AreUnderstoodInAllFourShapes) {
  const auto wrapped = parse_refusal(
      R"({"error":{"code":"authentication_error","message":"m","details":"NOT_FOUND"}})");
  ASSERT_TRUE(wrapped);
  EXPECT_EQ(wrapped->code, "authentication_error");
  EXPECT_EQ(wrapped->details, "NOT_FOUND");
  const auto flat = parse_refusal(R"({"code":"bad_request","message":"bad","details":"json: x"})");
  ASSERT_TRUE(flat);
  EXPECT_EQ(flat->details, "json: x");
  const auto parameter = parse_refusal(R"({"msg":"limit must be at most 1000"})");
  ASSERT_TRUE(parameter);
  EXPECT_EQ(parameter->message, "limit must be at most 1000");
  const auto limited = parse_refusal(R"({"error":"too many requests"})");
  ASSERT_TRUE(limited);
  EXPECT_EQ(limited->message, "too many requests");
  EXPECT_FALSE(parse_refusal(R"({"cursor":"","fills":[]})"));
  EXPECT_FALSE(parse_refusal("<html>"));
}

TEST(KalshiRefusals, MeanWhatTheirStatusMeans) {
  const std::pair<int, Fault> meanings[]{
      {401, Fault::unauthorised}, {403, Fault::unauthorised}, {404, Fault::refused},
      {400, Fault::refused},      {410, Fault::refused},      {409, Fault::refused},
      {408, Fault::unreachable},  {425, Fault::not_now},      {429, Fault::rate_limited},
      {500, Fault::unreachable},  {502, Fault::unreachable},  {503, Fault::unreachable},
      {204, Fault::malformed},    {301, Fault::malformed},    {520, Fault::unreachable}};
  for (const auto& [status, fault] : meanings) {
    const auto error = fault_of(response(status, "<html>bad gateway</html>"), "GET /x");
    ASSERT_TRUE(error) << status;
    EXPECT_EQ(error->fault, fault) << status;
  }
  EXPECT_FALSE(fault_of(response(200, R"({"fills":[],"cursor":""})"), "GET /x"));
  EXPECT_FALSE(fault_of(response(200, R"({"error":null,"fills":[],"cursor":""})"), "GET /x"));
}

TEST(KalshiRefusals, AreSeenBehindA200Too) {
  const auto error = fault_of(
      response(200, R"({"error":{"code":"authentication_error","message":"no"}})"), "GET /x");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->fault, Fault::unauthorised);
  const auto other =
      fault_of(response(200, R"({"error":{"code":"deprecated_v1","message":"m"}})"), "GET /x");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->fault, Fault::refused);
}

TEST(KalshiRefusals, SayWhatToDo) {
  const auto text = [](std::string details) {
    return fault_of(response(401, R"({"error":{"code":"authentication_error","details":")" +
                                      details + R"("}})"),
                    "GET /portfolio/balance")
        ->what;
  };
  EXPECT_NE(text("NOT_FOUND").find("demo and production"), std::string::npos);
  EXPECT_NE(text("INCORRECT_API_KEY_SIGNATURE").find("does not belong"), std::string::npos);
}

TEST(KalshiRefusals, KeepControlCharactersOutOfTexts) {
  const auto error = fault_of(response(500, "a\x1b[31mb\ncd"), "GET /x");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->what.find('\x1b'), std::string::npos);
  EXPECT_EQ(error->what.find('\n'), std::string::npos);
}

TEST(KalshiSigning, CoversTimeMethodAndPathWithoutQuery) {
  EXPECT_EQ(signing_text(1'703'123'456'789, Method::get, "/trade-api/v2/portfolio/positions"),
            "1703123456789GET/trade-api/v2/portfolio/positions");
  EXPECT_EQ(signing_text(1, Method::post, "/p"), "1POST/p");
}

}  // namespace
}  // namespace holdfast::kalshi
