#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/instrument.hpp"
#include "domain/time.hpp"

// DFlow's bytes as domain values. Every parser is strict: a field we rest on that is gone, renamed
// or of another type is Fault::malformed and named; what is unknown is read over.
namespace holdfast::kalshi_solana {

// POST /filter_outcome_mints: those of the asked that are outcome tokens.
Result<std::vector<std::string>> parse_outcome_mints(std::string_view body);

// One outcome token of one market on one rail.
struct Outcome {
  Instrument about;  // id: the mint; slug: Kalshi's ticker; outcome: Yes or No
  std::string settlement_mint;
  bool redeemable{};  // it is worth something and can be paid out now
  bool lost{};        // resolved at zero
};
// POST /markets/batch: every outcome of every market in it. The unknown are silently left out, so
// the caller proves that the answer covers what it asked.
Result<std::vector<Outcome>> parse_markets(std::string_view body);

// One row of GET /onchain-trades: a fill, or a redemption. Amounts in the mints' smallest unit. A
// row that names no mints could be of either rail, and is Fault::malformed.
struct Trade {
  std::int64_t id{};
  UtcTime at;
  std::string signature;
  std::string ticker;
  std::string side;  // yes, no
  std::string event;
  std::string input_mint;
  std::string output_mint;
  std::string fee_mint;
  std::string recipient;  // of what was bought; empty: not said
  std::uint64_t input{};
  std::uint64_t output{};
  std::uint64_t fee{};
};
struct TradesPage {
  std::vector<Trade> rows;
  std::string next_cursor;  // empty on the last page
  bool names_cursor{};
};
// A row of another wallet is Fault::identity.
Result<TradesPage> parse_trades(std::string_view body, std::string_view wallet);

enum class OrderState : std::uint8_t { pending, open, pending_close, closed, expired, failed };
struct OrderFill {
  std::string signature;
  std::string input_mint;
  std::string output_mint;
  std::uint64_t input{};
  std::uint64_t output{};
};
// GET /order-status. `closed` alone says nothing about what was filled.
struct OrderStatus {
  OrderState state{};
  std::vector<OrderFill> fills;
  std::vector<std::string> reverts;  // signatures of what gave tokens back
};
Result<OrderStatus> parse_order_status(std::string_view body);

}  // namespace holdfast::kalshi_solana
