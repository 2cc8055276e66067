#include "venues/pacifica/harvest.hpp"
#include "venues/pacifica/limits.hpp"
#include "venues/pacifica/pages.hpp"
#include "venues/pacifica/venue.hpp"

namespace holdfast::pacifica {
namespace {

// start_time is in milliseconds; what is too old all the same is left out later.
std::string from_moment(UtcTime since) {
  const std::int64_t ms = unix_ms(since);
  return ms > 0 ? "&" + parameter("start_time", std::to_string(ms)) : std::string{};
}

Async<void> gather_trades(Session& session, const std::string& account, Harvest& harvest,
                          RawTape& tape) {
  const auto take_page = [&](const std::string& body) -> Result<std::string> {
    auto page = parse_trades(body, harvest.symbols());
    if (!page) return tl::make_unexpected(std::move(page).error());
    for (Trade& trade : page->trades) harvest.add(std::move(trade));
    for (const FlawedTrade& trade : page->flawed) harvest.add(trade);
    return std::move(page->next_cursor);
  };
  std::vector<std::string> questions;
  if (harvest.symbols().size() > limits::single_symbols_max) {
    questions.push_back(account + from_moment(harvest.earliest()));
  } else {
    for (const std::string& symbol : harvest.symbols()) {
      questions.push_back(account + "&" + parameter("symbol", symbol) +
                          from_moment(harvest.since(symbol)));
    }
  }
  for (const std::string& question : questions) {
    const auto proof = co_await walk_pages(session, "/trades/history?" + question, tape, take_page);
    if (!proof) co_return tl::make_unexpected(proof.error());
  }
  co_return Result<void>{};
}

// An order's kind says whether the position was ended by a stop or target that rested at the venue.
Async<void> gather_causes(Session& session, const std::string& account, Harvest& harvest,
                          RawTape& tape) {
  if (harvest.orders_in_question().empty()) co_return Result<void>{};
  const auto take_page = [&](const std::string& body) -> Result<std::string> {
    auto page = parse_past_orders(body);
    if (!page) return tl::make_unexpected(std::move(page).error());
    for (const PastOrder& order : page->orders) harvest.learn(order);
    return std::move(page->next_cursor);
  };
  co_return co_await look_through(
      session, "/orders/history?" + account, tape, take_page,
      [&] { return harvest.orders_in_question().empty(); }, limits::side_pages_max);
}

// Newest first, for the account as a whole, a credit a page: read on until what is older than all
// that is asked about, or a part of it would pass for the sum.
Async<void> gather_funding(Session& session, const std::string& account, Harvest& harvest,
                           RawTape& tape) {
  const auto since = harvest.funding_since();
  if (!since) co_return Result<void>{};
  bool old = false;
  const auto take_page = [&](const std::string& body) -> Result<std::string> {
    auto page = parse_funding(body);
    if (!page) return tl::make_unexpected(std::move(page).error());
    for (const FundingPayment& payment : page->payments) {
      harvest.add(payment);
      old = old || payment.at < *since;
    }
    return std::move(page->next_cursor);
  };
  co_return co_await look_through(session, "/funding/history?" + account, tape, take_page,
                                  [&] { return old; });
}

}  // namespace

Async<std::vector<OpenOrder>> PacificaVenue::ask_orders(RawTape& tape) {
  const auto body = co_await session_.get("/orders?" + account_parameter_, tape);
  if (!body) co_return tl::make_unexpected(body.error());
  co_return parse_open_orders(*body);
}

// Orders are asked before trades: an order that fills in between is seen at least once.
Async<VenueEvents> PacificaVenue::fetch_events(EventQuery query, RawTape& tape) {
  if (query.empty()) co_return VenueEvents{};
  Harvest harvest{std::move(query), opened_, age_};
  const auto orders = co_await ask_orders(tape);
  if (!orders) co_return tl::make_unexpected(orders.error());
  for (const OpenOrder& order : *orders) harvest.add(order);
  auto done = co_await gather_trades(session_, account_parameter_, harvest, tape);
  if (done) done = co_await gather_causes(session_, account_parameter_, harvest, tape);
  if (done) done = co_await gather_funding(session_, account_parameter_, harvest, tape);
  if (!done) co_return tl::make_unexpected(std::move(done).error());
  co_return std::move(harvest).events();
}

}  // namespace holdfast::pacifica
