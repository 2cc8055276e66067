#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/fill.hpp"
#include "domain/holding.hpp"
#include "domain/instrument.hpp"
#include "domain/settlement.hpp"

// Kalshi's bytes as domain values (trade-api v2, openapi 3.31). Every parser is strict: a field we
// rest on that is gone, renamed or of another type is Fault::malformed and named; what is unknown
// is read over; a list without its cursor is Fault::incomplete.
namespace holdfast::kalshi {

// Whose rows a page holds. Positions do not echo it, so the question decides.
struct Owner {
  AccountId account;
  std::uint16_t subaccount{};
};

PositionKey key_of(const Owner& owner, std::uint16_t shard, std::string_view ticker);

struct PositionsPage {
  std::vector<Holding> holdings;
  std::string next_cursor;  // empty on the last page
};
// GET /portfolio/positions. position_fp is signed: YES above zero, NO below; "0.00" is a row.
Result<PositionsPage> parse_positions(std::string_view body, const Owner& owner);

struct Balance {
  Money cash;
  std::int64_t portfolio_value_cents{};  // what the positions are worth, in the venue's words
};
// GET /portfolio/balance. The integer `balance` is cut to cents; balance_dollars is exact.
Result<Balance> parse_balance(std::string_view body);

// GET /exchange/user_data_timestamp: the moment the portfolio reads are validated up to.
Result<UtcTime> parse_data_time(std::string_view body);

// GET /portfolio/subaccounts/balances: the numbers, each once.
Result<std::vector<std::uint16_t>> parse_subaccounts(std::string_view body);

// GET /account/limits: whether a grant is one of the exchange on margin.
Result<bool> parse_margined(std::string_view body);

// GET /historical/cutoff: fills before this moment are under /historical/fills only.
Result<UtcTime> parse_fills_cutoff(std::string_view body);

// A row whose key can be read, and whose content cannot be or contradicts itself.
struct FlawedRow {
  PositionKey key;
  std::optional<UtcTime> at;  // none: that neither
  std::string text;
};

struct FillsPage {
  std::vector<Fill> fills;
  std::vector<FlawedRow> flawed;
  std::string next_cursor;
};
// GET /portfolio/fills and /historical/fills. change is + for outcome_side yes (buy yes, sell no),
// - for no; price is the YES price; a row of contradicting sides is flawed.
Result<FillsPage> parse_fills(std::string_view body, const AccountId& account);

struct SettlementsPage {
  std::vector<Settlement> settlements;
  std::vector<FlawedRow> flawed;
  std::string next_cursor;
};
// GET /portfolio/settlements. change takes off what was held; payout is that of one YES.
Result<SettlementsPage> parse_settlements(std::string_view body, const Owner& owner);

// An order that may still trade. The venue may leave out where it rests.
struct RestingOrder {
  std::optional<std::string> id;
  std::optional<Quantity> size;    // as it was placed or last amended
  std::optional<Quantity> change;  // what is left of it, signed; none: not said, or contradicting
  std::string ticker;
  std::optional<std::uint16_t> subaccount;
  std::optional<std::uint16_t> shard;
};
// Whether it is an order on that key; what the venue leaves out follows from the question.
bool rests_on(const RestingOrder& order, const PositionKey& key, std::uint16_t asked_subaccount);
struct OrdersPage {
  std::vector<RestingOrder> orders;
  std::string next_cursor;
};
// GET /portfolio/orders?status=resting.
Result<OrdersPage> parse_resting_orders(std::string_view body);

struct MarketsPage {
  std::vector<Instrument> instruments;
  std::string next_cursor;
};
// GET /markets?tickers=...
Result<MarketsPage> parse_markets(std::string_view body);

}  // namespace holdfast::kalshi
