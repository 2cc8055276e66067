#include <algorithm>

#include "sim/polymarket/data_answers.hpp"
#include "sim/polymarket/data_cursor.hpp"
#include "sim/polymarket/positions_query.hpp"
#include "sim/world.hpp"

// GET /v2/positions, /v2/value and the v1 shapes of both.
namespace holdfast::sim::polymarket {
namespace {

constexpr Duration positions_age = std::chrono::seconds{5};

// The order of a listing: by key, rows of equal key by token and wallet.
struct Place {
  Int128 key{};
  std::string token_id;
  std::string wallet;
};

bool before(const Place& a, const Place& b, bool ascending) {
  if (a.key != b.key) return ascending ? a.key < b.key : a.key > b.key;
  return std::tie(a.token_id, a.wallet) < std::tie(b.token_id, b.wallet);
}

std::vector<PositionRow> all_rows(World& world, const Call& call, const PositionsQuery& query) {
  const auto lag = world.polymarket.lags.positions;
  if (query.user.empty()) return shown_holders(world, call, query.conditions.front(), lag);
  return shown_rows(world, call, query.user, lag);
}

std::string cursor_after(const PositionsQuery& query, const Place& last, std::int64_t delivered) {
  const bool by_user = !query.user.empty();
  return make_cursor(
      "positions",
      Node::object({{"l", Node::number(query.limit)},
                    {"d", Node::number(delivered)},
                    {"k", Node::text(decimal_text(last.key, 9))},
                    {"t", Node::text(last.token_id)},
                    {"w", Node::text(last.wallet)},
                    {"a", Node::text(by_user ? "u" : "c")},
                    {"av", Node::text(by_user ? query.user : query.conditions.front())},
                    {"st", Node::text(query.status)},
                    {"s", Node::text(query.sort_by)},
                    {"dir", Node::text(query.ascending ? "ASC" : "DESC")}}));
}

// A place before every row, for the cursor that leads back to the first page.
Place before_all(bool ascending) {
  const auto far = Int128{1'000'000'000'000} * 1'000'000;
  return {.key = ascending ? -far : far};
}

Answer make_positions(World& world, const Call& call) {
  const auto query = positions_query(world, call);
  if (!query) return query.error();
  std::vector<std::pair<Place, PositionRow>> rows;
  for (auto& row : all_rows(world, call, *query)) {
    if (!query->takes(row)) continue;
    Place place{.key = query->key_of(row), .token_id = row.token_id(), .wallet = row.wallet};
    if (query->after) {
      const Place& after{.key = query->after->key,
                         .token_id = query->after->token_id,
                         .wallet = query->after->wallet};
      if (!before(after, place, query->ascending)) continue;
    }
    rows.emplace_back(std::move(place), std::move(row));
  }
  std::ranges::sort(rows, [&](const auto& a, const auto& b) {
    return before(a.first, b.first, query->ascending);
  });
  const auto delivered = query->after ? query->after->delivered : 0;
  const bool has_more = std::ssize(rows) > query->limit;
  if (has_more) rows.resize(static_cast<std::size_t>(query->limit));

  auto data = Node::list();
  for (const auto& [place, row] : rows) data.push(node_v2(row, world));
  Node next;
  if (has_more) {
    const Place last = rows.empty() ? before_all(query->ascending) : rows.back().first;
    next = Node::text(cursor_after(*query, last, delivered + std::ssize(rows)));
  }
  auto answer = data_answer(world, std::move(data));
  answer.body.set("pagination", Node::object({{"limit", Node::number(query->limit)},
                                              {"offset", Node::number(delivered)},
                                              {"has_more", Node::boolean(has_more)},
                                              {"next_cursor", std::move(next)}}));
  answer.cursor = "pagination.next_cursor";
  answer.first_cursor = cursor_after(*query, before_all(query->ascending), 0);
  return answer;
}

// What the wallet's open and redeemable tokens are worth, dust and all.
Int128 value_of(World& world, const Call& call, const std::string& user) {
  Int128 total = 0;
  for (const auto& row : shown_rows(world, call, user, world.polymarket.lags.value)) {
    if (!row.closed()) total += row.value;
  }
  return total;
}

Answer make_positions_v1(World& world, const Call& call) {
  const auto user = address_of(call.target.value("user"));
  if (user.empty()) {
    return {
        .status = 400,
        .body = Node::object({{"error", Node::text("required query param 'user' not provided")}})};
  }
  const auto floor = Quantity::parse(call.target.value("sizeThreshold", "1"));
  const auto least = floor.value_or(Quantity::from_units(1'000'000'000));
  const auto limit = std::clamp<std::int64_t>(
      whole_number(call.target.value("limit", "100")).value_or(100), 0, 500);
  const auto offset = std::clamp<std::int64_t>(
      whole_number(call.target.value("offset", "0")).value_or(0), 0, 10'000);
  const auto markets = call.target.values("market");
  const auto only = [&](const char* name) { return call.target.value(name) == "true"; };
  std::vector<PositionRow> rows;
  for (auto& row : shown_rows(world, call, user, world.polymarket.lags.positions)) {
    if (row.closed() || row.holding.size < least) continue;
    if (!markets.empty() && std::ranges::find(markets, row.market->condition_id) == markets.end()) {
      continue;
    }
    if ((only("redeemable") && !row.resolved) || (only("mergeable") && !row.mergeable)) continue;
    rows.push_back(std::move(row));
  }
  std::ranges::sort(rows, [](const PositionRow& a, const PositionRow& b) {
    if (a.holding.size != b.holding.size) return a.holding.size > b.holding.size;
    return a.token_id() < b.token_id();
  });
  auto body = Node::list();
  for (auto i = offset; i < std::ssize(rows) && i < offset + limit; ++i) {
    body.push(node_v1(rows[static_cast<std::size_t>(i)]));
  }
  return {.body = std::move(body), .rows = "."};
}

}  // namespace

Answer positions_v2(World& world, const Call& call) {
  if (auto refusal = data_rate_limit(world, call)) return *refusal;
  return through_cdn(world, call, positions_age, make_positions);
}

Answer positions_v1(World& world, const Call& call) {
  return through_cdn(world, call, positions_age, make_positions_v1);
}

Answer value_v2(World& world, const Call& call) {
  const auto user = address_of(data_value(call, "user"));
  if (user.empty()) {
    return data_error(world, "invalid_request", "required query param 'user' not provided", "user");
  }
  if (world.polymarket.timeline.truth().find(user) == nullptr) return data_answer(world, Node{});
  auto answer =
      data_answer(world, Node::object({{"proxy_wallet", Node::text(user)},
                                       {"value", Node::decimal(value_of(world, call, user), 9)}}));
  answer.rows.clear();
  return answer;
}

Answer value_v1(World& world, const Call& call) {
  const auto user = address_of(call.target.value("user"));
  return {
      .body = Node::list({Node::object(
          {{"user", Node::text(user)}, {"value", Node::decimal(value_of(world, call, user), 9)}})}),
      .rows = "."};
}

}  // namespace holdfast::sim::polymarket
