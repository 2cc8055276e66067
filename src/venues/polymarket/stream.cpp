#include "venues/polymarket/stream.hpp"

#include <fmt/format.h>

#include <utility>

#include "platform/json_writer.hpp"
#include "venues/polymarket/limits.hpp"

namespace holdfast::polymarket {
namespace {

using namespace std::chrono_literals;

constexpr AskRule rule{
    .lease = std::chrono::seconds{limits::book_lease_s}, .answer_within = 4s, .in_row = 3};
// Where the venue has no book of any token, another connection does not help either.
constexpr Duration reconnect_every = 10min;
constexpr Duration ping_every = std::chrono::seconds{limits::stream_ping_s};

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

}  // namespace

MarketFeed::MarketFeed(std::string origin, Clock& clock, WatchShare share)
    : origin_{std::move(origin)},
      clock_{clock},
      share_{std::move(share)},
      name_{share_.name("market")},
      books_{rule},
      ping_{ping_every} {}

Result<StreamAddress> MarketFeed::address() {
  return StreamAddress{.origin = origin_, .target = "/ws/market", .headers = {}};
}

FeedNews MarketFeed::opened() {
  open_ = true;
  ping_.restart(clock_.uptime());
  books_.become(wanted_, clock_.uptime());
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
  wanted_ = share_.of(instruments);
  FeedNews news;
  if (!open_ || wanted_.empty()) return news;  // nothing wanted: the connection is closed
  const auto [more, less] = books_.become(wanted_, clock_.uptime());
  if (!less.empty()) news.send.push_back(operation("unsubscribe", less));
  if (!more.empty()) news.send.push_back(operation("subscribe", more));
  return news;
}

FeedNews MarketFeed::ask_anew(const std::set<InstrumentId>& tokens) {
  FeedNews news;
  if (tokens.empty()) return news;
  books_.note_asked(tokens, clock_.uptime());
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
    books_.each([&](const InstrumentId& token, StreamBook& book) {
      std::vector<const LevelChange*> rows;
      for (const LevelChange& row : event.changes) {
        if (row.asset == token.text) rows.push_back(&row);
      }
      const auto before = trust_.state;
      take_effect(token, book.take_changes(rows, event, trust_, now), news);
      if (before != trust_.state && trust_.state == HashTrust::State::given_up) {
        news.lines.emplace_back(
            "polymarket stream: the hash of a price_change is not that of the book; gaps are "
            "found by best prices and by asking anew");
      }
    });
    return;
  }
  const InstrumentId token{event.asset};
  StreamBook* book = books_.find(token);
  if (book == nullptr) return;
  if (event.kind == StreamEventKind::last_trade) book->take_last_trade(event);
  if (event.kind == StreamEventKind::tick_size) book->take_tick_size(event);
  if (event.kind != StreamEventKind::book) return;
  const Effect effect = book->take_book(event, trust_, now);
  if (effect != Effect::repeated && effect != Effect::doubted) {
    books_.note_answer(token);
    excused_.erase(token);
  }
  take_effect(token, effect, news);
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
  if (ping_.due(clock_.uptime())) news.send.emplace_back("PING");
  const Duration now = clock_.uptime();
  const auto due = books_.due(now);
  if (due.nothing_answers && (!gave_up_at_ || now - *gave_up_at_ >= reconnect_every)) {
    gave_up_at_ = now;
    news.reconnect = true;
    news.lines.emplace_back("polymarket stream: no book comes; opening another connection");
    return news;
  }
  excuse(due.mute, news);
  news.add(ask_anew(due.ask));
  return news;
}

void MarketFeed::excuse(const std::set<InstrumentId>& mute, FeedNews& news) {
  for (const InstrumentId& token : mute) {
    books_.excuse(token, clock_.uptime() + rule.lease);
    if (!excused_.insert(token).second) continue;
    news.lines.push_back("polymarket stream: no book of " + token.text +
                         " comes; it is asked for now and then");
  }
}

UserFeed::UserFeed(std::string origin, ApiCredentials credentials, Clock& clock)
    : origin_{std::move(origin)},
      credentials_{std::move(credentials)},
      clock_{clock},
      ping_{ping_every} {}

Result<StreamAddress> UserFeed::address() {
  return StreamAddress{.origin = origin_, .target = "/ws/user", .headers = {}};
}

// No "markets" at all means every market; an empty list has lost trades for others.
FeedNews UserFeed::opened() {
  ping_.restart(clock_.uptime());
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
  if (ping_.due(clock_.uptime())) news.send.emplace_back("PING");
  return news;
}

}  // namespace holdfast::polymarket
