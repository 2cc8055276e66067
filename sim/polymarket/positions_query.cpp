#include "sim/polymarket/positions_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "sim/polymarket/contracts.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/polymarket/data_cursor.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::polymarket {
namespace {

constexpr std::array<std::string_view, 5> statuses{"OPEN", "REDEEMABLE", "REDEEMABLE_LOST",
                                                   "MERGEABLE", "CLOSED"};
constexpr std::array<std::string_view, 7> sorts{
    "CURRENT_VALUE", "PRICE", "TOKENS", "UNREALIZED_PNL", "REALIZED_PNL", "TOTAL_PNL", "TIMESTAMP"};
constexpr std::array<std::string_view, 7> protocol_contracts{
    conditional_tokens, position_manager, exchange_v2, neg_risk_exchange_v2, exchange_v3, pusd,
    neg_risk_adapter};
using Refused = tl::unexpected<Answer>;

class Reader {
 public:
  Reader(World& world, const Call& call) : world_{world}, call_{call} {}

  tl::expected<PositionsQuery, Answer> read() {
    if (data_parameter(call_, "offset") != nullptr) {
      refuse("offset is not supported, use cursor", "offset");
    }
    read_anchor();
    read_choices();
    read_filters();
    read_limit();
    if (!problem_) read_cursor_place();
    if (problem_) return tl::make_unexpected(*problem_);
    return query_;
  }

 private:
  void refuse(std::string_view message, std::string_view parameter) {
    if (!problem_) problem_ = data_error(world_, "invalid_request", message, parameter);
  }

  std::vector<std::string> list(std::string_view name, std::size_t most) {
    const auto values = split(data_value(call_, name), ',');
    if (values.size() > most) refuse(fmt::format("too many values, max {}", most), name);
    return values;
  }

  void read_anchor() {
    const auto* user = data_parameter(call_, "user");
    for (const auto* name : {"condition", "condition_id"}) {
      if (query_.conditions.empty()) query_.conditions = list(name, 20);
    }
    if ((user == nullptr || user->empty()) && query_.conditions.empty()) {
      return refuse("required query param 'user' or 'condition' not provided", "user");
    }
    if (user != nullptr && !user->empty()) {
      query_.user = address_of(*user);
      if (query_.user.empty()) refuse("invalid user address: " + *user, "user");
      if (std::ranges::find(protocol_contracts, query_.user) != protocol_contracts.end()) {
        refuse("user is a protocol contract", "user");
      }
    } else if (query_.conditions.size() != 1) {
      refuse("exactly one condition is required without a user", "condition");
    }
  }

  void read_choices() {
    query_.status = data_value(call_, "status", "OPEN");
    if (std::ranges::find(statuses, query_.status) == statuses.end()) {
      refuse("invalid status: " + query_.status, "status");
    }
    if (query_.status == "REDEEMABLE_LOST" && query_.user.empty()) {
      refuse("status REDEEMABLE_LOST requires user", "status");
    }
    const bool closed = query_.status == "CLOSED";
    query_.sort_by = data_value(call_, "sort_by",
                                closed                         ? "REALIZED_PNL"
                                : query_.status == "MERGEABLE" ? "TOKENS"
                                                               : "CURRENT_VALUE");
    if (std::ranges::find(sorts, query_.sort_by) == sorts.end()) {
      refuse("invalid sort_by: " + query_.sort_by, "sort_by");
    }
    const auto direction = data_value(call_, "sort_direction", "DESC");
    if (direction != "ASC" && direction != "DESC") {
      refuse("invalid sort_direction: " + direction, "sort_direction");
    }
    query_.ascending = direction == "ASC";
    query_.include_archived = data_value(call_, "include_archived", "false") == "true";
    if (query_.include_archived && closed) {
      refuse("include_archived is not allowed with status CLOSED", "include_archived");
    }
  }

