#include <algorithm>
#include <set>
#include <tuple>

#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/pages.hpp"
#include "venues/kalshi/resting_orders.hpp"
#include "venues/kalshi/venue.hpp"

namespace holdfast::kalshi {
namespace {

// Up to so many markets are asked about one by one; more are filtered from the whole feed.
constexpr std::size_t single_tickers_max = 5;

// The markets of a query and the earliest moment asked about each.
std::map<std::string, UtcTime> tickers_of(const EventQuery& query) {
  std::map<std::string, UtcTime> tickers;
  for (const auto& [key, since] : query) {
    const auto [at, fresh] = tickers.emplace(key.instrument.text, since);
    if (!fresh) at->second = std::min(at->second, since);
  }
  return tickers;
}

std::set<std::uint16_t> subaccounts_of(const EventQuery& query) {
  std::set<std::uint16_t> subaccounts;
  for (const auto& [key, since] : query) subaccounts.insert(key.subaccount);
  return subaccounts;
}

UtcTime earliest_of(const EventQuery& query) {
  UtcTime earliest = UtcTime::max();
  for (const auto& [key, since] : query) earliest = std::min(earliest, since);
  return earliest;
}

// min_ts counts whole seconds; one more on the safe side, what is too old is left out later.
std::string from_second(UtcTime since) {
  const std::int64_t second = unix_s(since) - 1;
  return second > 0 ? parameter("min_ts", std::to_string(second)) : std::string{};
}

std::string ticker_parameter(const std::string& ticker) { return parameter("ticker", ticker); }

// Gathers what belongs to the query.
class Harvest {
 public:
  Harvest(const EventQuery& query, const AccountId& account) : query_{query}, account_{account} {}

  void add(Fill fill) {
    const auto asked = query_.find(fill.key);
    if (asked == query_.end() || fill.at < asked->second) return;
    touch(fill.key, fill.at);
    events_.fills.push_back(std::move(fill));
  }

  void add(Settlement settlement) {
    const auto asked = query_.find(settlement.key);
    if (asked == query_.end() || settlement.at < asked->second) return;
    touch(settlement.key, settlement.at);
    events_.settlements.push_back(std::move(settlement));
  }

  void add(FlawedRow row) {
    const auto asked = query_.find(row.key);
    if (asked == query_.end() || (row.at && *row.at < asked->second)) return;
    events_.flawed.emplace(std::move(row.key), std::move(row.text));
  }

  void add(const RestingOrder& order, std::uint16_t asked_subaccount) {
    for (const auto& [key, since] : query_) {
      if (rests_on(order, key, asked_subaccount)) events_.open_orders.insert(key);
    }
    if (order.id && order.size) events_.order_sizes.emplace(*order.id, *order.size);
  }

  TakePage fills_page() {
    return [this](const std::string& body) -> Result<std::string> {
      auto page = parse_fills(body, account_);
      if (!page) return tl::make_unexpected(std::move(page).error());
      for (Fill& fill : page->fills) add(std::move(fill));
      for (FlawedRow& row : page->flawed) add(std::move(row));
      return std::move(page->next_cursor);
    };
  }

  TakePage settlements_page(std::uint16_t subaccount) {
    return [this,
            owner = Owner{account_, subaccount}](const std::string& body) -> Result<std::string> {
      auto page = parse_settlements(body, owner);
      if (!page) return tl::make_unexpected(std::move(page).error());
      for (Settlement& settlement : page->settlements) add(std::move(settlement));
      for (FlawedRow& row : page->flawed) add(std::move(row));
      return std::move(page->next_cursor);
    };
  }

  VenueEvents events() && {
    // The live and the historical list may both hold a fill around the cutoff; what differs stays.
    keep_one_of_equals(events_.fills);
    keep_one_of_equals(events_.settlements);
    return std::move(events_);
  }

