#pragma once
#include <string>
#include <string_view>

// Answers as Kalshi writes them (openapi 3.31): keys in alphabetical order, amounts as texts.
namespace holdfast::kalshi {

inline std::string position_row(std::string_view ticker, std::string_view position,
                                int exchange_index = 0) {
  return R"({"exchange_index":)" + std::to_string(exchange_index) +
         R"(,"fees_paid_dollars":"0.018900","last_updated_ts":"2026-09-02T10:00:00.123456Z",)"
         R"("market_exposure_dollars":"2.500000","position_fp":")" +
         std::string{position} + R"(","realized_pnl_dollars":"-0.030000","ticker":")" +
         std::string{ticker} + R"(","total_traded_dollars":"3.530000"})";
}

inline std::string positions_page(std::string_view rows, std::string_view cursor = "") {
  return R"({"cursor":")" + std::string{cursor} + R"(","event_positions":[],"market_positions":[)" +
         std::string{rows} + "]}";
}

inline std::string balance_body(std::string_view dollars = "98.0186", int portfolio_value = 198) {
  return R"({"balance":9801,"balance_breakdown":[{"balance":"98.0186","exchange_index":0}],)"
         R"("balance_dollars":")" +
         std::string{dollars} + R"(","portfolio_value":)" + std::to_string(portfolio_value) +
         R"(,"updated_ts":1781159348})";
}

struct FillWords {
  std::string_view id = "fill-1";
  std::string_view ticker = "KXTEST-26-A";
  std::string_view count = "1.00";
  std::string_view outcome_side = "yes";
  std::string_view book_side = "bid";
  std::string_view action = "buy";
  std::string_view side = "yes";
  std::string_view created = "2026-09-21T14:13:40.5Z";
  int subaccount = 0;
};

inline std::string fill_row(const FillWords& words = {}) {
  const auto text = [](std::string_view value) { return "\"" + std::string{value} + "\""; };
  return R"({"action":)" + text(words.action) + R"(,"book_side":)" + text(words.book_side) +
         R"(,"count_fp":)" + text(words.count) + R"(,"created_time":)" + text(words.created) +
         R"(,"exchange_index":0,"fee_cost":"0.017500","fill_id":)" + text(words.id) +
         R"(,"is_taker":true,"market_ticker":)" + text(words.ticker) +
         R"(,"no_price_dollars":"0.4800","order_id":"order-1","outcome_side":)" +
         text(words.outcome_side) + R"(,"side":)" + text(words.side) + R"(,"subaccount_number":)" +
         std::to_string(words.subaccount) + R"(,"ticker":)" + text(words.ticker) +
         R"(,"trade_id":)" + text(words.id) + R"(,"ts":1781159370,"yes_price_dollars":"0.5200"})";
}

inline std::string list_page(std::string_view list, std::string_view rows,
                             std::string_view cursor = "") {
  return R"({"cursor":")" + std::string{cursor} + R"(",")" + std::string{list} + R"(":[)" +
         std::string{rows} + "]}";
}

struct SettlementWords {
  std::string_view ticker = "KXTEST-26-A";
  std::string_view result = "yes";
  std::string_view yes_count = "3.00";
  std::string_view no_count = "0.00";
  std::string_view value = "100";
  std::string_view settled = "2026-09-21T15:00:00.123456Z";
};

inline std::string settlement_row(const SettlementWords& words = {}) {
  const auto text = [](std::string_view value) { return "\"" + std::string{value} + "\""; };
  return R"({"event_ticker":"KXTEST-26","exchange_index":0,"fee_cost":"0.0400","market_result":)" +
         text(words.result) + R"(,"no_count_fp":)" + text(words.no_count) +
         R"(,"no_total_cost_dollars":"0.000000","revenue":300,"settled_time":)" +
         text(words.settled) + R"(,"ticker":)" + text(words.ticker) + R"(,"value":)" +
         std::string{words.value} + R"(,"yes_count_fp":)" + text(words.yes_count) +
         R"(,"yes_total_cost_dollars":"1.530000"})";
}

}  // namespace holdfast::kalshi
