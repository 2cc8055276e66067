#include <fmt/format.h>

#include "domain/u256.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/read.hpp"

namespace holdfast::polymarket {
namespace {

struct Names {
  std::string_view wallet, condition, token, usdc_size, transaction;
};
constexpr Names v2_names{.wallet = "proxy_wallet",
                         .condition = "condition_id",
                         .token = "token_id",
                         .usdc_size = "usdc_size",
                         .transaction = "transaction_hash"};
constexpr Names v1_names{.wallet = "proxyWallet",
                         .condition = "conditionId",
                         .token = "asset",
                         .usdc_size = "usdcSize",
                         .transaction = "transactionHash"};

struct Row {
  std::optional<std::string_view> wallet;
  std::optional<std::int64_t> seconds;
  Activity activity;
};

Result<void> read_field(Row& row, const Names& names, std::string_view key, JsonValue& value) {
  if (key == names.wallet) return store(row.wallet, value.string());
  if (key == "timestamp") return store(row.seconds, value.integer());
  if (key == "type") return read_text(row.activity.kind, value);
  if (key == "side") return read_text(row.activity.side, value);
  if (key == "outcome") return read_text(row.activity.outcome, value);
  if (key == names.condition) return read_text(row.activity.condition, value);
  if (key == names.token) return read_text(row.activity.token, value);
  if (key == names.transaction) return read_text(row.activity.transaction, value);
  if (key == "size") return read_amount(row.activity.size, value);
  if (key == names.usdc_size) return read_amount(row.activity.usdc_size, value);
  if (key == "price") return read_amount(row.activity.price, value);
  return {};
}

// A trade without what it did is no row to pass over: the sum of trades would lie.
std::string_view missing_of(const Activity& activity, const Names& names) {
  if (activity.kind.empty()) return "type";
  if (activity.kind != "TRADE") return {};
  if (activity.token.empty()) return names.token;
  if (activity.side.empty()) return "side";
  if (activity.size.empty()) return "size";
  if (activity.price.empty()) return "price";
  if (activity.transaction.empty()) return names.transaction;
  return {};
}

Result<Activity> activity_of(Row row, const Names& names) {
  if (!row.seconds) return missing_field("an activity", "timestamp");
  if (const auto field = missing_of(row.activity, names); !field.empty()) {
    return missing_field("an activity", field);
  }
  const auto at = from_unix_s(*row.seconds);
  if (!at) return tl::make_unexpected(at.error());
  row.activity.at = *at;
  // "0" stands where a row names no token.
  if (row.activity.token == "0") row.activity.token.clear();
  if (!row.activity.token.empty()) {
    const auto number = U256::parse_decimal(row.activity.token);
    if (!number) return tl::make_unexpected(number.error());
  }
  return std::move(row.activity);
}

OnRow row_reader(ActivityPage& page, const Names& names, const Holder& holder) {
  return [&page, &names, wallets = WalletCheck{holder.wallet, names.wallet}](
             JsonValue& value) mutable -> Result<void> {
    Row row;
    auto done = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, names, key, field); });
    if (!done) return done;
    if (auto mine = wallets.check(row.wallet); !mine) return mine;
    auto activity = activity_of(std::move(row), names);
    if (!activity) return tl::make_unexpected(std::move(activity).error());
    page.rows.push_back(*std::move(activity));
    return {};
  };
}

}  // namespace

Result<ActivityPage> parse_activity(std::string_view body, const Holder& holder) {
  ActivityPage page;
  auto cursor = read_page(body, "activity", row_reader(page, v2_names, holder));
  if (!cursor) return tl::make_unexpected(std::move(cursor).error());
  page.next_cursor = *std::move(cursor);
  return page;
}

Result<ActivityPage> parse_activity_v1(std::string_view body, const Holder& holder) {
  ActivityPage page;
  auto done = read_list(body, "activity", row_reader(page, v1_names, holder));
  if (!done) return tl::make_unexpected(std::move(done).error());
  return page;
}

}  // namespace holdfast::polymarket
