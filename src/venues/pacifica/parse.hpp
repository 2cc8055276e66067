#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/cause.hpp"
#include "domain/holding.hpp"
#include "domain/instrument.hpp"

// Pacifica's bytes as domain values (REST API v1). Every parser is strict: a field we rest on that
// is gone, renamed or of another type is Fault::malformed and named; what is unknown is read over.
namespace holdfast::pacifica {

// GET /positions: one net position per symbol; bid is long, ask is short.
struct Listing {
  std::vector<Holding> holdings;
  // Rows that /account's positions_count counts: those of perpetuals, cross and isolated, whose
  // amount is not zero. One whose amount cannot be read counts: something is there.
  std::int64_t counted{};
  // The venue's nonce of the newest order this list knows of; none on older answers.
  std::optional<std::int64_t> last_order_id;
  std::optional<UtcTime> changed_at;      // of the row changed last
  std::map<PositionKey, UtcTime> opened;  // each row's created_at
};
Result<Listing> parse_positions(std::string_view body, const AccountId& account);

// GET /account.
struct AccountState {
  Money available;  // to spend: free collateral
  std::int64_t positions{};
  UtcTime changed_at;
};
// Fault::identity when the venue answers with no account at all.
Result<AccountState> parse_account(std::string_view body);

// One row of GET /trades/history.
struct Trade {
  std::string id;
  std::int64_t order{};
  std::string symbol;
  Quantity change;  // signed: what opens long or closes short adds
  bool closes{};
  Price price;  // of the execution; entry_price is the position's average
  Money fee;    // paid; below zero for a maker's rebate
  UtcTime at;
  // Cause::trade where the venue says "normal": an order, whose kind /orders/history tells.
  Cause cause{Cause::unknown};
  friend bool operator==(const Trade&, const Trade&) = default;
};
// A trade whose symbol can be read and whose content cannot.
struct FlawedTrade {
  std::string symbol;
  std::optional<UtcTime> at;  // none: that neither
  std::string text;
};
struct TradesPage {
  std::vector<Trade> trades;
  std::vector<FlawedTrade> flawed;
  std::string next_cursor;  // empty on the last page
};
// Rows of other symbols (spot pairs have other words for their sides) are only walked over.
Result<TradesPage> parse_trades(std::string_view body, const std::set<std::string>& symbols);

// One row of GET /orders (open ones).
struct OpenOrder {
  std::string symbol;
  bool waits{};  // a stop or target: in no book until a price releases it
  Quantity filled;
  UtcTime changed_at;
  std::optional<std::int64_t> id;
  std::optional<Quantity> size;  // none: not told, or 0 as a stop's that is for all there is
  std::optional<Quantity> left;  // what may still trade, signed; none: not told
};
Result<std::vector<OpenOrder>> parse_open_orders(std::string_view body);

// One row of GET /orders/history.
struct PastOrder {
  std::int64_t id{};
  std::string type;  // limit, market, stop_limit, stop_market, take_profit_..., stop_loss_...
  std::optional<std::int64_t> parent;
  std::optional<Quantity> size;  // as an open order's
};
struct OrdersPage {
  std::vector<PastOrder> orders;
  std::string next_cursor;
};
Result<OrdersPage> parse_past_orders(std::string_view body);
// venue_stop, venue_target, or trade for an order of another kind.
Cause cause_of_order(std::string_view type);

// One row of GET /funding/history.
struct FundingPayment {
  std::string id;
  std::string symbol;
  Money payout;  // received; below zero: paid
  UtcTime at;
};
struct FundingPage {
  std::vector<FundingPayment> payments;
  std::string next_cursor;
};
Result<FundingPage> parse_funding(std::string_view body);

// What an order of a perpetual must be; none: not told.
struct Perpetual {
  std::optional<Quantity> lot_size;
  std::optional<Money> min_order_size;
};
// GET /info: perpetuals by symbol. Spot pairs ("SOL-USDC") are told by instrument_type, and where
// it is not given by the dash.
Result<std::map<std::string, Perpetual>> parse_perpetuals(std::string_view body);
// GET /info/prices: mark prices by symbol.
Result<std::map<std::string, Price>> parse_marks(std::string_view body);

// What a write was answered with, in an envelope or bare: {"order_id":1}, {"success":true},
// {"cancelled_count":5}. A refusal is its fault.
struct Accepted {
  std::optional<std::int64_t> order_id;
  std::optional<std::int64_t> cancelled;
};
Result<Accepted> parse_accepted(std::string_view body);

}  // namespace holdfast::pacifica
