#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "venues/kalshi_solana/parse.hpp"
#include "venues/kalshi_solana/read.hpp"

namespace holdfast::kalshi_solana {
namespace {

struct Row {
  Trade trade;
  std::optional<std::int64_t> id, created;
  std::optional<std::string> wallet, signature;
  std::optional<std::uint64_t> input, output, fee;
};

Result<void> read_field(Row& row, std::string_view key, JsonValue& value) {
  Trade& trade = row.trade;
  if (key == "id") return store(row.id, value.integer());
  if (key == "createdAt") return store(row.created, value.integer());
  if (key == "wallet") return store(row.wallet, value.string());
  if (key == "transactionSignature") return store(row.signature, value.string());
  if (key == "inputAmount") return read_atoms(row.input, value);
  if (key == "outputAmount") return read_atoms(row.output, value);
  if (key == "feeAmount" && !value.is_null()) return read_atoms(row.fee, value);
  if (key == "marketTicker") return read_text(trade.ticker, value);
  if (key == "side") return read_text(trade.side, value);
  if (key == "eventType") return read_text(trade.event, value);
  if (key == "inputMint") return read_text(trade.input_mint, value);
  if (key == "outputMint") return read_text(trade.output_mint, value);
  if (key == "feeMint") return read_text(trade.fee_mint, value);
  if (key == "fillRecipient") return read_text(trade.recipient, value);
  return {};
}

// Seconds, or milliseconds where seconds would be a date thousands of years away.
Result<UtcTime> time_of(std::int64_t created) {
  constexpr std::int64_t seconds_max = 100'000'000'000;
  return created > seconds_max ? from_unix_ms(created) : from_unix_s(created);
}

Result<Trade> trade_of(Row row, std::string_view wallet) {
  constexpr std::string_view where = "a dflow trade";
  if (!row.id) return missing_field(where, "id");
  if (!row.created) return missing_field(where, "createdAt");
  if (!row.wallet) return missing_field(where, "wallet");
  if (!row.signature) return missing_field(where, "transactionSignature");
  if (!row.input) return missing_field(where, "inputAmount");
  if (!row.output) return missing_field(where, "outputAmount");
  if (row.trade.input_mint.empty()) return missing_field(where, "inputMint");
  if (row.trade.output_mint.empty()) return missing_field(where, "outputMint");
  if (*row.wallet != wallet) {
    return fail(Fault::identity, fmt::format("the answer about {} holds a trade of {}", wallet,
                                             row.wallet->substr(0, 44)));
  }
  const auto at = time_of(*row.created);
  if (!at) return tl::make_unexpected(at.error());
  Trade trade = std::move(row.trade);
  trade.id = *row.id;
  trade.at = *at;
  trade.signature = *std::move(row.signature);
  trade.input = *row.input;
  trade.output = *row.output;
  trade.fee = row.fee.value_or(0);
  return trade;
}

}  // namespace

Result<TradesPage> parse_trades(std::string_view body, std::string_view wallet) {
  TradesPage page;
  bool listed = false;
  const auto read_row = [&](JsonValue& value) -> Result<void> {
    Row row;
    auto done = value.each_field(
        [&](std::string_view key, JsonValue& field) { return read_field(row, key, field); });
    if (!done) return done;
    auto trade = trade_of(std::move(row), wallet);
    if (!trade) return tl::make_unexpected(std::move(trade).error());
    page.rows.push_back(*std::move(trade));
    return {};
  };
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "cursor") {
      page.names_cursor = true;
      return read_text(page.next_cursor, value);
    }
    if (key != "trades") return {};
    listed = true;
    return value.each_element(read_row);
  });
  if (!done) return fail(done.error().fault, "dflow trades: " + done.error().what);
  if (!listed) return missing_field("dflow trades", "trades");
  return page;
}

namespace {

constexpr std::array<std::string_view, 6> state_words{"pending", "open",    "pendingClose",
                                                      "closed",  "expired", "failed"};

Result<void> read_fill(OrderStatus& order, JsonValue& value) {
  OrderFill fill;
  std::optional<std::string> signature, from, to;
  std::optional<std::uint64_t> input, output;
  auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "signature") return store(signature, field.string());
    if (key == "inputMint") return store(from, field.string());
    if (key == "outputMint") return store(to, field.string());
    if (key == "inAmount") return read_atoms(input, field);
    return key == "outAmount" ? read_atoms(output, field) : Result<void>{};
  });
  if (!done) return done;
  if (!signature || !from || !to || !input || !output) {
    return missing_field("a dflow order's fill", "signature, mints or amounts");
  }
  order.fills.push_back({*signature, *from, *to, *input, *output});
  return {};
}

Result<void> read_revert(OrderStatus& order, JsonValue& value) {
  std::optional<std::string> signature;
  auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    return key == "signature" ? store(signature, field.string()) : Result<void>{};
  });
  if (!done) return done;
  if (!signature) return missing_field("a dflow order's revert", "signature");
  order.reverts.push_back(*std::move(signature));
  return {};
}

}  // namespace

Result<OrderStatus> parse_order_status(std::string_view body) {
  OrderStatus order;
  std::optional<std::string> status;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "status") return store(status, value.string());
    // Which lists are absent and which empty before there is a fill is not known.
    if (value.is_null()) return {};
    if (key == "fills") {
      return value.each_element([&](JsonValue& row) { return read_fill(order, row); });
    }
    if (key != "reverts") return {};
    return value.each_element([&](JsonValue& row) { return read_revert(order, row); });
  });
  if (!done) return fail(done.error().fault, "dflow order-status: " + done.error().what);
  if (!status) return missing_field("dflow order-status", "status");
  const auto* const word = std::ranges::find(state_words, *status);
  if (word == state_words.end()) {
    return fail(Fault::malformed, "dflow order-status: no such status: " + status->substr(0, 40));
  }
  order.state = static_cast<OrderState>(word - state_words.begin());
  return order;
}

}  // namespace holdfast::kalshi_solana
