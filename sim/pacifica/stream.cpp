#include "sim/pacifica/stream.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "sim/pacifica/answers.hpp"
#include "sim/pacifica/stream_frames.hpp"
#include "sim/pacifica/stream_orders.hpp"
#include "sim/stream/message_json.hpp"
#include "sim/world.hpp"

// {"method":"subscribe"|"unsubscribe","params":{"source",…}}, {"method":"ping"} and orders. A bad
// subscription is answered with silence. Sets and books are sent whole, at once and on each change;
// trades and orders as they happen.
namespace holdfast::sim::pacifica {
namespace {

constexpr std::size_t subscriptions_per_source = 20;
constexpr Duration idle_max = std::chrono::seconds{60};
constexpr Duration life_max = std::chrono::hours{24};

enum class About : std::uint8_t { everything, account, symbol };
struct Source {
  std::string_view name;
  About about;
};
constexpr std::array sources{Source{"account_positions", About::account},
                             Source{"account_trades", About::account},
                             Source{"account_order_updates", About::account},
                             Source{"prices", About::everything},
                             Source{"book", About::symbol},
                             Source{"bbo", About::symbol}};

using Key = std::pair<std::string, std::string>;  // source; symbol or account

// How far a subscription has been told.
struct Told {
  bool begun{};
  std::int64_t number{};  // of account, orders or book
  UtcTime updated;        // of the account
  std::size_t trades{};   // of the account
  std::string text;       // of the prices
  Offers offers;          // of the book, or the best of it
};

class Session final : public StreamSession {
 public:
  explicit Session(UtcTime now) : opened_{now}, heard_{now} {}

  void hear(World& world, std::string_view text, UtcTime now) override;
  void look(World& world, UtcTime now) override;
  [[nodiscard]] std::vector<LiveSubscription> live() const override {
    std::vector<LiveSubscription> all;
    for (const auto& [key, told] : told_) all.push_back({key.first, key.second});
    return all;
  }
  void forget(std::string_view channel, std::string_view key) override {
    told_.erase({std::string{channel}, std::string{key}});
  }

 private:
  void subscribe(World& world, const boost::json::object& params, UtcTime now);
  void look_at(World& world, const Key& key, Told& told, UtcTime now);
  void look_at_account(World& world, const Key& key, Told& told, UtcTime now);
  void look_at_market(const Exchange& exchange, const Key& key, Told& told, UtcTime now);