 private:
  template <class Told>
  static void keep_one_of_equals(std::vector<Told>& all) {
    std::ranges::sort(all, {}, [](const Told& one) { return std::tie(one.at, one.id); });
    const auto repeats = std::ranges::unique(all);
    all.erase(repeats.begin(), repeats.end());
  }

  void touch(const PositionKey& key, UtcTime at) {
    UtcTime& newest = events_.newest_activity.emplace(key, at).first->second;
    newest = std::max(newest, at);
  }

  const EventQuery& query_;
  const AccountId& account_;
  VenueEvents events_;
};

// Fills of all subaccounts come in one list where no subaccount is named.
Async<void> gather_fills(Session& session, const EventQuery& query, Harvest& harvest,
                         RawTape& tape) {
  const auto tickers = tickers_of(query);
  if (tickers.size() > single_tickers_max) {
    const auto proof = co_await walk_pages(
        session, "/portfolio/fills", from_second(earliest_of(query)), tape, harvest.fills_page());
    if (!proof) co_return tl::make_unexpected(proof.error());
    co_return Result<void>{};
  }
  for (const auto& [ticker, since] : tickers) {
    const auto proof = co_await walk_pages(session, "/portfolio/fills",
                                           joined(ticker_parameter(ticker), from_second(since)),
                                           tape, harvest.fills_page());
    if (!proof) co_return tl::make_unexpected(proof.error());
  }
  co_return Result<void>{};
}

// Fills from before Kalshi's cutoff (some three months) are in another list, which knows no
// min_ts: a few markets are asked one by one, many by reading the whole list once.
Async<void> gather_old_fills(Session& session, const EventQuery& query, Harvest& harvest,
                             RawTape& tape) {
  const auto body = co_await session.get("/historical/cutoff", "", tape);
  if (!body) co_return tl::make_unexpected(body.error());
  const auto cutoff = parse_fills_cutoff(*body);
  if (!cutoff) co_return tl::make_unexpected(cutoff.error());
  std::vector<std::string> asked;
  for (const auto& [ticker, since] : tickers_of(query)) {
    if (since < *cutoff) asked.push_back(ticker_parameter(ticker));
  }
  if (asked.size() > single_tickers_max) asked = {""};
  for (const std::string& parameters : asked) {
    const auto proof =
        co_await walk_pages(session, "/historical/fills", parameters, tape, harvest.fills_page());
    if (!proof) co_return tl::make_unexpected(proof.error());
  }
  co_return Result<void>{};
}

// Settlements and orders name no subaccount, so each asked one is asked about by itself.
Async<void> gather_by_subaccount(Session& session, const EventQuery& query, Harvest& harvest,
                                 RawTape& tape) {
  for (const std::uint16_t subaccount : subaccounts_of(query)) {
    const std::string where = parameter("subaccount", std::to_string(subaccount));
    const auto settled = co_await walk_pages(session, "/portfolio/settlements",
                                             joined(where, from_second(earliest_of(query))), tape,
                                             harvest.settlements_page(subaccount));
    if (!settled) co_return tl::make_unexpected(settled.error());
    const auto resting = co_await each_resting_order(
        session, subaccount, tape,
        [&](const RestingOrder& order) { harvest.add(order, subaccount); });
    if (!resting) co_return tl::make_unexpected(resting.error());
  }
  co_return Result<void>{};
}

}  // namespace

// Orders are asked before fills: an order that fills in between is seen at least once.
Async<VenueEvents> KalshiVenue::fetch_events(EventQuery query, RawTape& tape) {
  if (query.empty()) co_return VenueEvents{};
  Harvest harvest{query, config_.account};
  auto done = co_await gather_by_subaccount(session_, query, harvest, tape);
  if (done) done = co_await gather_fills(session_, query, harvest, tape);
  if (done) done = co_await gather_old_fills(session_, query, harvest, tape);
  if (!done) co_return tl::make_unexpected(std::move(done).error());
  co_return std::move(harvest).events();
}

}  // namespace holdfast::kalshi
