#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/encoding.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/polymarket/data_cursor.hpp"
#include "sim/polymarket/positions_query.hpp"
#include "sim/world.hpp"

// GET /v2/activity and /v2/trades, and the v1 shapes of both: newest first.
namespace holdfast::sim::polymarket {
namespace {

constexpr Duration activity_age = std::chrono::seconds{15};
constexpr Duration trades_age = std::chrono::seconds{300};

struct FeedQuery {
  bool trades{};
  std::string user;
  std::vector<std::string> conditions;
  std::vector<std::string> types;
  std::string side;
  std::int64_t start{};
  std::int64_t end{std::numeric_limits<std::int64_t>::max()};
  std::int64_t limit{100};
  std::int64_t before{std::numeric_limits<std::int64_t>::max()};  // sequence
  std::int64_t delivered{};
  std::string filters;  // what a cursor is bound to
  Quantity least;       // smaller trades are hidden

  [[nodiscard]] bool takes(const WalletEvent& event) const {
    const auto at = unix_s(event.at);
    const auto in = [](const std::vector<std::string>& list, const std::string& value) {
      return list.empty() || std::ranges::find(list, value) != list.end();
    };
    if (event.type == "TRADE" && event.size < least) return false;
    return (!trades || event.type == "TRADE") && (user.empty() || event.wallet == user) &&
           in(conditions, event.condition_id) && in(types, event.type) &&
           (side.empty() || event.side == side) && at >= start && at <= end;
  }
};

// Every parameter but cursor and limit, in the order sent.
std::string filters_of(const Call& call) {
  std::string text;
  for (const auto& [name, value] : call.target.query()) {
    if (name == "cursor" || name == "limit") continue;
    text.append(name).append("=").append(value).append("&");
  }
  const auto hash = keccak256(bytes_of(text));
  return hex_text(ByteView{hash}.first(8)).substr(2);
}

tl::expected<FeedQuery, Answer> feed_query(World& world, const Call& call, bool trades) {
  const auto refuse = [&](std::string_view message, std::string_view parameter) {
    return tl::make_unexpected(data_error(world, "invalid_request", message, parameter));
  };
  FeedQuery query{.trades = trades, .filters = filters_of(call)};
  if (data_parameter(call, "offset") != nullptr) {
    return refuse("offset is not supported, use cursor", "offset");
  }
  if (const auto* user = data_parameter(call, "user")) {
    query.user = address_of(*user);
    if (query.user.empty()) return refuse("invalid user address: " + *user, "user");
  }
  query.conditions = split(data_value(call, "condition"), ',');
  if (!trades && query.user.empty() && query.conditions.empty()) {
    return refuse("required query param 'user' or 'condition' not provided", "user");
  }
  query.types = split(data_value(call, "type"), ',');
  query.side = data_value(call, "side");
  if (!query.user.empty()) {  // honoured only with a user
    query.start = whole_number(data_value(call, "start", "0")).value_or(0);
    query.end = whole_number(data_value(call, "end")).value_or(query.end);
  }
  const auto limit = whole_number(data_value(call, "limit", "100"));
  if (!limit || *limit < 0 || *limit > 1000) {
    return refuse("limit must be between 0 and 1000", "limit");
  }
  query.limit = *limit;
  if (world.polymarket.activity_has_floor) query.least = least_shown(world, call);
  if (const auto* cursor = data_parameter(call, "cursor"); cursor != nullptr && !cursor->empty()) {
    auto params = read_cursor(trades ? "trades" : "activity", *cursor);
    if (!params) return refuse("invalid cursor", "cursor");
    if ((*params)["f"] != query.filters)
      return refuse("cursor does not match the request", "cursor");
    query.limit = whole_number((*params)["l"]).value_or(query.limit);
    query.before = whole_number((*params)["sq"]).value_or(query.before);
    query.delivered = whole_number((*params)["d"]).value_or(0);
  }
  return query;
}

struct Labels {
  const Market* market{};
  std::string outcome;
  std::int64_t index{999};  // unlabelled
};

Labels labels_of(const World& world, const WalletEvent& event) {
  Labels labels;
  const auto market = world.polymarket.markets.find(event.condition_id);
  if (market != world.polymarket.markets.end()) labels.market = &market->second;
  if (labels.market == nullptr || event.token_id.empty()) return labels;
  labels.index = labels.market->outcomes[0].token_id == event.token_id ? 0 : 1;
  labels.outcome = labels.market->outcomes.at(static_cast<std::size_t>(labels.index)).name;
  return labels;
}

void add_market(Node& row, const Labels& labels) {
  const auto text = [&](std::string Market::* field) {
    return Node::text(labels.market == nullptr ? "" : labels.market->*field);
  };
  row.set("title", text(&Market::question))
      .set("slug", text(&Market::slug))
      .set("icon", text(&Market::icon))
      .set("event_slug", text(&Market::event_slug))
      .set("outcome", Node::text(labels.outcome));
}

void add_profile(Node& row, const World& world, const std::string& wallet) {
  const auto found = world.polymarket.profiles.find(wallet);
  const auto profile = found == world.polymarket.profiles.end() ? Profile{} : found->second;
  row.set("name", Node::text(profile.name))
      .set("pseudonym", Node::text(profile.pseudonym))
      .set("bio", Node::text(""))
      .set("profile_image", Node::text(""))
      .set("profile_image_optimized", Node::text(""));
}

Node activity_node(const World& world, const WalletEvent& event) {
  const auto labels = labels_of(world, event);
  auto row = Node::object({
      {"proxy_wallet", Node::text(event.wallet)},
      {"timestamp", Node::number(unix_s(event.at))},
      {"condition_id", Node::text(event.condition_id)},
      {"type", Node::text(event.type)},
      {"size", Node::decimal(event.size.units(), 9)},
      {"usdc_size", Node::decimal(event.usdc.units(), 9)},
      {"transaction_hash", Node::text(event.transaction_hash)},
      {"price", Node::decimal(event.price.units(), 9)},
      {"token_id", Node::text(event.token_id)},
      {"side", Node::text(event.side)},
      {"outcome_index", Node::number(labels.index)},
  });
  add_market(row, labels);
  add_profile(row, world, event.wallet);
  return row;
}

Node trade_node(const World& world, const WalletEvent& event) {
  const auto labels = labels_of(world, event);
  auto row = Node::object({
      {"proxy_wallet", Node::text(event.wallet)},
      {"side", Node::text(event.side)},
      {"token_id", Node::text(event.token_id)},
      {"condition_id", Node::text(event.condition_id)},
      {"size", Node::decimal(event.size.units(), 9)},
      {"price", Node::decimal(event.price.units(), 9)},
      {"timestamp", Node::number(unix_s(event.at))},
  });
  add_market(row, labels);
  row.set("outcome_index", Node::number(labels.index));
  add_profile(row, world, event.wallet);
  row.set("transaction_hash", Node::text(event.transaction_hash));
  return row;
}

// snake_case to the camelCase of v1; token_id was called asset there.
Node renamed_v1(const Node& row) {
  auto out = Node::object();
  for (const auto& [name, value] : row.members()) {
    std::string camel;
    for (std::size_t i = 0; i < name.size(); ++i) {
      camel += name[i] == '_' ? static_cast<char>(name[++i] - 'a' + 'A') : name[i];
    }
    out.set(camel == "tokenId" ? "asset" : camel, value);
  }
  return out;
}

const std::vector<Activity>& shown(World& world, const Call& call, bool trades) {
  const auto& lags = world.polymarket.lags;
  const auto lag = trades ? lags.trades : lags.activity;
  return world.polymarket.timeline.as_of(call.endpoint, shown_moment(world, call, lag)).activity;
}

Answer make_feed(World& world, const Call& call, bool trades) {
  const auto query = feed_query(world, call, trades);
  if (!query) return query.error();
  const auto type = trades ? "trades" : "activity";
  auto data = Node::list();
  Node next;
  const Activity* last = nullptr;
  const auto cursor = [&](std::int64_t at, std::int64_t sequence, std::int64_t delivered) {
    return make_cursor(type, Node::object({{"l", Node::number(query->limit)},
                                           {"ts", Node::number(at)},
                                           {"sq", Node::text(std::to_string(sequence))},
                                           {"f", Node::text(query->filters)},
                                           {"d", Node::number(delivered)}}));
  };
  const auto& feed = shown(world, call, trades);
  for (auto row = feed.rbegin(); row != feed.rend(); ++row) {
    if (row->sequence >= query->before || !query->takes(row->event)) continue;
    if (std::ssize(data.items()) == query->limit) {
      const auto delivered = query->delivered + std::ssize(data.items());
      if (last != nullptr) {
        next = Node::text(cursor(unix_s(last->event.at), last->sequence, delivered));
      }
      break;
    }
    data.push(trades ? trade_node(world, row->event) : activity_node(world, row->event));
    last = &*row;
  }
  const bool has_more = next.kind() == Node::Kind::text;
  auto answer = data_answer(world, std::move(data));
  answer.body.set("pagination", Node::object({{"limit", Node::number(query->limit)},
                                              {"offset", Node::number(query->delivered)},
                                              {"has_more", Node::boolean(has_more)},
                                              {"next_cursor", std::move(next)}}));
  answer.cursor = "pagination.next_cursor";
  answer.first_cursor = cursor(unix_s(call.true_now), std::numeric_limits<std::int64_t>::max(), 0);
  return answer;
}

Answer make_feed_v1(World& world, const Call& call, bool trades) {
  const auto user = address_of(call.target.value("user"));
  const auto number = [&](const char* name, std::int64_t otherwise, std::int64_t most) {
    return std::clamp<std::int64_t>(whole_number(call.target.value(name)).value_or(otherwise), 0,
                                    most);
  };
  const auto limit = number("limit", 100, trades ? 10'000 : 500);
  auto skip = number("offset", 0, 10'000);
  const FeedQuery query{.trades = trades,
                        .user = user,
                        .conditions = call.target.values("market"),
                        .types = call.target.values("type")};
  auto body = Node::list();
  const auto& feed = shown(world, call, trades);
  for (auto row = feed.rbegin(); row != feed.rend(); ++row) {
    const bool funding = row->event.type == "DEPOSIT" || row->event.type == "WITHDRAWAL";
    if (!query.takes(row->event) || (funding && query.types.empty()) || skip-- > 0) continue;
    if (std::ssize(body.items()) == limit) break;
    body.push(
        renamed_v1(trades ? trade_node(world, row->event) : activity_node(world, row->event)));
  }
  return {.body = std::move(body), .rows = "."};
}

}  // namespace

Answer activity_v2(World& world, const Call& call) {
  if (auto refusal = data_rate_limit(world, call)) return *refusal;
  return through_cdn(world, call, activity_age,
                     [](World& w, const Call& c) { return make_feed(w, c, false); });
}

Answer trades_v2(World& world, const Call& call) {
  if (auto refusal = data_rate_limit(world, call)) return *refusal;
  return through_cdn(world, call, trades_age,
                     [](World& w, const Call& c) { return make_feed(w, c, true); });
}

Answer activity_v1(World& world, const Call& call) {
  return through_cdn(world, call, activity_age,
                     [](World& w, const Call& c) { return make_feed_v1(w, c, false); });
}

Answer trades_v1(World& world, const Call& call) {
  return through_cdn(world, call, trades_age,
                     [](World& w, const Call& c) { return make_feed_v1(w, c, true); });
}

Answer data_status(World& world, const Call&) {
  return data_answer(world, Node::object({{"status", Node::text("ok")}}));
}

}  // namespace holdfast::sim::polymarket