  void read_filters() {
    query_.events = list("event_id", 20);
    query_.title = data_value(call_, "title");
    if (query_.title.size() > 200) refuse("title is longer than 200 characters", "title");
    const auto type = data_value(call_, "filter_type", "TOKENS");
    if (type != "TOKENS" && type != "CASH") refuse("invalid filter_type: " + type, "filter_type");
    query_.by_cash = type == "CASH";
    query_.least = least_shown(world_, call_);
    query_.start = whole_number(data_value(call_, "start", "0")).value_or(0);
    query_.end =
        whole_number(data_value(call_, "end")).value_or(std::numeric_limits<std::int64_t>::max());
  }

  void read_limit() {
    const auto limit = whole_number(data_value(call_, "limit", "100"));
    if (!limit || *limit < 0 || *limit > 1000) {
      return refuse("limit must be between 0 and 1000", "limit");
    }
    query_.limit = *limit;
  }

  // The cursor binds anchor, status and order; the limit it was made with goes on.
  void read_cursor_place() {
    const auto* cursor = data_parameter(call_, "cursor");
    if (cursor == nullptr || cursor->empty()) return;
    auto params = read_cursor("positions", *cursor);
    if (!params) return refuse("invalid cursor", "cursor");
    const bool by_user = !query_.user.empty();
    const auto anchor = by_user ? query_.user : query_.conditions.front();
    const auto bound = [&](const char* name, std::string_view value) {
      return (*params)[name] == value;
    };
    if (!bound("a", by_user ? "u" : "c") || !bound("av", anchor) || !bound("st", query_.status) ||
        !bound("s", query_.sort_by) || !bound("dir", query_.ascending ? "ASC" : "DESC")) {
      return refuse("cursor does not match the request", "cursor");
    }
    const auto key = parse_decimal_units((*params)["k"], 9);
    query_.after = PositionsPlace{.key = key.value_or(0),
                                  .token_id = (*params)["t"],
                                  .wallet = (*params)["w"],
                                  .delivered = whole_number((*params)["d"]).value_or(0)};
    query_.limit = whole_number((*params)["l"]).value_or(query_.limit);
  }

  World& world_;
  const Call& call_;
  PositionsQuery query_;
  std::optional<Answer> problem_;
};

}  // namespace

bool PositionsQuery::takes(const PositionRow& row) const {
  const Market& market = *row.market;
  if (!conditions.empty() && std::ranges::find(conditions, market.condition_id) == conditions.end())
    return false;
  if (!events.empty() && std::ranges::find(events, market.event_id) == events.end()) return false;
  if (!title.empty() && market.question.find(title) == std::string::npos) return false;
  const auto last = unix_s(row.holding.last_event);
  if (last < start || last > end) return false;
  if (status == "CLOSED") return row.closed();
  if (row.closed() || (market.archived && !include_archived)) return false;
  if (status == "OPEN" && row.lost()) return false;
  if (status == "REDEEMABLE" && (!row.resolved || row.lost())) return false;
  if (status == "REDEEMABLE_LOST" && !row.lost()) return false;
  if (status == "MERGEABLE" && !row.mergeable) return false;
  return by_cash ? row.value >= least.units() : row.holding.size >= least;
}

Int128 PositionsQuery::key_of(const PositionRow& row) const {
  const Int128 realized = row.holding.realized.units() / 100'000 * 100'000;
  if (sort_by == "PRICE") return row.price.units();
  if (sort_by == "TOKENS") return row.holding.size.units();
  if (sort_by == "UNREALIZED_PNL") return row.value - row.cost;
  if (sort_by == "REALIZED_PNL") return realized;
  if (sort_by == "TOTAL_PNL") return row.value - row.cost + realized;
  if (sort_by == "TIMESTAMP") return Int128{unix_s(row.holding.last_event)} * 1'000'000'000;
  return row.value;
}

Quantity least_shown(const World& world, const Call& call) {
  constexpr Quantity dust = Quantity::from_units(100'000'000);  // 0.1 shares
  const auto amount = Quantity::parse(data_value(call, "filter_amount"));
  const bool counts = amount && !amount->is_negative() &&
                      (!amount->is_zero() || world.polymarket.honours_zero_filter);
  return counts ? *amount : dust;
}

tl::expected<PositionsQuery, Answer> positions_query(World& world, const Call& call) {
  return Reader{world, call}.read();
}

}  // namespace holdfast::sim::polymarket
