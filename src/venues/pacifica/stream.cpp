#include "venues/pacifica/stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "net/printable.hpp"
#include "venues/pacifica/limits.hpp"
#include "venues/pacifica/urls.hpp"

namespace holdfast::pacifica {
namespace {

using namespace std::chrono_literals;

constexpr AskRule rule{
    .lease = std::chrono::seconds{limits::book_lease_s}, .answer_within = 4s, .in_row = 3};
constexpr Duration ping_every = std::chrono::seconds{limits::stream_ping_s};

const std::set<std::string>& account_channels() {
  static const std::set<std::string> channels{"account_positions", "account_trades",
                                              "account_order_updates"};
  return channels;
}

std::string about(std::string_view verb, std::string_view source, const InstrumentId& symbol) {
  return fmt::format(R"({{"method":"{}","params":{{"source":"{}","symbol":"{}"{}}}}})", verb,
                     source, symbol.text, source == "book" ? R"(,"agg_level":1)" : "");
}

const std::string prices_channel = "prices";

std::string about_prices(std::string_view verb) {
  return fmt::format(R"({{"method":"{}","params":{{"source":"prices"}}}})", verb);
}

void tell_both(FeedNews& news, std::string_view verb, const std::set<InstrumentId>& symbols) {
  for (const InstrumentId& symbol : symbols) {
    for (const auto* source : {"book", "bbo"}) news.send.push_back(about(verb, source, symbol));
  }
}

}  // namespace

PacificaFeed::PacificaFeed(StreamConfig config, Clock& clock, WatchShare share)
    : config_{std::move(config)},
      clock_{clock},
      share_{std::move(share)},
      name_{share_.name("all")},
      books_{rule},
      channels_{rule},
      prices_{rule},
      ping_{ping_every} {}

Result<StreamAddress> PacificaFeed::address() {
  return StreamAddress{
      .origin = config_.origin, .target = std::string{urls::stream}, .headers = {}};
}

std::string PacificaFeed::command(std::string_view verb, std::string_view channel) const {
  return fmt::format(R"({{"method":"{}","params":{{"source":"{}","account":"{}"}}}})", verb,
                     channel, config_.account());
}

FeedNews PacificaFeed::opened() {
  open_ = true;
  const Duration now = clock_.uptime();
  ping_.restart(now);
  FeedNews news;
  if (share_.is_first()) {
    channels_.become(account_channels(), now);
    for (const auto& channel : account_channels()) {
      news.send.push_back(command("subscribe", channel));
    }
  }
  prices_.become({prices_channel}, now);
  news.send.push_back(about_prices("subscribe"));
  news.add(settle_books());
  return news;
}

// What a reconnect brings is the state of then: numbers stay, because a late server may answer.
void PacificaFeed::closed() {
  open_ = false;
  books_.clear();
  channels_.clear();
  prices_.clear();
  marks_.clear();
  held_.reset();
}

FeedNews PacificaFeed::watch(const std::set<InstrumentId>& instruments) {
  FeedNews news;
  wanted_ = share_.of(instruments);
  const std::size_t left_out = share_.left_out();
  if (std::exchange(left_out_, left_out) != left_out && left_out > 0) {
    news.lines.push_back(fmt::format(
        "pacifica stream: books of {} symbols are watched, {} are not: the connections are full",
        instruments.size() - left_out, left_out));
  }
  if (open_) news.add(settle_books());
  return news;
}

FeedNews PacificaFeed::settle_books() {
  FeedNews news;
  const auto [more, less] = books_.become(wanted_, clock_.uptime());
  tell_both(news, "unsubscribe", less);
  tell_both(news, "subscribe", more);
  return news;
}

FeedNews PacificaFeed::ask_channels(const std::set<std::string>& channels) {
  FeedNews news;
  channels_.note_asked(channels, clock_.uptime());
  for (const auto& channel : channels) {
    news.send.push_back(command("unsubscribe", channel));
    news.send.push_back(command("subscribe", channel));
  }
  return news;
}

FeedNews PacificaFeed::ask_books(const std::set<InstrumentId>& symbols) {
  FeedNews news;
  for (const InstrumentId& symbol : symbols) {
    if (books_.find(symbol)->is_newly_missing()) ++counts_.gaps;
  }
  books_.note_asked(symbols, clock_.uptime());
  tell_both(news, "unsubscribe", symbols);
  tell_both(news, "subscribe", symbols);
  return news;
}

bool PacificaFeed::is_news(const StreamFrame& frame) {
  const auto& number = frame.stamp.number;
  if (!number) return true;
  // What happens is told once; a set of positions of the newest number is that set.
  const bool is_set = frame.kind == FrameKind::positions;
  auto& before = is_set ? newest_ : frame.kind == FrameKind::trades ? last_trade_ : last_order_;
  if (before && (is_set ? *number < *before : *number <= *before)) {
    ++counts_.repeated;
    return false;
  }
  before = number;
  if (frame.kind == FrameKind::trades) newest_ = std::max(newest_, number);
  return true;
}

void PacificaFeed::take_account(const StreamFrame& frame, FeedNews& news) {
  if (!is_news(frame)) return;
  switch (frame.kind) {
    case FrameKind::trades:
      news.changed = true;
      if (frame.stamp.number && config_.heard_trade) config_.heard_trade(*frame.stamp.number);
      break;
    case FrameKind::orders:
      news.changed = frame.fills;
      break;
    default: {
      const bool asked = channels_.is_asked(frame.channel);
      const bool differs = held_ && *held_ != frame.held;
      held_ = frame.held;
      news.changed = differs;
      if (!asked || !differs) break;
      ++counts_.silent;
      news.lines.emplace_back(
          "pacifica stream: the positions differed although no frame had said so");
    }
  }
}

void PacificaFeed::take_symbol(const StreamFrame& frame, FeedNews& news) {
  const InstrumentId symbol{frame.symbol};
  StreamBook* book = books_.find(symbol);
  if (book == nullptr) return;  // not wanted any more
  const bool prices = frame.kind == FrameKind::best;
  const Effect effect = prices ? book->take_best(frame)
                               : book->take_book(frame, books_.is_asked(symbol), clock_.uptime());
  switch (effect) {
    case Effect::repeated:
      ++counts_.repeated;
      return;
    case Effect::silent:
      ++counts_.silent;
      news.lines.push_back("pacifica stream: the book of " + frame.symbol +
                           " differed although nothing had said so");
      break;
    case Effect::healed:
      ++counts_.healed;
      break;
    case Effect::refused:
      news.lines.push_back("pacifica stream: " + frame.symbol + ": " + book->book().why());
      return;
    default:
      break;
  }
  if (!prices && !book->in_doubt()) books_.note_answer(symbol);
}

void PacificaFeed::take_prices(const StreamFrame& frame) {
  const Duration now = clock_.uptime();
  if (Subscribed* channel = prices_.find(prices_channel)) channel->confirm(now);
  for (const SymbolPrice& price : frame.prices) {
    const InstrumentId symbol{price.symbol};
    StreamBook* book = books_.find(symbol);
    if (book == nullptr) continue;
    book->take_price(price, now);
    marks_.insert_or_assign(symbol, StreamPrice{price.mark, clock_.now()});
  }
}

// Without it the books have their own best prices still: its loss ends no connection.
FeedNews PacificaFeed::tend_prices() {
  FeedNews news;
  const Duration now = clock_.uptime();
  const auto due = prices_.due(now);
  for (const std::string& channel : due.mute) prices_.excuse(channel, now + rule.lease);
  prices_.note_asked(due.ask, now);
  if (!due.ask.empty()) {
    news.send.push_back(about_prices("unsubscribe"));
    news.send.push_back(about_prices("subscribe"));
  }
  books_.each([&](const InstrumentId& symbol, StreamBook& book) {
    if (!book.doubt_what_prices_contradict(now)) return;
    news.lines.push_back("pacifica stream: " + symbol.text + ": " + book.book().why());
  });
  return news;
}

Result<FeedNews> PacificaFeed::heard(std::string_view text) {
  const auto frame = parse_stream(text);
  if (!frame) return tl::make_unexpected(frame.error());
  ++counts_.messages;
  FeedNews news;
  switch (frame->kind) {
    case FrameKind::subscribed:
      if (Subscribed* channel = channels_.find(frame->source)) {
        channel->confirm(clock_.uptime());
        if (frame->source != "account_positions") channels_.note_answer(frame->source);
      } else if (Subscribed* prices = prices_.find(frame->source)) {
        prices->confirm(clock_.uptime());
        prices_.note_answer(frame->source);
      }
      break;
    case FrameKind::prices:
      take_prices(*frame);
      break;
    case FrameKind::positions:
      take_account(*frame, news);
      if (channels_.find(frame->channel) != nullptr) channels_.note_answer(frame->channel);
      break;
    case FrameKind::trades:
    case FrameKind::orders:
      take_account(*frame, news);
      break;
    case FrameKind::book:
    case FrameKind::best:
      take_symbol(*frame, news);
      break;
    case FrameKind::error:
      ++counts_.refused;
      news.lines.push_back("pacifica stream: the venue refuses a command: " +
                           net::printable(frame->error, 160));
      break;
    case FrameKind::other:
      break;
  }
  return news;
}

FeedNews PacificaFeed::tick() {
  FeedNews news;
  const Duration now = clock_.uptime();
  if (ping_.due(now)) news.send.emplace_back(R"({"method":"ping"})");
  const auto channels = channels_.due(now);
  if (!channels.mute.empty()) {
    news.reconnect = true;
    news.lines.push_back("pacifica stream: " + *channels.mute.begin() +
                         " is not answered; opening another connection");
    return news;
  }
  news.add(ask_channels(channels.ask));
  news.add(tend_prices());
  const auto books = books_.due(now);
  for (const InstrumentId& symbol : books.mute) {
    news.lines.push_back("pacifica stream: no book of " + symbol.text + " comes; asking later");
    books_.excuse(symbol, now + rule.lease);
  }
  news.add(ask_books(books.ask));
  return news;
}

}  // namespace holdfast::pacifica
