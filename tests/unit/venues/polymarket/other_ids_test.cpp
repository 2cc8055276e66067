#include "venues/polymarket/other_ids.hpp"

#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast::polymarket {
namespace {

Activity trade(const char* token, const char* outcome, const char* condition = "0xc1") {
  return {.kind = "TRADE",
          .at = {},
          .condition = condition,
          .token = token,
          .outcome = outcome,
          .side = "SELL",
          .transaction = "0xfa",
          .size = "10",
          .usdc_size = "5",
          .price = "0.5"};
}

ListedIds listing() {
  Holding yes = test::row_of(test::poly_key("71"), "40");
  yes.about.condition_id = "0xc1";
  yes.about.outcome = "Yes";
  return listed_ids({yes});
}

TEST(OtherIds, ATradeOfTheListedOutcomeUnderAnotherTokenIsSaidOnce) {
  EXPECT_EQ(other_ids({trade("71", "Yes"), trade("99", "Yes"), trade("99", "Yes")}, listing()),
            (std::vector<std::string>{"Yes of 0xc1 is listed as token 71, and its SELL of 10 in "
                                      "0xfa names token 99: two positions here"}));
}

TEST(OtherIds, TheOtherOutcomeAndAnotherMarketAreNoContradiction) {
  EXPECT_TRUE(other_ids({trade("72", "No"), trade("99", "Yes", "0xc2")}, listing()).empty());
  Activity redeemed = trade("99", "Yes");
  redeemed.kind = "REDEEM";
  EXPECT_TRUE(other_ids({redeemed}, listing()).empty());
  EXPECT_TRUE(other_ids({trade("99", "")}, listing()).empty()) << "a row may name no outcome";
}

}  // namespace
}  // namespace holdfast::polymarket
