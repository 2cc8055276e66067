#include <algorithm>
#include <map>
#include <set>

#include "sim/polymarket/clob/rows.hpp"
#include "sim/polymarket/stream.hpp"
#include "sim/stream/message_json.hpp"
#include "sim/world.hpp"

// /ws/user: {"auth":{"apiKey","secret","passphrase"},"type":"user","markets"?}. What happens to
// wrong credentials was never recorded: here the venue hangs up. Nothing is replayed: a client that
// comes back reads REST.
namespace holdfast::sim::polymarket {
namespace {

// How far a trade has been told: each status comes once, with the same id.
enum class Told : std::uint8_t { nothing, matched, mined, confirmed };

class UserStream final : public StreamSession {
 public:
  // What happened before the connection is not told.
  explicit UserStream(World& world) : heard_{world.polymarket.clob.news.size()} {
    for (const auto& event : world.polymarket.timeline.events()) {
      told_[event.transaction_hash] = Told::confirmed;
    }
  }
  void hear(World& world, std::string_view text, UtcTime now) override;
  void look(World& world, UtcTime now) override;
  [[nodiscard]] std::vector<LiveSubscription> live() const override {
    std::vector<LiveSubscription> all;
    if (listens_ && all_markets_) all.push_back({"user", ""});
    for (const auto& market : markets_) all.push_back({"user", market});
    return all;
  }
  void forget(std::string_view, std::string_view key) override {
    if (key.empty() || all_markets_) listens_ = false;
    markets_.erase(std::string{key});
  }

 private:
  [[nodiscard]] bool owns(const World& world, const std::string& wallet) const;
  void greet(const World& world, const boost::json::object& message);
  [[nodiscard]] bool asks_for(const std::string& market) const {
    return listens_ && (all_markets_ || markets_.contains(market));
  }
  void tell(const World& world, const OrderNews& news);
  void tell(const World& world, const ClobTrade& trade);
  void tell(const World& world, const WalletEvent& event, std::string_view status, UtcTime now);
  void look_at_chain(const World& world, UtcTime now);

