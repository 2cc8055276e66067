#include "venues/polymarket/venue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "net/clock_skew.hpp"
#include "ports/tape.hpp"
#include "venues/polymarket/events.hpp"
#include "venues/polymarket/limits.hpp"
#include "venues/polymarket/listing.hpp"
#include "venues/polymarket/pages.hpp"
#include "venues/polymarket/parse.hpp"

namespace holdfast::polymarket {

PolymarketVenue::PolymarketVenue(Config config, Transport& transport, Clock& clock)
    : config_{std::move(config)},
      clock_{clock},
      data_{config_.data_origin, transport, clock},
      gamma_{config_.gamma_origin, transport, clock},
      shape_{config_.shape} {
  if (config_.clob) clob_.emplace(config_.clob, transport, clock);
}

// The Data API gives no watermark: the listing speaks of the start of its first request, on the
// venue's clock, less what its cache may be behind.
Async<Snapshot> PolymarketVenue::fetch_snapshot(RawTape& tape) {
  if (config_.holder.is_zero()) co_return fail(Fault::identity, "no wallet is known");
  const UtcTime asked = tape.asked_at.value_or(clock_.now());
  const Holder holder{config_.account, config_.holder};
  Listing listing;
  auto done = co_await list_positions(data_, holder, shape_, listing, tape);
  if (!done) co_return tl::make_unexpected(std::move(done).error());
  net::keep_skew(tape, clock_.now(), data_.skew());
  const UtcTime as_of = asked + data_.skew() - std::chrono::seconds{limits::positions_cache_s};
  SnapshotHeader header{.account = config_.account,
                        .venue = VenueName::polymarket,
                        .as_of = as_of,
                        .has_watermark = false,
                        .content_hash = listing.content_hash()};
  header.id = SnapshotId{fmt::format("{}@{}-{}", config_.account.text, unix_ms(as_of),
                                     header.content_hash.substr(0, 12))};
  const Completeness proof = *listing.proof();
  auto rows = std::move(listing).holdings();
  lost_.clear();
  negative_risk_.clear();
  listed_ = listed_ids(rows);
  for (const Holding& row : rows) {
    if (row.lost) lost_.insert(row.key.instrument.text);
    if (row.about.negative_risk) negative_risk_.insert(row.key.instrument.text);
    if (!row.about.condition_id.empty()) {
      conditions_[row.key.instrument.text] = row.about.condition_id;
    }
  }
  co_return Snapshot::from_complete_listing(std::move(header), std::move(rows), proof);
}

namespace {

std::string since_parameter(const EventQuery& query) {
  UtcTime earliest = UtcTime::max();
  for (const auto& [key, since] : query) earliest = std::min(earliest, since);
  // Without a start the feed shows three years only.
  return parameter("start", std::to_string(std::max<std::int64_t>(unix_s(earliest) - 1, 1)));
}

Async<std::vector<Activity>> list_activity(Session& session, const Holder& holder,
                                           std::string since, RawTape& tape) {
  const std::string target = "/v2/activity?" + parameter("user", holder.wallet.lower()) + "&" +
                             since + "&filter_type=TOKENS&filter_amount=0&" +
                             parameter("limit", std::to_string(limits::page_rows_max));
  std::vector<Activity> rows;
  const auto take_page = [&](const std::string& body) -> Result<std::string> {
    auto page = parse_activity(body, holder);
    if (!page) return tl::make_unexpected(std::move(page).error());
    std::ranges::move(page->rows, std::back_inserter(rows));
    return std::move(page->next_cursor);
  };
  const auto proof = co_await walk_pages(session, target, "", tape, take_page);
  if (!proof) co_return tl::make_unexpected(proof.error());
  co_return rows;
}

Async<std::vector<Activity>> list_activity_v1(Session& session, const Holder& holder,
                                              std::string since, RawTape& tape) {
  const std::string target = "/activity?" + parameter("user", holder.wallet.lower()) + "&" + since +
                             "&" + parameter("limit", std::to_string(limits::v1_page_rows)) +
                             "&sortBy=TIMESTAMP&sortDirection=ASC";
  std::vector<Activity> rows;
  const auto take_rows = [&](const std::string& body) -> Result<std::size_t> {
    auto page = parse_activity_v1(body, holder);
    if (!page) return tl::make_unexpected(std::move(page).error());
    std::ranges::move(page->rows, std::back_inserter(rows));
    return page->rows.size();
  };
  const auto proof = co_await walk_offsets(session, target, tape, take_rows);
  if (!proof) co_return tl::make_unexpected(proof.error());
  co_return rows;
}

}  // namespace

Async<std::vector<Activity>> PolymarketVenue::activity_of(Holder holder, std::string since,
                                                          RawTape& tape) {
  co_return shape_ == DataShape::v1
      ? co_await list_activity_v1(data_, holder, std::move(since), tape)
      : co_await list_activity(data_, holder, std::move(since), tape);
}

// By what it holds, won and lost, else by all that it ever did.
Async<bool> PolymarketVenue::is_owner(std::string candidate, const OwnerTraces& traces,
                                      RawTape& tape) {
  const auto wallet = crypto::EthAddress::parse(candidate);
  if (!wallet) co_return false;
  const Holder holder{config_.account, *wallet};
  Listing listing;
  const auto listed = co_await list_positions(data_, holder, shape_, listing, tape);
  if (!listed) co_return tl::make_unexpected(listed.error());
  const auto rows = std::move(listing).holdings();
  const bool holds = std::ranges::any_of(rows, [&](const Holding& row) {
    return traces.empty() || traces.instruments.contains(row.key.instrument.text);
  });
  if (holds) co_return true;
  const auto done = co_await activity_of(holder, "start=1", tape);
  if (!done) co_return tl::make_unexpected(done.error());
  co_return std::ranges::any_of(*done, [&](const Activity& row) {
    return traces.empty() || traces.instruments.contains(row.token);
  });
}

// Redemptions, merges and splits name only their condition. Gamma knows which tokens are meant and,
// once resolved, what they pay: that is also the second word on what a listing calls lost.
Async<void> PolymarketVenue::learn_markets(const std::vector<Activity>& rows,
                                           const EventQuery& query, RawTape& tape) {
  std::set<InstrumentId> wanted;
  for (const auto& [key, since] : query) {
    const std::string& token = key.instrument.text;
    if (lost_.contains(token) && !payouts_.contains(token)) wanted.insert(key.instrument);
  }
  for (const Activity& row : rows) {
    const bool redeems = row.kind == "REDEEM";
    if (!row.token.empty() || (!redeems && row.kind != "MERGE" && row.kind != "SPLIT")) continue;
    for (const auto& [key, since] : query) {
      const auto known = conditions_.find(key.instrument.text);
      const bool unnamed = known == conditions_.end();
      const bool unpaid = redeems && !unnamed && known->second == row.condition &&
                          !payouts_.contains(key.instrument.text);
      if (unnamed || unpaid) wanted.insert(key.instrument);
    }
  }
  if (wanted.empty()) co_return Result<void>{};
  std::vector<InstrumentId> ids{wanted.begin(), wanted.end()};
  const auto about = co_await fetch_instruments(std::move(ids), tape);
  // Without names these rows still count as activity, which can only delay a close.
  if (!about && about.error().fault == Fault::cancelled) {
    co_return tl::make_unexpected(about.error());
  }
  co_return Result<void>{};
}

// Without the chain's logs the feed alone explains: they only tell more.
Async<std::vector<TokenFlow>> PolymarketVenue::ask_flows(const EventQuery& query, RawTape& tape) {
  if (config_.logs == nullptr) co_return std::vector<TokenFlow>{};
  UtcTime earliest = UtcTime::max();
  for (const auto& [key, since] : query) earliest = std::min(earliest, since);
  auto flows = co_await config_.logs->flows(config_.holder.lower(), earliest, tape);
  if (!flows && flows.error().fault != Fault::cancelled) co_return std::vector<TokenFlow>{};
  co_return flows;
}

namespace {

constexpr std::string_view remembered_markets = "remembered markets";
constexpr std::string_view unknown_word = "-";

}  // namespace

// Line by line a token, its condition and what that pays, as known before this pass asks.
void PolymarketVenue::keep_markets(const EventQuery& query, RawTape& tape) const {
  std::string memory;
  for (const auto& [key, since] : query) {
    const auto condition = conditions_.find(key.instrument.text);
    const auto payout = payouts_.find(key.instrument.text);
    memory += fmt::format("{} {} {}\n", key.instrument.text,
                          condition == conditions_.end() ? unknown_word : condition->second,
                          payout == payouts_.end() ? unknown_word : payout->second.text());
  }
  keep_memory(tape, remembered_markets, clock_.now(), std::move(memory));
}

Result<void> PolymarketVenue::recall(std::span<const RawAnswer> answers) {
  data_.recall_skew(net::kept_skew(answers));
  const auto kept = std::ranges::find(answers, remembered_markets, &RawAnswer::source);
  if (kept == answers.end()) return {};
  std::istringstream words{kept->body};
  std::string token;
  std::string condition;
  std::string payout;
  while (words >> token >> condition >> payout) {
    conditions_.erase(token);
    payouts_.erase(token);
    if (condition != unknown_word) conditions_[token] = condition;
    if (payout == unknown_word) continue;
    const auto pays = Price::parse(payout);
    if (!pays) return fail(Fault::malformed, "the record does not say what a market paid");
    payouts_[token] = *pays;
  }
  return {};
}

// What is open or settling is asked apart, with the trading service's own keys (fetch_unsettled).
Async<VenueEvents> PolymarketVenue::fetch_events(EventQuery query, RawTape& tape) {
  if (query.empty()) co_return VenueEvents{};
  keep_markets(query, tape);
  auto rows = co_await activity_of({config_.account, config_.holder}, since_parameter(query), tape);
  if (!rows) co_return tl::make_unexpected(std::move(rows).error());
  const auto learnt = co_await learn_markets(*rows, query, tape);
  if (!learnt) co_return tl::make_unexpected(learnt.error());
  auto flows = co_await ask_flows(query, tape);
  if (!flows) co_return tl::make_unexpected(std::move(flows).error());
  auto events = events_of(*rows, query, config_.account, conditions_, payouts_, *std::move(flows));
  if (!events) co_return tl::make_unexpected(std::move(events).error());
  events->lines = other_ids(*rows, listed_);
  for (const auto& [key, since] : query) {
    const auto payout = payouts_.find(key.instrument.text);
    if (payout != payouts_.end()) events->payouts.emplace(key, payout->second);
  }
  co_return *std::move(events);
}

Async<std::vector<UnsettledTrade>> PolymarketVenue::fetch_unsettled(RawTape& tape) {
  if (!clob_ || config_.holder.is_zero()) co_return std::vector<UnsettledTrade>{};
  co_return co_await clob_->unsettled(Holder{config_.account, config_.holder}, tape);
}

// Gamma leaves resolved markets out unless it is asked for them, so what is still wanted after the
// first question is asked about again with closed=true. What a market is and pays is kept for the
// events of its tokens: nobody has to ask twice.
Async<std::vector<Instrument>> PolymarketVenue::fetch_instruments(std::vector<InstrumentId> ids,
                                                                  RawTape& tape) {
  std::set<InstrumentId> wanted{ids.begin(), ids.end()};
  std::vector<Instrument> found;
  for (const std::string_view closed : {"", "&closed=true"}) {
    const std::vector<InstrumentId> open{wanted.begin(), wanted.end()};
    for (std::size_t first = 0; first < open.size(); first += limits::tokens_per_request) {
      const std::size_t last =
          std::min(open.size(), first + std::size_t{limits::tokens_per_request});
      std::string target = "/markets?limit=100";
      for (std::size_t i = first; i < last; ++i) {
        target += "&" + parameter("clob_token_ids", open[i].text);
      }
      const auto body = co_await gamma_.get(target.append(closed), tape);
      if (!body) co_return tl::make_unexpected(body.error());
      auto markets = parse_markets(*body);
      if (!markets) co_return tl::make_unexpected(std::move(markets).error());
      for (Instrument& about : *markets) {
        if (wanted.erase(about.id) == 0) continue;
        if (!about.condition_id.empty()) conditions_[about.id.text] = about.condition_id;
        if (about.payout) payouts_[about.id.text] = *about.payout;
        found.push_back(std::move(about));
      }
    }
  }
  co_return found;
}

}  // namespace holdfast::polymarket
