#include "books/fill_ids.hpp"

#include <gtest/gtest.h>

namespace holdfast::books {
namespace {

TEST(FillIds, AddsWhatIsNotGivenAndChangesNothingElse) {
  EXPECT_EQ(
      *with_ids(R"({"a":1.50,"external_ids":{"poly_asset_no":"7","kalshi_market_ticker":""}})",
                {{"kalshi_market_ticker", "KX"}, {"poly_asset_no", "8"}}),
      R"({"a":1.50,"external_ids":{"poly_asset_no":"7","kalshi_market_ticker":"KX"}})");
  EXPECT_EQ(*with_ids(R"({"a":null})", {{"poly_token_id_yes", "9"}}),
            R"({"a":null,"external_ids":{"poly_token_id_yes":"9"}})");
  EXPECT_EQ(*with_ids(R"({"external_ids":null})", {{"poly_token_id_yes", "9"}}),
            R"({"external_ids":{"poly_token_id_yes":"9"}})");
  EXPECT_EQ(*with_ids(R"({"a":2})", {}), R"({"a":2})");
}

TEST(FillIds, RefusesWhatIsNoRow) {
  EXPECT_FALSE(with_ids("[]", {}));
  EXPECT_FALSE(with_ids("{", {}));
}

}  // namespace
}  // namespace holdfast::books
