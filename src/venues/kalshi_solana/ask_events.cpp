#include <fmt/format.h>

#include <algorithm>

#include "venues/kalshi_solana/events.hpp"
#include "venues/kalshi_solana/limits.hpp"
#include "venues/kalshi_solana/venue.hpp"

namespace holdfast::kalshi_solana {

// Newest first, until one that is older than `since`. `cursor` names where the next page begins.
Async<std::vector<Trade>> KalshiSolanaVenue::list_trades(std::string wallet, UtcTime since,
                                                         RawTape& tape) {
  const std::string first =
      fmt::format("{}/onchain-trades?wallet={}&limit={}&sortBy=createdAt&sortOrder=desc", urls::api,
                  wallet, limits::trades_page);
  std::vector<Trade> trades;
  for (PageWalk walk; !walk.at_end();) {
    const std::string target = walk.cursor().empty() ? first : first + "&cursor=" + walk.cursor();
    const auto body = co_await metadata_.get(target, tape);
    if (!body) co_return tl::make_unexpected(body.error());
    auto page = parse_trades(*body, wallet);
    if (!page) co_return tl::make_unexpected(std::move(page).error());
    if (!page->names_cursor && page->rows.size() >= limits::trades_page) {
      co_return fail(Fault::incomplete, "dflow trades: a full page that names no cursor");
    }
    for (Trade& trade : page->rows) {
      if (!trades.empty() && trade.at > trades.back().at) {
        co_return fail(Fault::incomplete, "dflow trades: they are not in the order of time");
      }
      if (trade.at < since) co_return trades;
      trades.push_back(std::move(trade));
    }
    const bool is_cursor = std::ranges::all_of(page->next_cursor, [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '-' || c == '_';
    });
    if (!is_cursor) co_return fail(Fault::malformed, "dflow trades: a cursor that is none");
    if (auto turned = walk.turn(page->next_cursor); !turned) {
      co_return tl::make_unexpected(std::move(turned).error());
    }
  }
  co_return trades;
}

namespace {

bool is_terminal(OrderState state) {
  return state == OrderState::closed || state == OrderState::expired || state == OrderState::failed;
}

}  // namespace

// A movement that no known fill accounts for: the opening of an order, whose fate decides what it
// is, or a transfer. What came is never called one: order-status knows a purchase by the
// transaction that paid for it, and the trade list may show it hours later.
Async<void> KalshiSolanaVenue::explain_move(EventBook& book, PositionKey key, TokenMove move,
                                            RawTape& tape) {
  book.touch(key, move.at);
  if (book.accounts_for(move.signature)) co_return Result<void>{};
  const auto body = co_await trade_.find("/order-status?signature=" + move.signature, tape);
  if (!body) co_return tl::make_unexpected(body.error());
  if (!*body) {
    // An order may be too young to be known: until then it is not called a transfer.
    if (clock_.now() - move.at < std::chrono::seconds{limits::indexing_s}) {
      book.add_unsettled(key);
      co_return Result<void>{};
    }
    const bool went = move.changes.at(key.instrument.text) < 0;
    co_return went ? book.add_transfer(key, move) : Result<void>{};
  }
  const auto order = parse_order_status(**body);
  if (!order) co_return tl::make_unexpected(order.error());
  if (!is_terminal(order->state)) book.add_unsettled(key);
  co_return book.add_order(*order, move.at);
}

Async<VenueEvents> KalshiSolanaVenue::fetch_events(EventQuery query, RawTape& tape) {
  if (query.empty()) co_return VenueEvents{};
  if (config_.wallet.empty()) co_return fail(Fault::identity, "the wallet is not known yet");
  UtcTime earliest = UtcTime::max();
  for (const auto& [key, since] : query) earliest = std::min(earliest, since);
  auto trades = co_await list_trades(config_.wallet, earliest, tape);
  if (!trades) co_return tl::make_unexpected(std::move(trades).error());
  std::ranges::sort(*trades, {}, &Trade::id);
  EventBook book{query, config_.wallet, described_};
  for (const Trade& trade : *trades) {
    if (auto added = book.add_trade(trade); !added) {
      co_return tl::make_unexpected(std::move(added).error());
    }
  }
  for (const auto& [key, since] : query) {
    // A key that is new here and whose trades sum to what is held needs no other explanation.
    const auto held = held_.find(key);
    const Int128 now_held = held == held_.end() ? 0 : Int128{held->second.units()};
    if (since == UtcTime{} && book.sum_of(key) == now_held) continue;
    auto moves = co_await chain_.moves(config_.wallet, key.instrument.text, since, tape);
    if (!moves) co_return tl::make_unexpected(std::move(moves).error());
    // Oldest first: an order comes before what gives its tokens back.
    for (auto move = moves->rbegin(); move != moves->rend(); ++move) {
      auto explained = co_await explain_move(book, key, *move, tape);
      if (!explained) co_return tl::make_unexpected(std::move(explained).error());
    }
  }
  VenueEvents events = std::move(book).take();
  for (const auto& [key, since] : query) {
    const auto known = described_.find(key.instrument.text);
    if (known == described_.end() || !known->second.about.payout) continue;
    if (known->second.about.state != MarketState::resolved) continue;
    events.payouts.emplace(key, *known->second.about.payout);
  }
  co_return events;
}

}  // namespace holdfast::kalshi_solana
