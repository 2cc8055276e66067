#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/eth_address.hpp"
#include "domain/holding.hpp"
#include "domain/instrument.hpp"
#include "domain/time.hpp"
#include "domain/unsettled_trade.hpp"

// Polymarket's bytes as domain values. Every parser is strict: a field we rest on that is gone,
// renamed or of another type is Fault::malformed and named; what is unknown is read over; a row of
// another wallet is Fault::identity; a list that does not say where it ends is Fault::incomplete.
namespace holdfast::polymarket {

struct Holder {
  AccountId account;
  crypto::EthAddress wallet;
};

// The key of a token: its id in canonical decimal, checked to be a 256-bit number.
Result<PositionKey> key_of_token(const AccountId& account, std::string_view token_id);

struct PositionsPage {
  std::vector<Holding> holdings;
  std::string next_cursor;  // empty on the last page
};
// GET /v2/positions (Data API v2, October 2026): {data, pagination}. Sizes are shares as JSON
// numbers; `null` in a figure means that the venue does not know.
Result<PositionsPage> parse_positions(std::string_view body, const Holder& holder);
// GET /positions (v1): a bare array of camelCase rows; next_cursor stays empty, the number of rows
// tells whether there is more.
Result<PositionsPage> parse_positions_v1(std::string_view body, const Holder& holder);

// One row of the activity feed: numbers as the venue's own text. Only those fields are set that
// the row has; kinds other than TRADE often name no token.
struct Activity {
  std::string kind;  // TRADE, SPLIT, MERGE, REDEEM, CONVERSION, REWARD, ...: an open list
  UtcTime at;        // whole seconds
  std::string condition;
  std::string token;  // canonical decimal; empty when the row names none
  std::string outcome;
  std::string side;  // BUY, SELL
  std::string transaction;
  std::string size;
  std::string usdc_size;
  std::string price;
};
struct ActivityPage {
  std::vector<Activity> rows;
  std::string next_cursor;
};
// GET /v2/activity and GET /activity (v1).
Result<ActivityPage> parse_activity(std::string_view body, const Holder& holder);
Result<ActivityPage> parse_activity_v1(std::string_view body, const Holder& holder);

struct ClobTradesPage {
  std::vector<UnsettledTrade> trades;  // those that are neither confirmed nor failed
  std::string next_cursor;
};
// GET /data/trades of the CLOB: of each match the parts that are the holder's.
Result<ClobTradesPage> parse_clob_trades(std::string_view body, const Holder& holder);

struct ClobOrder {
  std::string id;
  PositionKey key;
  std::optional<Quantity> left;  // what may still trade, signed; none: not told
};
struct ClobOrdersPage {
  std::vector<ClobOrder> orders;  // open ones of the holder's
  std::string next_cursor;
};
// GET /data/orders of the CLOB.
Result<ClobOrdersPage> parse_clob_orders(std::string_view body, const Holder& holder);

// GET /markets of Gamma: one instrument for each outcome token. Which ids are meant follows the
// market's `version` (v1: clobTokenIds, v2: positionIds), never which field is there. Tokens of a
// market of another version have a flaw that names market and version, and nothing else of it.
Result<std::vector<Instrument>> parse_markets(std::string_view body);

}  // namespace holdfast::polymarket
