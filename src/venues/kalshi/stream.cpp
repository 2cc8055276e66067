#include "venues/kalshi/stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/market_list.hpp"
#include "venues/kalshi/sign.hpp"
#include "venues/kalshi/urls.hpp"

namespace holdfast::kalshi {
namespace {

using namespace std::chrono_literals;

// A snapshot that does not come leads to a new subscription of everything.
constexpr AskRule rule{
    .lease = std::chrono::seconds{limits::book_lease_s}, .answer_within = 3s, .in_row = 3};
constexpr std::uint32_t resubscribes_in_row = 3;  // before another connection

}  // namespace

KalshiFeed::KalshiFeed(StreamConfig config, Clock& clock, Signer& signer)
    : config_{std::move(config)},
      clock_{clock},
      signer_{signer},
      books_{rule},
      tickers_{clock, [this](std::string_view name, const auto& params) {
                 return make_command(name, params);
               }} {}

Result<StreamAddress> KalshiFeed::address() {
  const UtcTime now = clock_.now() + (config_.skew ? config_.skew() : Duration{});
  auto headers = signed_headers(signer_, config_.key_id, unix_ms(now), Method::get, urls::stream);
  if (!headers) return tl::make_unexpected(headers.error());
  return StreamAddress{.origin = config_.origin,
                       .target = std::string{urls::stream},
                       .headers = *std::move(headers)};
}

Command KalshiFeed::make_command(std::string_view name,
                                 const std::function<void(std::string&)>& params) {
  Command command{.id = next_id_++, .text = {}};
  command.text = fmt::format(R"({{"id":{},"cmd":"{}","params":{{)", command.id, name);
  params(command.text);
  command.text += "}}";
  return command;
}

std::string KalshiFeed::subscribe_books() {
  asked_id_ = next_id_;
  asked_sid_at_ = clock_.uptime();
  return command("subscribe", [&](std::string& text) {
    text += R"("channels":["orderbook_delta"],"market_tickers":)" + market_list(wanted_);
  });
}

std::string KalshiFeed::update(std::string_view action, const std::set<InstrumentId>& tickers) {
  return command("update_subscription", [&](std::string& text) {
    text += fmt::format(R"("sids":[{}],"market_tickers":{},"action":"{}")", *sid_,
                        market_list(tickers), action);
  });
}

FeedNews KalshiFeed::opened() {
  open_ = true;
  FeedNews news;
  news.send.push_back(command("subscribe", [](std::string& text) {
    text += R"("channels":["fill","market_positions","user_orders"])";
  }));
  news.add(settle_subscriptions());
  news.add(tickers_.settle(wanted_));
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
  tickers_.closed();
}

FeedNews KalshiFeed::watch(const std::set<InstrumentId>& instruments) {
  wanted_ = instruments;
  if (!open_) return {};
  FeedNews news = settle_subscriptions();
  news.add(tickers_.settle(wanted_));
  return news;
}

// Brings what the venue was asked for to what is wanted. While a subscribe is unanswered nothing
// can be changed: its answer leads here again.
FeedNews KalshiFeed::settle_subscriptions() {
  FeedNews news;
  if (asked_id_) return news;
  const auto [more, less] = books_.become(wanted_, clock_.uptime());
  for (const InstrumentId& ticker : less) hurt_.erase(ticker);
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
  books_.each([&](const InstrumentId& ticker, OrderBook& book) {
    if (!book.in_doubt()) hurt_.insert(ticker);
    book.doubt(why);
    tickers_.note(ticker, book);
  });
}

FeedNews KalshiFeed::ask_snapshots(const std::set<InstrumentId>& tickers) {
  FeedNews news;
  if (tickers.empty() || !sid_) return news;
  books_.note_asked(tickers, clock_.uptime());
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
  std::set<InstrumentId> all = books_.keys();
  // The snapshot in hand heals its own market.
  if (frame.kind == FrameKind::snapshot) all.erase(InstrumentId{frame.ticker});
  news.add(ask_snapshots(all));
  return step;
}

void KalshiFeed::take_snapshot(StreamFrame frame, FeedNews& news) {
  const InstrumentId ticker{frame.ticker};
  OrderBook* book = books_.find(ticker);
  if (book == nullptr) return;  // not wanted any more
  if (frame.unknown_market) {
    book->doubt("the venue knows no such market");
    books_.excuse(ticker, Duration::max());
    return;
  }
  if (!book->in_doubt() && book->last_known() != frame.levels) {
    ++counts_.silent;
    news.lines.push_back("kalshi stream: the book of " + frame.ticker +
                         " differed although no frame was missing");
  }
  if (const auto done = book->replace(std::move(frame.levels), clock_.uptime()); !done) {
    news.lines.push_back("kalshi stream: " + frame.ticker + ": " + done.error().what);
    return;
  }
  tickers_.renew(ticker, *book);
  if (hurt_.erase(ticker) > 0) ++counts_.healed;
  books_.note_answer(ticker);
  resubscribed_ = 0;
}

void KalshiFeed::take_delta(const StreamFrame& frame, FeedNews& news) {
  const InstrumentId ticker{frame.ticker};
  OrderBook* book = books_.find(ticker);
  if (book == nullptr) return;
  const auto done = book->change_by(frame.side, frame.price, frame.delta, clock_.uptime());
  tickers_.note(ticker, *book);
  if (done) return;
  hurt_.insert(ticker);
  ++counts_.silent;
  news.lines.push_back("kalshi stream: " + frame.ticker + ": " + done.error().what);
  news.add(ask_snapshots({ticker}));
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
      } else if (frame->channel == "ticker" && tickers_.is_answer(*frame)) {
        news.add(tickers_.subscribed(*frame));
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
    case FrameKind::ticker:
      tickers_.take(*frame);
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
  if (asked_id_ && now - asked_sid_at_ > rule.answer_within) {
    return resubscribe("a subscription was not answered");
  }
  if (!sid_) return settle_subscriptions();
  FeedNews news = doubt_what_tickers_contradict();
  const auto due = books_.due(now);
  if (!due.mute.empty()) {
    return resubscribe("no snapshot of " + due.mute.begin()->text + " comes");
  }
  news.add(ask_snapshots(due.ask));
  return news;
}

// In doubt they are due at once.
FeedNews KalshiFeed::doubt_what_tickers_contradict() {
  FeedNews news;
  for (const InstrumentId& ticker : tickers_.contradicted()) {
    OrderBook* book = books_.find(ticker);
    if (book == nullptr || book->in_doubt()) continue;
    ++counts_.gaps;
    hurt_.insert(ticker);
    book->doubt("its best prices are not those of the ticker: frames are missing");
    tickers_.note(ticker, *book);
    news.lines.push_back("kalshi stream: " + ticker.text + ": " + book->why());
  }
  return news;
}

}  // namespace holdfast::kalshi