  std::string api_key_;
  std::string address_;  // whose L1 signature made the key
  bool listens_{};
  bool all_markets_{};
  std::set<std::string> markets_;
  std::map<std::string, Told> told_;  // by transaction hash
  std::size_t heard_{};               // of the service's news
  std::size_t seen_events_{};
  bool untold_{true};  // some trade has a status to come
};

// The address itself, or a wallet that is its own on the chain.
bool UserStream::owns(const World& world, const std::string& wallet) const {
  if (wallet == address_) return true;
  const auto& accounts = world.polymarket.chain.accounts;
  const auto account = accounts.find(wallet);
  return account != accounts.end() && account->second.owner == address_;
}

void UserStream::greet(const World& world, const boost::json::object& message) {
  const auto* auth = message.if_contains("auth");
  if (member(message, "type") != "user" || auth == nullptr || !auth->is_object()) {
    return end("type is user, with auth");
  }
  const auto& shown = auth->get_object();
  const auto& keys = world.polymarket.clob.keys;
  const auto key = keys.find(member(shown, "apiKey"));
  if (key == keys.end() || key->second.secret != member(shown, "secret") ||
      key->second.passphrase != member(shown, "passphrase")) {
    return end("unauthorized");
  }
  api_key_ = key->first;
  address_ = key->second.address;
  listens_ = true;
  const auto markets = members(message, "markets");
  // Observed by clients: an empty filter loses trades; leaving it out means all of them.
  all_markets_ = !message.contains("markets");
  markets_ = {markets.begin(), markets.end()};
}

void UserStream::hear(World& world, std::string_view text, UtcTime now) {
  if (text == "PING") return say("pong", "", "PONG");
  const auto message = stream_message(text);
  if (!message) return end("the message is no JSON object");
  if (address_.empty()) return greet(world, *message);
  look(world, now);
  for (auto& market : members(*message, "markets")) {
    if (member(*message, "operation") == "unsubscribe") {
      markets_.erase(market);
    } else {
      markets_.insert(std::move(market));
    }
  }
}

void UserStream::tell(const World& world, const OrderNews& news) {
  const auto& order = news.order;
  if (!owns(world, order.maker) || !asks_for(order.condition_id)) return;
  auto node = order_node(order);
  const bool ended = news.word == OrderWord::cancellation || news.word == OrderWord::kill;
  const std::string_view type = ended                               ? "CANCELLATION"
                                : news.word == OrderWord::placement ? "PLACEMENT"
                                                                    : "UPDATE";
  node.set("event_type", Node::text("order"))
      .set("type", Node::text(type))
      .set("order_owner", Node::text(order.owner))
      .set("created_at", Node::text(std::to_string(unix_s(order.created))))
      .set("timestamp", Node::text(std::to_string(unix_ms(news.at))));
  if (order.trades.empty() && !ended) node.set("associate_trades", Node{});
  if (news.word == OrderWord::kill) {  // recorded: it leaves blank what never came to be
    for (const auto* blank : {"size_matched", "outcome", "created_at"}) {
      node.set(blank, Node::text(""));
    }
  }
  say("user", order.condition_id, node.json() + "\n");
}

void UserStream::tell(const World& world, const ClobTrade& trade) {
  const auto own = [&](const TradeLeg& leg) { return leg.known && owns(world, leg.maker); };
  const auto maker = std::ranges::find_if(trade.makers, own);
  const bool takes = own(trade.taker);
  if (!asks_for(trade.condition_id) || (!takes && maker == trade.makers.end())) return;
  const auto& key = takes ? trade.taker.owner : maker->owner;
  auto node = trade_node(trade, key);
  node.set("event_type", Node::text("trade"))
      .set("type", Node::text("TRADE"))
      .set("trade_owner", Node::text(key))
      .set("timestamp", Node::text(std::to_string(unix_ms(trade.updated_at))));
  say("user", trade.condition_id, node.json() + "\n");
}

// A trade by hand, of which the order book service has no record.
void UserStream::tell(const World& world, const WalletEvent& event, std::string_view status,
                      UtcTime now) {
  const auto* outcome = world.polymarket.outcome_of(event.token_id);
  const auto seconds = std::to_string(unix_s(now));
  say("user", event.condition_id,
      Node::object(
          {{"event_type", Node::text("trade")},
           {"type", Node::text("TRADE")},
           {"id", Node::text(event.transaction_hash.substr(2, 32))},
           {"taker_order_id", Node::text(event.transaction_hash)},
           {"market", Node::text(event.condition_id)},
           {"asset_id", Node::text(event.token_id)},
           {"side", Node::text(event.side)},
           {"size", Node::text(event.size.text())},
           {"price", Node::text(event.price.text())},
           {"fee_rate_bps", Node::text("0")},
           {"status", Node::text(status)},
           {"match_time", Node::text(seconds)},
           {"last_update", Node::text(seconds)},
           {"outcome", Node::text(outcome == nullptr ? "" : outcome->name)},
           {"owner", Node::text(api_key_)},
           {"trade_owner", Node::text(api_key_)},
           {"maker_address", Node::text(event.wallet)},
           {"transaction_hash", Node::text(status == "MATCHED" ? "" : event.transaction_hash)},
           {"bucket_index", Node::number(0)},
           {"maker_orders", Node::list()},
           {"trader_side", Node::text("TAKER")},
           {"timestamp", Node::text(std::to_string(unix_ms(now)))}})
              .json() +
          "\n");
}

void UserStream::look_at_chain(const World& world, UtcTime now) {
  const auto& events = world.polymarket.timeline.events();
  if (events.size() == seen_events_ && !untold_) return;
  seen_events_ = events.size();
  untold_ = false;
  const auto final_after = std::chrono::seconds{2} * world.polymarket.finality_blocks;
  for (const auto& event : events) {
    if (event.type != "TRADE" || event.by_clob || !owns(world, event.wallet)) continue;
    if (!asks_for(event.condition_id)) continue;
    Told& told = told_[event.transaction_hash];
    if (told == Told::nothing) {
      told = Told::matched;
      tell(world, event, "MATCHED", now);
    }
    if (told == Told::matched && event.at <= now) {
      told = Told::mined;
      tell(world, event, "MINED", now);
    }
    if (told == Told::mined && event.at + final_after <= now) {
      told = Told::confirmed;
      tell(world, event, "CONFIRMED", now);
    }
    untold_ = untold_ || told != Told::confirmed;
  }
}

void UserStream::look(World& world, UtcTime now) {
  if (address_.empty()) return;
  const auto& news = world.polymarket.clob.news;
  for (; heard_ < news.size(); ++heard_) {
    std::visit([&](const auto& one) { tell(world, one); }, news[heard_]);
  }
  look_at_chain(world, now);
}

}  // namespace

std::unique_ptr<StreamSession> open_user_stream(World& world) {
  return std::make_unique<UserStream>(world);
}

}  // namespace holdfast::sim::polymarket
