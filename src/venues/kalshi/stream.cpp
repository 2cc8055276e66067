#include "venues/kalshi/stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/json_writer.hpp"
#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/sign.hpp"
#include "venues/kalshi/urls.hpp"

namespace holdfast::kalshi {
namespace {

using namespace std::chrono_literals;

constexpr Duration lease = std::chrono::seconds{limits::book_lease_s};
constexpr Duration answer_within = 3s;            // of a command
constexpr std::uint32_t asks_in_row = 3;          // for a snapshot, before everything is asked anew
constexpr std::uint32_t resubscribes_in_row = 3;  // before another connection

std::string list_of(const std::set<InstrumentId>& tickers) {
  platform::JsonWriter list;
  list.begin_array();
  for (const InstrumentId& ticker : tickers) list.string(ticker.text);
  list.end_array();
  return list.take();
}

}  // namespace

KalshiFeed::KalshiFeed(StreamConfig config, Clock& clock, Signer& signer)
    : config_{std::move(config)}, clock_{clock}, signer_{signer} {}

Result<StreamAddress> KalshiFeed::address() {
  const UtcTime now = clock_.now() + (config_.skew ? config_.skew() : Duration{});
  auto headers = signed_headers(signer_, config_.key_id, unix_ms(now), Method::get, urls::stream);
  if (!headers) return tl::make_unexpected(headers.error());
  return StreamAddress{.origin = config_.origin,
                       .target = std::string{urls::stream},
                       .headers = *std::move(headers)};
}

std::string KalshiFeed::command(std::string_view name,
                                const std::function<void(std::string&)>& params) {
  std::string text = fmt::format(R"({{"id":{},"cmd":"{}","params":{{)", next_id_++, name);
  params(text);
  return text + "}}";
}

std::string KalshiFeed::subscribe_books() {
  asked_id_ = next_id_;
  asked_sid_at_ = clock_.uptime();
  return command("subscribe", [&](std::string& text) {
    text += R"("channels":["orderbook_delta"],"market_tickers":)" + list_of(wanted_);
  });
}

std::string KalshiFeed::update(std::string_view action, const std::set<InstrumentId>& tickers) {
  return command("update_subscription", [&](std::string& text) {
    text += fmt::format(R"("sids":[{}],"market_tickers":{},"action":"{}")", *sid_, list_of(tickers),
                        action);
  });
}

FeedNews KalshiFeed::opened() {
  open_ = true;
  FeedNews news;
  news.send.push_back(command("subscribe", [](std::string& text) {
    text += R"("channels":["fill","market_positions","user_orders"])";
  }));
  news.add(settle_subscriptions());
  return news;
}

void KalshiFeed::closed() {
  open_ = false;
  doubt_all("the connection is gone");
  sid_.reset();
  asked_id_.reset();
  gate_.restart();
  resubscribed_ = 0;
  books_.clear();
}

FeedNews KalshiFeed::watch(const std::set<InstrumentId>& instruments) {
  wanted_ = instruments;
  return open_ ? settle_subscriptions() : FeedNews{};
}

// Brings what the venue was asked for to what is wanted. While a subscribe is unanswered nothing
// can be changed: its answer leads here again.
FeedNews KalshiFeed::settle_subscriptions() {
  FeedNews news;
  if (asked_id_) return news;
  std::set<InstrumentId> more;
  std::set<InstrumentId> less;
  for (const InstrumentId& ticker : wanted_) {
    if (!books_.contains(ticker)) more.insert(ticker);
  }
  for (const auto& [ticker, watched] : books_) {
    if (!wanted_.contains(ticker)) less.insert(ticker);
  }
  const Duration now = clock_.uptime();
  for (const InstrumentId& ticker : more) {
    books_.emplace(ticker, Watched{.book = OrderBook{lease}, .asked_at = now});
  }
  for (const InstrumentId& ticker : less) {
    books_.erase(ticker);
    hurt_.erase(ticker);
  }
  if (!sid_) {
    if (!wanted_.empty()) news.send.push_back(subscribe_books());
  } else if (wanted_.empty()) {
    news.send.push_back(command(
        "unsubscribe", [&](std::string& text) { text += fmt::format(R"("sids":[{}])", *sid_); }));
    sid_.reset();
    gate_.restart();
  } else {
    if (!less.empty()) news.send.push_back(update("delete_markets", less));
    if (!more.empty()) news.send.push_back(update("add_markets", more));
  }
  return news;
}

// Everything about the books from the beginning; a connection on which that does not help is
// given up.
FeedNews KalshiFeed::resubscribe(const std::string& why) {
  FeedNews news;
  doubt_all(why);
  if (++resubscribed_ > resubscribes_in_row) {
    news.reconnect = true;
    news.lines.push_back("kalshi stream: " + why + "; opening another connection");
    return news;
  }
  news.lines.push_back("kalshi stream: " + why + "; subscribing anew");
  if (sid_) {
    news.send.push_back(command(
        "unsubscribe", [&](std::string& text) { text += fmt::format(R"("sids":[{}])", *sid_); }));
  }
  sid_.reset();
  asked_id_.reset();
  gate_.restart();
  books_.clear();
  news.add(settle_subscriptions());
  return news;
}

void KalshiFeed::doubt_all(const std::string& why) {
  for (auto& [ticker, watched] : books_) {
    if (!watched.book.in_doubt()) hurt_.insert(ticker);
    watched.book.doubt(why);
  }
}

FeedNews KalshiFeed::ask_snapshots(const std::set<InstrumentId>& tickers) {
  FeedNews news;
  if (tickers.empty() || !sid_) return news;
  for (const InstrumentId& ticker : tickers) {
    Watched& watched = books_.at(ticker);
    watched.asked_at = clock_.uptime();
    ++watched.asked;
  }
  news.send.push_back(update("get_snapshot", tickers));
  return news;
}

// A frame of a subscription that is over says nothing about the books of now.
SequenceGate::Step KalshiFeed::count(const StreamFrame& frame, FeedNews& news) {
  if (!sid_ || frame.sid != sid_) return SequenceGate::Step::repeated;
  const auto step = gate_.take(*frame.sequence);
  if (step == SequenceGate::Step::repeated) ++counts_.repeated;
  if (step != SequenceGate::Step::gap) return step;
  ++counts_.gaps;
  doubt_all("frames are missing before number " + std::to_string(*frame.sequence));
  std::set<InstrumentId> all;
  for (const auto& [ticker, watched] : books_) all.insert(ticker);
  // The snapshot in hand heals its own market.
  if (frame.kind == FrameKind::snapshot) all.erase(InstrumentId{frame.ticker});
  news.add(ask_snapshots(all));
  return step;
}

void KalshiFeed::take_snapshot(StreamFrame frame, FeedNews& news) {
  const auto found = books_.find(InstrumentId{frame.ticker});
  if (found == books_.end()) return;  // not wanted any more
  Watched& watched = found->second;
  if (frame.unknown_market) {
    watched.book.doubt("the venue knows no such market");
    watched.unknown = true;
    return;
  }
  const bool was_whole = !watched.book.in_doubt();
  if (was_whole && watched.book.last_known() != frame.levels) {
    ++counts_.silent;
    news.lines.push_back("kalshi stream: the book of " + frame.ticker +
                         " differed although no frame was missing");
  }
  if (const auto done = watched.book.replace(std::move(frame.levels), clock_.uptime()); !done) {
    news.lines.push_back("kalshi stream: " + frame.ticker + ": " + done.error().what);
    return;
  }
  if (hurt_.erase(found->first) > 0) ++counts_.healed;
  watched.unknown = false;
  watched.asked_at.reset();
  watched.asked = 0;
  resubscribed_ = 0;
}

void KalshiFeed::take_delta(const StreamFrame& frame, FeedNews& news) {
  const auto found = books_.find(InstrumentId{frame.ticker});
  if (found == books_.end()) return;
  const auto done =
      found->second.book.change_by(frame.side, frame.price, frame.delta, clock_.uptime());
  if (done) return;
  hurt_.insert(found->first);
  ++counts_.silent;
  news.lines.push_back("kalshi stream: " + frame.ticker + ": " + done.error().what);
  news.add(ask_snapshots({found->first}));
}

void KalshiFeed::take_error(const StreamFrame& frame, FeedNews& news) {
  ++counts_.refused;
  news.lines.push_back(fmt::format("kalshi stream: the venue refuses a command: {} {}",
                                   frame.error_code, frame.error_text));
  if (asked_id_ && frame.id == asked_id_) asked_sid_at_ = clock_.uptime();  // tick() tries again
}

Result<FeedNews> KalshiFeed::heard(std::string_view text) {
  auto frame = parse_stream(text);
  if (!frame) return tl::make_unexpected(frame.error());
  ++counts_.messages;
  FeedNews news;
  switch (frame->kind) {
    case FrameKind::subscribed:
      if (frame->channel == "orderbook_delta" && asked_id_ && frame->id == asked_id_) {
        sid_ = frame->sid;
        asked_id_.reset();
        gate_.restart();
        news.add(settle_subscriptions());
      }
      break;
    case FrameKind::ok:
    case FrameKind::unsubscribed:
      if (frame->sequence) count(*frame, news);
      break;
    case FrameKind::error:
      take_error(*frame, news);
      break;
    case FrameKind::snapshot:
      if (count(*frame, news) != SequenceGate::Step::repeated) {
        take_snapshot(*std::move(frame), news);
      }
      break;
    case FrameKind::delta:
      if (count(*frame, news) != SequenceGate::Step::repeated) take_delta(*frame, news);
      break;
    case FrameKind::holdings:
      news.changed = true;
      break;
    case FrameKind::other:
      break;
  }
  return news;
}

FeedNews KalshiFeed::tick() {
  const Duration now = clock_.uptime();
  if (asked_id_ && now - asked_sid_at_ > answer_within) {
    return resubscribe("a subscription was not answered");
  }
  if (!sid_) return settle_subscriptions();
  std::set<InstrumentId> due;
  for (const auto& [ticker, watched] : books_) {
    if (watched.unknown) continue;
    if (watched.asked_at) {
      if (now - *watched.asked_at <= answer_within) continue;
      if (watched.asked >= asks_in_row) {
        return resubscribe("no snapshot of " + ticker.text + " comes");
      }
      due.insert(ticker);
    } else if (watched.book.in_doubt() || now - watched.book.confirmed_at() > lease / 2) {
      due.insert(ticker);
    }
  }
  return ask_snapshots(due);
}

const OrderBook* KalshiFeed::book(const InstrumentId& instrument) const {
  const auto found = books_.find(instrument);
  return found == books_.end() ? nullptr : &found->second.book;
}

}  // namespace holdfast::kalshi