  std::map<Key, Told> told_;
  UtcTime opened_;
  UtcTime heard_;
};

const Account& account_at(World& world, const Key& key, UtcTime now) {
  const auto& lags = world.pacifica.lags;
  const bool late = key.first == "account_positions";
  const auto lag =
      world.faults.lag_of("pacifica-ws", key.first, late ? lags.streamed_positions : lags.stream);
  return world.pacifica.timeline.as_of("pacifica-ws " + key.first, now - lag).of(key.second);
}

Offers best_of(Offers offers) {
  Offers best;
  if (!offers.bids.empty()) best.bids.insert(*offers.bids.rbegin());
  if (!offers.asks.empty()) best.asks.insert(*offers.asks.begin());
  return best;
}

void Session::hear(World& world, std::string_view text, UtcTime now) {
  heard_ = now;
  look(world, now);  // whatever happened before the message comes before its answer
  const auto message = stream_message(text);
  const auto method = message ? member(*message, "method") : std::string{};
  if (method == "ping") return say("pong", "", R"({"channel":"pong"})");
  if (message) {
    if (const auto answer = streamed_order(world, *message, now)) {
      return say("order", "", *answer);
    }
  }
  const auto* params = message ? message->if_contains("params") : nullptr;
  const bool known = method == "subscribe" || method == "unsubscribe";
  if (!known || params == nullptr || !params->is_object()) {
    return say("error", "", R"({"code":400,"err":"Invalid request"})");
  }
  const auto& given = params->get_object();
  if (method == "subscribe") return subscribe(world, given, now);
  const auto key = Key{member(given, "source"), member(given, "symbol") + member(given, "account")};
  told_.erase(key);
  say("unsubscribe", key.second,
      frame_text("unsubscribe", Node::object({{"source", Node::text(key.first)}})));
}

void Session::subscribe(World& world, const boost::json::object& params, UtcTime now) {
  const auto name = member(params, "source");
  const auto* source = std::ranges::find(sources, name, &Source::name);
  if (source == sources.end()) return;
  const auto symbol = member(params, "symbol");
  const auto account = member(params, "account");
  auto shown = Node::object({{"source", Node::text(name)}});
  if (source->about == About::account) {
    if (account.empty()) return;
    shown.set("account", Node::text(account));
  } else if (source->about == About::symbol) {
    if (!world.pacifica.markets.contains(symbol)) return;
    shown.set("symbol", Node::text(symbol));
    if (name == "book") shown.set("agg_level", Node::number(1));
  }
  const Key key{name, source->about == About::account ? account : symbol};
  const auto others = std::ranges::count_if(
      told_, [&](const auto& one) { return one.first.first == name && one.first != key; });
  if (static_cast<std::size_t>(others) >= subscriptions_per_source) return;
  say("subscribe", key.second, frame_text("subscribe", std::move(shown)));
  Told& told = told_[key] = Told{};
  if (source->about == About::account) {  // what happened before is not told
    const Account& known = account_at(world, key, now);
    told.trades = known.trades.size();
    if (name == "account_order_updates") told.number = known.last_order_id;
  }
  look_at(world, key, told, now);
}

void Session::look_at_account(World& world, const Key& key, Told& told, UtcTime now) {
  const auto& [source, address] = key;
  const Account& account = account_at(world, key, now);
  if (source == "account_positions") {
    if (told.begun && told.number == account.last_order_id && told.updated == account.updated) {
      return;
    }
    told.number = account.last_order_id;
    told.updated = account.updated;
    return say(source, address, positions_frame(world.pacifica, account));
  }
  auto rows = Node::list();
  if (source == "account_trades") {
    for (; told.trades < account.trades.size(); ++told.trades) {
      rows.push(trade_row(address, account.trades[told.trades]));
    }
  } else if (account.last_order_id > told.number) {
    for (const auto& [id, order] : account.orders) {
      if (order.number > told.number) rows.push(order_row(address, order));
    }
    told.number = account.last_order_id;
  }
  if (!rows.items().empty()) say(source, address, frame_text(source, std::move(rows)));
}

void Session::look_at_market(const Exchange& exchange, const Key& key, Told& told, UtcTime now) {
  const auto market = exchange.markets.find(key.second);
  if (market == exchange.markets.end()) return;
  if (told.begun && told.number == market->second.offers_number) return;
  told.number = market->second.offers_number;
  auto offers = shown_offers(market->second);
  if (key.first == "bbo") offers = best_of(std::move(offers));
  const bool same = told.begun && told.offers == offers;
  told.offers = std::move(offers);
  if (same) return;
  say(key.first, key.second,
      key.first == "book" ? book_frame(market->second, now) : best_frame(market->second, now));
}

void Session::look_at(World& world, const Key& key, Told& told, UtcTime now) {
  if (key.first == "prices") {
    std::string marks;
    for (const auto& [symbol, market] : world.pacifica.markets) {
      marks += symbol + market.mark.text() + " " + mid_of(market).text() + " ";
    }
    if (std::exchange(told.text, marks) != marks) {
      say("prices", "", frame_text("prices", price_rows(world.pacifica, now)));
    }
  } else if (key.first == "book" || key.first == "bbo") {
    look_at_market(world.pacifica, key, told, now);
  } else {
    look_at_account(world, key, told, now);
  }
  told.begun = true;
}

void Session::look(World& world, UtcTime now) {
  if (now - heard_ > idle_max) return end("idle for 60 seconds");
  if (now - opened_ > life_max) return end("24 hours are over");
  for (auto& [key, told] : told_) look_at(world, key, told, now);
}

}  // namespace

std::unique_ptr<StreamSession> open_stream(UtcTime now) { return std::make_unique<Session>(now); }

}  // namespace holdfast::sim::pacifica
