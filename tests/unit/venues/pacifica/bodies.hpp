#pragma once
#include <fmt/format.h>

#include <string>

#include "support/values.hpp"

// Bodies in the shapes of the venue's documents, made here.
namespace holdfast::pacifica {

inline const std::string wallet = "FAe4sisG95oZ42w7buUn5qEE4TAnfTTFPiguZUHmhiF";

inline std::int64_t ms(std::int64_t seconds) { return unix_ms(test::at_s(seconds)); }

inline PositionKey key(const std::string& symbol, MarginMode margin = MarginMode::cross) {
  return {.account = AccountId{"pacifica/main"},
          .venue = VenueName::pacifica,
          .instrument = InstrumentId{symbol},
          .margin = margin};
}

inline std::string row(const std::string& symbol, const std::string& side,
                       const std::string& amount, bool isolated = false,
                       std::int64_t opened_s = -900, std::int64_t changed_s = -600) {
  return fmt::format(
      R"({{"symbol":"{}","side":"{}","amount":"{}","entry_price":"279.283134","margin":"0",)"
      R"("funding":"13.159593","isolated":{},"liquidation_price":null,"created_at":{},)"
      R"("updated_at":{}}})",
      symbol, side, amount, isolated, ms(opened_s), ms(changed_s));
}

inline std::string listing(const std::string& rows, std::int64_t last_order_id = 1'000) {
  return R"({"success":true,"data":[)" + rows + R"(],"error":null,"code":null,"last_order_id":)" +
         std::to_string(last_order_id) + "}";
}

inline std::string list(const std::string& rows) {
  return R"({"success":true,"data":[)" + rows + R"(],"error":null,"code":null})";
}

inline std::string account_row(std::int64_t positions, std::int64_t changed_s = -600) {
  return fmt::format(R"({{"balance":"2000.000000","fee_level":0,"account_equity":"2150.250000",)"
                     R"("available_to_spend":"1800.750000","positions_count":{},"orders_count":3,)"
                     R"("updated_at":{}}})",
                     positions, ms(changed_s));
}

inline std::string account(std::int64_t positions, std::int64_t changed_s = -600) {
  return R"({"success":true,"data":)" + account_row(positions, changed_s) +
         R"(,"error":null,"code":null})";
}

inline std::string page(const std::string& rows, const std::string& cursor = "") {
  const std::string next = cursor.empty() ? "null" : "\"" + cursor + "\"";
  return R"({"success":true,"data":[)" + rows + R"(],"next_cursor":)" + next + R"(,"has_more":)" +
         (cursor.empty() ? "false" : "true") + "}";
}

inline std::string trade(std::int64_t id, const std::string& symbol, const std::string& side,
                         const std::string& amount, std::int64_t at_s,
                         const std::string& cause = "normal", std::int64_t order = 7) {
  return fmt::format(
      R"({{"history_id":{},"order_id":{},"client_order_id":null,"symbol":"{}","amount":"{}",)"
      R"("price":"1.1904","entry_price":"1.176247","fee":"0.25","pnl":"-0.001415",)"
      R"("event_type":"fulfill_taker","side":"{}","created_at":{},"cause":"{}"}})",
      id, order, symbol, amount, side, ms(at_s), cause);
}

inline std::string past_order(std::int64_t id, const std::string& type,
                              const std::string& parent = "null") {
  return fmt::format(
      R"({{"order_id":{},"symbol":"ZEC","order_type":"{}","stop_parent_order_id":{},)"
      R"("order_status":"filled"}})",
      id, type, parent);
}

inline std::string funding(std::int64_t id, const std::string& symbol, const std::string& payout,
                           std::int64_t at_s) {
  return fmt::format(R"({{"history_id":{},"symbol":"{}","side":"ask","amount":"3","payout":"{}",)"
                     R"("rate":"0.0000125","created_at":{}}})",
                     id, symbol, payout, ms(at_s));
}

}  // namespace holdfast::pacifica
