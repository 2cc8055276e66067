#include "sim/kalshi/stream.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "sim/kalshi/auth.hpp"
#include "sim/kalshi/stream_command.hpp"
#include "sim/kalshi/stream_frames.hpp"
#include "sim/kalshi/trading.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::kalshi {
namespace {

// Codes of the stream's pages (asyncapi of March 2026).
enum Refusal : std::uint8_t {
  unable = 1,
  params_required = 2,
  channels_required = 3,
  sids_required = 4,
  unknown_command = 5,
  already_subscribed = 6,
  unknown_sid = 7,
  unknown_channel = 8,
  one_sid_required = 12,
  unsupported_action = 13,
  market_required = 14,
};

constexpr std::array<std::string_view, 6> channels{
    "orderbook_delta", "ticker", "trade", "fill", "market_positions", "user_orders"};
constexpr Duration private_lag = std::chrono::milliseconds{50};

bool needs_market(std::string_view channel) { return channel == "orderbook_delta"; }

struct Subscription {
  std::int64_t sid{};
  std::string channel;
  std::set<std::string> markets;  // empty: all of them, on channels that allow it
  std::int64_t seq{};
  std::map<std::string, Book> books;           // as they were sent last
  std::map<std::string, std::string> tickers;  // likewise, without their time
  std::string looked;                          // the market that was looked at last

  [[nodiscard]] bool takes(const std::string& ticker) const {
    return markets.empty() || markets.contains(ticker);
  }
};

// What a member's portfolio showed when it was looked at last.
struct SeenPortfolio {
  std::size_t fills{};
  std::map<RowKey, std::pair<Quantity, UtcTime>> rows;
  std::map<std::string, std::pair<std::string, UtcTime>> orders;
};

class Session final : public StreamSession {
 public:
  Session(World& world, Caller caller, UtcTime now) : caller_{std::move(caller)} {
    for (const auto& [account, member] : world.kalshi.members) {
      learn(seen_[account], portfolio_of(world, account, now));
    }
  }

  void hear(World& world, std::string_view text, UtcTime now) override;
  void look(World& world, UtcTime now) override;
  [[nodiscard]] std::vector<LiveSubscription> live() const override;
  void forget(std::string_view channel, std::string_view key) override;

 private:
  static const Portfolio& portfolio_of(World& world, const std::string& account, UtcTime now) {
    const auto lag = world.faults.lag_of("kalshi-ws", "fill", private_lag);
    return world.kalshi.timeline.as_of("kalshi-ws", now - lag).of(account);
  }
  static void learn(SeenPortfolio& seen, const Portfolio& portfolio) {
    seen.fills = portfolio.fills.size();
    for (const auto& [key, row] : portfolio.rows) seen.rows[key] = {row.position, row.updated};
    for (const auto& [id, order] : portfolio.orders) {
      seen.orders[id] = {order.status, order.updated};
    }
  }
  [[nodiscard]] bool may_see(std::uint16_t subaccount) const {
    return !caller_.pinned_subaccount || *caller_.pinned_subaccount == subaccount;
  }
  Subscription* find(std::int64_t sid) {
    const auto found = std::ranges::find(subscriptions_, sid, &Subscription::sid);
    return found == subscriptions_.end() ? nullptr : &*found;
  }
  void refuse(const StreamCommand& command, Refusal code, std::string_view text) {
    say("error", "", error_frame(command.id, code, text));
  }
  void subscribe(World& world, const StreamCommand& command);
  void unsubscribe(const StreamCommand& command);
  void update(World& world, const StreamCommand& command);
  void send_snapshot(World& world, Subscription& subscription, const std::string& ticker);
  void look_at_books(World& world, Subscription& subscription, UtcTime now);
  void look_at_tickers(World& world, Subscription& subscription, UtcTime now);
  void look_at_portfolio(World& world, const std::string& account, UtcTime now);
  void tell_fill(const Fill& fill, const Portfolio& portfolio, const std::string& account);

