#include "venues/kalshi/stream_tickers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/market_list.hpp"

namespace holdfast::kalshi {
namespace {

std::set<InstrumentId> without(const std::set<InstrumentId>& from,
                               const std::set<InstrumentId>& less) {
  std::set<InstrumentId> rest;
  std::ranges::set_difference(from, less, std::inserter(rest, rest.end()));
  return rest;
}

}  // namespace

FeedNews TickerWatch::settle(const std::set<InstrumentId>& wanted) {
  FeedNews news;
  wanted_ = wanted;
  std::erase_if(told_, [&](const auto& one) { return !wanted_.contains(one.first); });
  if (asked_id_ || asked_ == wanted_) return news;
  if (!sid_) {
    Command command = make_("subscribe", [&](std::string& text) {
      text += R"("channels":["ticker"],"market_tickers":)" + market_list(wanted_);
    });
    asked_id_ = command.id;
    news.send.push_back(std::move(command.text));
    asked_ = wanted_;
    return news;
  }
  if (wanted_.empty()) {
    news.send.push_back(make_("unsubscribe", [&](std::string& text) {
                          text += fmt::format(R"("sids":[{}])", *sid_);
                        }).text);
    sid_.reset();
  }
  const auto update = [&](std::string_view action, const std::set<InstrumentId>& markets) {
    if (!sid_ || markets.empty()) return;
    news.send.push_back(make_("update_subscription", [&](std::string& text) {
                          text += fmt::format(R"("sids":[{}],"market_tickers":{},"action":"{}")",
                                              *sid_, market_list(markets), action);
                        }).text);
  };
  update("delete_markets", without(asked_, wanted_));
  update("add_markets", without(wanted_, asked_));
  asked_ = wanted_;
  return news;
}

void TickerWatch::closed() {
  asked_.clear();
  told_.clear();
  sid_.reset();
  asked_id_.reset();
}

FeedNews TickerWatch::subscribed(const StreamFrame& frame) {
  sid_ = frame.sid;
  asked_id_.reset();
  return settle(wanted_);
}

TickerWatch::Told* TickerWatch::told_of(const InstrumentId& market) {
  if (!wanted_.contains(market)) return nullptr;
  constexpr Duration lag = std::chrono::milliseconds{limits::ticker_lag_ms};
  return &told_.try_emplace(market, Told{.check = QuoteCheck{lag}, .at_ms = 0, .price = {}})
              .first->second;
}

void TickerWatch::take(const StreamFrame& frame) {
  Told* told = told_of(InstrumentId{frame.ticker});
  if (told == nullptr || frame.at_ms < told->at_ms) return;  // not wanted any more, or late
  told->at_ms = frame.at_ms;
  told->check.say(frame.quote, clock_.uptime());
  if (frame.last_price) told->price = StreamPrice{*frame.last_price, clock_.now()};
}

void TickerWatch::note(const InstrumentId& market, const OrderBook& book) {
  if (Told* told = told_of(market)) told->check.note(book, clock_.uptime());
}

void TickerWatch::renew(const InstrumentId& market, const OrderBook& book) {
  if (Told* told = told_of(market)) told->check.renew(book, clock_.uptime());
}

std::set<InstrumentId> TickerWatch::contradicted() const {
  std::set<InstrumentId> all;
  for (const auto& [market, told] : told_) {
    if (told.check.contradicts(clock_.uptime())) all.insert(market);
  }
  return all;
}

std::optional<StreamPrice> TickerWatch::price(const InstrumentId& market) const {
  const auto found = told_.find(market);
  return found == told_.end() ? std::nullopt : found->second.price;
}

}  // namespace holdfast::kalshi
