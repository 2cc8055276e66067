#pragma once
#include <string>
#include <string_view>

// Answers as Polymarket writes them (Data API v2 of October 2026, v1, Gamma).
namespace holdfast::polymarket {

inline const std::string wallet = "0x379a410a36c101e3b8dfb6c90d1176eb0def4b1a";
inline const std::string token_a =
    "56134520934827987450354834210862718136281318820368118025608831884832419413779";
inline const std::string token_b =
    "11732753800729233964919365629507533443893777289896548110818819370155650213824";
inline const std::string token_c =
    "87370352425121283289516700823335626946436055349097610721183569958861803826203";

struct PositionWords {
  std::string token = token_a;
  std::string size = "28.09";
  std::string owner = wallet;
  std::string redeemable = "false";
};

inline std::string position_row(const PositionWords& words = {}) {
  return R"({"proxy_wallet":")" + words.owner + R"(","token_id":")" + words.token +
         R"(","condition_id":"0x21f6","current_size":)" + words.size +
         R"(,"avg_price":0.6699,"entry_cost_usdc":18.8202,"entry_fees_usdc":0.31053,)"
         R"("total_cost_usdc":19.13073,"current_price":0.715,"current_value":20.0843,)"
         R"("total_size":28.09,"realized_pnl":0.0,"unrealized_pnl":1.264,"total_pnl":1.264,)"
         R"("percent_pnl":6.7161,"percent_realized_pnl":6.7162,"status":"OPEN","redeemable":)" +
         words.redeemable +
         R"(,"mergeable":false,"negative_risk":true,"archived":false,"title":"Hot in LA?",)"
         R"("slug":"hot-in-la","icon":"","event_id":"1142427","event_slug":"heat","outcome":"No",)"
         R"("outcome_index":1,"opposite_outcome":"Yes","opposite_token_id":")" +
         token_b +
         R"(","end_date":"2026-10-08","last_event_at":1791292984,"first_entry_at":1791292984,)"
         R"("name":"x","profile_image":"","verified":false})";
}

inline std::string page(std::string_view rows, std::string_view cursor = "") {
  const bool more = !cursor.empty();
  return R"({"data":[)" + std::string{rows} +
         R"(],"pagination":{"limit":1000,"offset":0,"has_more":)" + (more ? "true" : "false") +
         R"(,"next_cursor":)" + (more ? "\"" + std::string{cursor} + "\"" : "null") + "}}";
}

inline std::string v1_row(const std::string& token = token_a, const std::string& size = "28.09",
                          const std::string& owner = wallet) {
  return R"({"proxyWallet":")" + owner + R"(","asset":")" + token +
         R"(","conditionId":"0x21f6","size":)" + size +
         R"(,"avgPrice":0.6699,"initialValue":18.8202,"currentValue":20.0843,"cashPnl":1.264,)"
         R"("percentPnl":6.7161,"totalBought":28.09,"realizedPnl":0,"percentRealizedPnl":6.7,)"
         R"("curPrice":0.715,"redeemable":false,"mergeable":false,"title":"Hot in LA?",)"
         R"("slug":"hot-in-la","icon":"","eventSlug":"heat","outcome":"No","outcomeIndex":1,)"
         R"("oppositeOutcome":"Yes","oppositeAsset":")" +
         token_b + R"(","endDate":"2026-10-08","negativeRisk":true})";
}

struct ActivityWords {
  std::string kind = "TRADE";
  std::string token = token_a;
  std::string side = "BUY";
  std::string size = "22.84";
  std::string usdc_size = "12.16184";
  std::string price = "0.52";
  std::string transaction = "0x7958";
  std::string condition = "0x571a";
  std::string owner = wallet;
  long timestamp = 1'790'000'010;
};

inline std::string activity_row(const ActivityWords& words = {}) {
  return R"({"proxy_wallet":")" + words.owner + R"(","timestamp":)" +
         std::to_string(words.timestamp) + R"(,"condition_id":")" + words.condition +
         R"(","type":")" + words.kind + R"(","size":)" + words.size + R"(,"usdc_size":)" +
         words.usdc_size + R"(,"transaction_hash":")" + words.transaction + R"(","price":)" +
         words.price + R"(,"token_id":")" + words.token + R"(","side":")" + words.side +
         R"(","outcome_index":999,"title":"t","slug":"s","icon":"","event_slug":"",)"
         R"("outcome":"Yes","name":"n","pseudonym":"p","bio":"","profile_image":"",)"
         R"("profile_image_optimized":""})";
}

}  // namespace holdfast::polymarket