  Caller caller_;
  std::vector<Subscription> subscriptions_;
  std::int64_t next_sid_{1};
  std::map<std::string, SeenPortfolio> seen_;  // by account
  std::size_t seen_events_{};                  // of the world's timeline
  UtcTime looked_to_{};                        // everything up to then has been told
};

void Session::hear(World& world, std::string_view text, UtcTime now) {
  look(world, now);  // whatever happened before the command comes before its answer
  const auto command = stream_command(text);
  if (!command) return say("error", "", error_frame(0, unable, "Unable to process message"));
  if (command->name == "subscribe") return subscribe(world, *command);
  if (command->name == "unsubscribe") return unsubscribe(*command);
  if (command->name == "update_subscription") return update(world, *command);
  if (command->name == "list_subscriptions") {
    auto rows = Node::list();
    for (const auto& one : subscriptions_) {
      rows.push(
          Node::object({{"channel", Node::text(one.channel)}, {"sid", Node::number(one.sid)}}));
    }
    return say("ok", "",
               Node::object({{"id", Node::number(command->id)},
                             {"type", Node::text("ok")},
                             {"msg", std::move(rows)}})
                       .json() +
                   "\n");
  }
  refuse(*command, unknown_command, "Unknown command");
}

void Session::subscribe(World& world, const StreamCommand& command) {
  if (!command.has_params) return refuse(command, params_required, "Params required");
  if (command.channels.empty()) return refuse(command, channels_required, "Channels required");
  for (const auto& channel : command.channels) {
    if (std::ranges::find(channels, channel) == channels.end()) {
      return refuse(command, unknown_channel, "Unknown channel name");
    }
    if (needs_market(channel) && command.markets.empty()) {
      return refuse(command, market_required, "Market Ticker required");
    }
    if (std::ranges::find(subscriptions_, channel, &Subscription::channel) !=
        subscriptions_.end()) {
      return refuse(command, already_subscribed, "Already subscribed");
    }
  }
  for (const auto& channel : command.channels) {
    subscriptions_.push_back({.sid = next_sid_++,
                              .channel = channel,
                              .markets = {command.markets.begin(), command.markets.end()}});
    say(channel, "", subscribed_frame(command.id, channel, subscriptions_.back().sid));
  }
  // All channels are confirmed before the first book comes (recorded June 2026).
  for (auto& one : subscriptions_) {
    const bool made = std::ranges::find(command.channels, one.channel) != command.channels.end();
    if (!made || !needs_market(one.channel)) continue;
    for (const auto& ticker : one.markets) send_snapshot(world, one, ticker);
  }
}

void Session::unsubscribe(const StreamCommand& command) {
  if (command.sids.empty()) return refuse(command, sids_required, "Subscription IDs required");
  for (const auto sid : command.sids) {
    const auto* found = find(sid);
    if (found == nullptr) return refuse(command, unknown_sid, "Unknown subscription ID");
    auto text = Node::object({{"type", Node::text("unsubscribed")},
                              {"id", Node::number(command.id)},
                              {"sid", Node::number(sid)}});
    if (needs_market(found->channel)) text.set("seq", Node::number(found->seq + 1));
    say(found->channel, "", text.json() + "\n");
    std::erase_if(subscriptions_, [&](const Subscription& one) { return one.sid == sid; });
  }
}

void Session::update(World& world, const StreamCommand& command) {
  if (command.sids.size() != 1) {
    return refuse(command, one_sid_required, "Exactly one subscription ID is required");
  }
  auto* found = find(command.sids.front());
  if (found == nullptr) return refuse(command, unknown_sid, "Unknown subscription ID");
  if (command.markets.empty()) return refuse(command, market_required, "Market Ticker required");
  const bool adds = command.action == "add_markets";
  const bool asks = command.action == "get_snapshot";
  if (!adds && !asks && command.action != "delete_markets") {
    return refuse(command, unsupported_action, "Unsupported action");
  }
  std::vector<std::string> shown;
  for (const auto& ticker : command.markets) {
    const bool had = found->markets.contains(ticker);
    if (adds && !had) shown.push_back(ticker);
    if (asks && had) shown.push_back(ticker);
    if (adds) found->markets.insert(ticker);
    if (!adds && !asks) {
      found->markets.erase(ticker);
      found->books.erase(ticker);
    }
  }
  if (!asks) {
    auto markets = Node::list();
    for (const auto& ticker : found->markets) markets.push(Node::text(ticker));
    auto text = Node::object({{"type", Node::text("ok")},
                              {"id", Node::number(command.id)},
                              {"sid", Node::number(found->sid)}});
    if (needs_market(found->channel)) text.set("seq", Node::number(++found->seq));
    text.set("msg", Node::object({{"market_tickers", std::move(markets)}}));
    say(found->channel, "", text.json() + "\n");
  }
  if (!needs_market(found->channel)) return;
  for (const auto& ticker : shown) send_snapshot(world, *found, ticker);
}

void Session::send_snapshot(World& world, Subscription& subscription, const std::string& ticker) {
  const auto market = world.kalshi.markets.find(ticker);
  const Book* book = nullptr;
  if (market != world.kalshi.markets.end()) {
    book = &(subscription.books[ticker] = shown_book(world.kalshi, market->second));
  }
  say(subscription.channel, ticker,
      snapshot_frame({subscription.sid, ++subscription.seq}, ticker, book));
}

void Session::look_at_books(World& world, Subscription& subscription, UtcTime now) {
  visit_some(subscription.books, subscription.looked, [&](const std::string& ticker, Book& sent) {
    const auto market = world.kalshi.markets.find(ticker);
    if (market == world.kalshi.markets.end()) return;
    const auto tell = [&](bool yes, Price price, std::int64_t by) {
      say(subscription.channel, ticker,
          delta_frame({subscription.sid, ++subscription.seq}, ticker,
                      {yes, price, Quantity::from_units(by)}, now));
    };
    const auto compare = [&](bool yes, const std::map<Price, Quantity>& old,
                             const std::map<Price, Quantity>& current) {
      for (const auto& [price, size] : old) {
        const auto still = current.find(price);
        const auto left = still == current.end() ? 0 : still->second.units();
        if (left != size.units()) tell(yes, price, left - size.units());
      }
      for (const auto& [price, size] : current) {
        if (!old.contains(price)) tell(yes, price, size.units());
      }
    };
    Book current = shown_book(world.kalshi, market->second);
    if (current.yes == sent.yes && current.no == sent.no) return;  // most looks find nothing new
    compare(true, sent.yes, current.yes);
    compare(false, sent.no, current.no);
    sent = std::move(current);
  });
}

void Session::look_at_tickers(World& world, Subscription& subscription, UtcTime now) {
  visit_some(world.kalshi.markets, subscription.looked,
             [&](const std::string& ticker, const Market& market) {
               if (!subscription.takes(ticker)) return;
               const Book book = shown_book(world.kalshi, market);
               auto state = ticker_frame(subscription.sid, market, book, UtcTime{});
               auto& sent = subscription.tickers[ticker];
               if (std::exchange(sent, state) == state) return;
               say(subscription.channel, ticker, ticker_frame(subscription.sid, market, book, now));
             });
}

void Session::tell_fill(const Fill& fill, const Portfolio& portfolio, const std::string& account) {
  const Trade& trade = fill.trade;
  for (const auto& one : subscriptions_) {
    if (!one.takes(trade.ticker)) continue;
    if (one.channel == "trade") say("trade", trade.ticker, trade_frame(one.sid, fill));
    if (one.channel != "fill" || account != caller_.account || !may_see(trade.subaccount)) continue;
    const auto row = portfolio.rows.find({trade.subaccount, trade.ticker, trade.shard});
    say("fill", trade.ticker,
        fill_frame(one.sid, fill, row == portfolio.rows.end() ? Quantity{} : row->second.position));
  }
}

void Session::look_at_portfolio(World& world, const std::string& account, UtcTime now) {
  const Portfolio& portfolio = portfolio_of(world, account, now);
  SeenPortfolio& seen = seen_[account];
  for (std::size_t i = seen.fills; i < portfolio.fills.size(); ++i) {
    tell_fill(portfolio.fills[i], portfolio, account);
  }
  if (account == caller_.account) {
    const auto& user_id = world.kalshi.members[account].user_id;
    for (const auto& one : subscriptions_) {
      for (const auto& [key, row] : portfolio.rows) {
        const auto known = seen.rows.find(key);
        const bool same =
            known != seen.rows.end() && known->second == std::pair{row.position, row.updated};
        if (one.channel != "market_positions" || same || !one.takes(key.ticker) ||
            !may_see(key.subaccount)) {
          continue;
        }
        say(one.channel, key.ticker, position_frame(one.sid, user_id, key, row));
      }
      for (const auto& [id, order] : portfolio.orders) {
        const auto known = seen.orders.find(id);
        const bool same =
            known != seen.orders.end() && known->second == std::pair{order.status, order.updated};
        if (one.channel != "user_orders" || same || !one.takes(order.ticker) ||
            !may_see(order.subaccount)) {
          continue;
        }
        say(one.channel, order.ticker, order_frame(one.sid, user_id, order));
      }
    }
  }
  learn(seen, portfolio);
}

void Session::look(World& world, UtcTime now) {
  const auto& events = world.kalshi.timeline.events();
  const bool caught_up =
      events.size() == seen_events_ && (events.empty() || events.back().at <= looked_to_);
  if (!caught_up) {
    seen_events_ = events.size();
    looked_to_ = now - world.faults.lag_of("kalshi-ws", "fill", private_lag);
    std::vector<std::string> accounts;
    for (const auto& [account, member] : world.kalshi.members) accounts.push_back(account);
    for (const auto& account : accounts) look_at_portfolio(world, account, now);
  }
  for (auto& one : subscriptions_) {
    if (one.channel == "orderbook_delta") look_at_books(world, one, now);
    if (one.channel == "ticker") look_at_tickers(world, one, now);
  }
}

std::vector<LiveSubscription> Session::live() const {
  std::vector<LiveSubscription> all;
  for (const auto& one : subscriptions_) {
    if (one.markets.empty() && !needs_market(one.channel)) all.push_back({one.channel, ""});
    for (const auto& ticker : one.markets) all.push_back({one.channel, ticker});
  }
  return all;
}

void Session::forget(std::string_view channel, std::string_view key) {
  for (auto& one : subscriptions_) {
    if (one.channel != channel || key.empty()) continue;
    one.markets.erase(std::string{key});
    one.books.erase(std::string{key});
  }
  if (key.empty()) {
    std::erase_if(subscriptions_, [&](const Subscription& one) { return one.channel == channel; });
  }
}

}  // namespace

tl::expected<Caller, Answer> admit_stream(World& world, const Request& handshake, UtcTime now) {
  Call call{.request = handshake,
            .target = Target{handshake.target},
            .venue = "kalshi-ws",
            .endpoint = "handshake",
            .captures = {},
            .now = now,
            .true_now = now,
            .faults = {},
            .caller = {}};
  const Route route{.method = "GET",
                    .pattern = "/trade-api/ws/v2",
                    .endpoint = "handshake",
                    .access = Access::read,
                    .cost = 0};
  if (auto refusal = guard(world.kalshi, call, route)) return tl::make_unexpected(*refusal);
  return call.caller;
}

std::unique_ptr<StreamSession> open_stream(World& world, const Caller& caller, UtcTime now) {
  return std::make_unique<Session>(world, caller, now);
}

}  // namespace holdfast::sim::kalshi
