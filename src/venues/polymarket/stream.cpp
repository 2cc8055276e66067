#include "venues/polymarket/stream.hpp"

#include <fmt/format.h>

#include <utility>

#include "platform/json_writer.hpp"
#include "venues/polymarket/limits.hpp"

namespace holdfast::polymarket {
namespace {

using namespace std::chrono_literals;

constexpr Duration lease = std::chrono::seconds{limits::book_lease_s};
constexpr Duration ping_every = std::chrono::seconds{limits::stream_ping_s};
constexpr Duration answer_within = 4s;
constexpr std::uint32_t asks_in_row = 3;

std::string assets_of(const std::set<InstrumentId>& tokens) {
  platform::JsonWriter list;
  list.begin_array();
  for (const InstrumentId& token : tokens) list.string(token.text);
  list.end_array();
  return list.take();
}

std::string operation(std::string_view verb, const std::set<InstrumentId>& tokens) {
  return fmt::format(R"({{"operation":"{}","assets_ids":{}}})", verb, assets_of(tokens));
}

bool due(Duration now, Duration& last) {
  if (now - last < ping_every) return false;
  last = now;
  return true;
}

}  // namespace

MarketFeed::MarketFeed(std::string origin, Clock& clock)
    : origin_{std::move(origin)}, clock_{clock} {}

Result<StreamAddress> MarketFeed::address() {
  return StreamAddress{.origin = origin_, .target = "/ws/market", .headers = {}};
}

FeedNews MarketFeed::opened() {
  open_ = true;
  const Duration now = clock_.uptime();
  pinged_at_ = now;
  for (const InstrumentId& token : wanted_) {
    books_.emplace(token, Watched{.book = StreamBook{lease}, .asked_at = now});
  }
  FeedNews news;
  news.send.push_back(fmt::format(
      R"({{"assets_ids":{},"type":"market","custom_feature_enabled":false}})", assets_of(wanted_)));
  return news;
}

void MarketFeed::closed() {
  open_ = false;
  books_.clear();
}

FeedNews MarketFeed::watch(const std::set<InstrumentId>& instruments) {
  wanted_ = instruments;
  FeedNews news;
  if (!open_ || wanted_.empty()) return news;  // nothing wanted: the connection is closed
  std::set<InstrumentId> more;
  std::set<InstrumentId> less;
  for (const InstrumentId& token : wanted_) {
    if (books_.contains(token)) continue;
    more.insert(token);
    books_.emplace(token, Watched{.book = StreamBook{lease}, .asked_at = clock_.uptime()});
  }
  for (const auto& [token, watched] : books_) {
    if (!wanted_.contains(token)) less.insert(token);
  }
  for (const InstrumentId& token : less) books_.erase(token);
  if (!less.empty()) news.send.push_back(operation("unsubscribe", less));
  if (!more.empty()) news.send.push_back(operation("subscribe", more));
  return news;
}

FeedNews MarketFeed::ask_anew(const std::set<InstrumentId>& tokens) {
  FeedNews news;
  if (tokens.empty()) return news;
  for (const InstrumentId& token : tokens) {
    Watched& watched = books_.at(token);
    watched.asked_at = clock_.uptime();
    ++watched.asked;
  }
  news.send.push_back(operation("unsubscribe", tokens));
  news.send.push_back(operation("subscribe", tokens));
  return news;
}

void MarketFeed::take_effect(const InstrumentId& token, Effect effect, FeedNews& news) {
  switch (effect) {
    case Effect::none:
    case Effect::applied:
      break;
    case Effect::repeated:
      ++counts_.repeated;
      break;
    case Effect::healed:
      ++counts_.healed;
      break;
    case Effect::silent:
      ++counts_.silent;
      news.lines.push_back("polymarket stream: the book of " + token.text +
                           " differed although no frame had said so");
      break;
    case Effect::doubted:
      ++counts_.gaps;
      news.add(ask_anew({token}));
      break;
  }
}

void MarketFeed::take_event(const StreamEvent& event, FeedNews& news) {
  const Duration now = clock_.uptime();
  if (event.kind == StreamEventKind::change) {
    for (auto& [token, watched] : books_) {
      std::vector<const LevelChange*> rows;
      for (const LevelChange& row : event.changes) {
        if (row.asset == token.text) rows.push_back(&row);
      }
      const auto before = trust_.state;
      take_effect(token, watched.book.take_changes(rows, event, trust_, now), news);
      if (before != trust_.state && trust_.state == HashTrust::State::given_up) {
        news.lines.emplace_back(
            "polymarket stream: the hash of a price_change is not that of the book; gaps are "
            "found by best prices and by asking anew");
      }
    }
    return;
  }
  const auto found = books_.find(InstrumentId{event.asset});
  if (found == books_.end()) return;
  Watched& watched = found->second;
  if (event.kind == StreamEventKind::last_trade) watched.book.take_last_trade(event);
  if (event.kind == StreamEventKind::tick_size) watched.book.take_tick_size(event);
  if (event.kind != StreamEventKind::book) return;
  const Effect effect = watched.book.take_book(event, trust_, now);
  if (effect != Effect::repeated && effect != Effect::doubted) {
    watched.asked_at.reset();
    watched.asked = 0;
  }
  take_effect(found->first, effect, news);
}

Result<FeedNews> MarketFeed::heard(std::string_view text) {
  const auto events = parse_stream(text);
  if (!events) return tl::make_unexpected(events.error());
  ++counts_.messages;
  FeedNews news;
  for (const StreamEvent& event : *events) take_event(event, news);
  return news;
}

FeedNews MarketFeed::tick() {
  FeedNews news;
  const Duration now = clock_.uptime();
  if (due(now, pinged_at_)) news.send.emplace_back("PING");
  std::set<InstrumentId> again;
  for (const auto& [token, watched] : books_) {
    const OrderBook& book = watched.book.book();
    if (watched.asked_at) {
      if (now - *watched.asked_at <= answer_within) continue;
      if (watched.asked >= asks_in_row) {
        news.reconnect = true;
        news.lines.push_back("polymarket stream: no book of " + token.text +
                             " comes; opening another connection");
        return news;
      }
      again.insert(token);
    } else if (book.in_doubt() || now - book.confirmed_at() > lease / 2) {
      again.insert(token);
    }
  }
  news.add(ask_anew(again));
  return news;
}

const OrderBook* MarketFeed::book(const InstrumentId& instrument) const {
  const auto found = books_.find(instrument);
  return found == books_.end() ? nullptr : &found->second.book.book();
}

UserFeed::UserFeed(std::string origin, StreamCredentials credentials, Clock& clock)
    : origin_{std::move(origin)}, credentials_{std::move(credentials)}, clock_{clock} {}

Result<StreamAddress> UserFeed::address() {
  return StreamAddress{.origin = origin_, .target = "/ws/user", .headers = {}};
}

// No "markets" at all means every market; an empty list has lost trades for others.
FeedNews UserFeed::opened() {
  pinged_at_ = clock_.uptime();
  platform::JsonWriter json;
  json.begin_object().key("auth").begin_object();
  json.key("apiKey").string(credentials_.api_key.reveal());
  json.key("secret").string(credentials_.secret.reveal());
  json.key("passphrase").string(credentials_.passphrase.reveal());
  json.end_object().key("type").string("user").end_object();
  FeedNews news;
  news.send.push_back(json.take());
  return news;
}

Result<FeedNews> UserFeed::heard(std::string_view text) {
  const auto events = parse_stream(text);
  if (!events) return tl::make_unexpected(events.error());
  ++counts_.messages;
  FeedNews news;
  for (const StreamEvent& event : *events) {
    if (event.kind == StreamEventKind::holdings) news.changed = true;
  }
  return news;
}

FeedNews UserFeed::tick() {
  FeedNews news;
  if (due(clock_.uptime(), pinged_at_)) news.send.emplace_back("PING");
  return news;
}

}  // namespace holdfast::polymarket
