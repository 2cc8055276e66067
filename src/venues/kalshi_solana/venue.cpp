#include "venues/kalshi_solana/venue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "domain/page_walk.hpp"
#include "platform/json_writer.hpp"
#include "venues/kalshi_solana/limits.hpp"
#include "venues/kalshi_solana/listing.hpp"

namespace holdfast::kalshi_solana {

KalshiSolanaVenue::KalshiSolanaVenue(Config config, TokenChain& chain, Transport& transport,
                                     Clock& clock)
    : config_{std::move(config)},
      chain_{chain},
      clock_{clock},
      metadata_{config_.metadata_origin, config_.api_key, transport, clock},
      trade_{config_.trade_origin, config_.api_key, transport, clock} {}

// The slot is the watermark: the listing speaks of the time of its block.
Async<Snapshot> KalshiSolanaVenue::fetch_snapshot(RawTape& tape) {
  if (config_.wallet.empty()) co_return fail(Fault::identity, "no wallet is known");
  const auto listing = co_await chain_.token_accounts(config_.wallet, tape);
  if (!listing) co_return tl::make_unexpected(listing.error());
  auto mints = mints_of(*listing);
  auto outcomes = co_await outcomes_of(std::move(mints), tape);
  if (!outcomes) co_return tl::make_unexpected(std::move(outcomes).error());

  SnapshotHeader header{.account = config_.account,
                        .venue = VenueName::kalshi_solana,
                        .as_of = listing->at,
                        .has_watermark = true,
                        .content_hash = listing->content_hash};
  header.cash = cash_of(*listing);
  header.id = SnapshotId{fmt::format("{}@{}-{}", config_.account.text, listing->slot,
                                     header.content_hash.substr(0, 12))};
  auto rows = holdings_of(*listing, *outcomes, config_.account);
  held_.clear();
  for (const Holding& row : rows) {
    if (row.quantity) held_.emplace(row.key, *row.quantity);
  }
  described_ = *std::move(outcomes);
  // One answer for each of the two token programs, neither of which has pages.
  PageWalk walk;
  if (auto turned = walk.turn(""); !turned) co_return tl::make_unexpected(turned.error());
  const auto proof = walk.proof();
  co_return Snapshot::from_complete_listing(std::move(header), std::move(rows),
                                            proof->and_also(*proof));
}

namespace {

std::string question(std::string_view name, const std::vector<std::string>& mints) {
  platform::JsonWriter json;
  json.begin_object();
  json.key(name).begin_array();
  for (const std::string& mint : mints) json.string(mint);
  json.end_array();
  json.end_object();
  return json.take();
}

std::vector<std::vector<std::string>> chunks_of(const std::set<std::string>& all,
                                                std::size_t most) {
  std::vector<std::vector<std::string>> chunks;
  for (const std::string& one : all) {
    if (chunks.empty() || chunks.back().size() == most) chunks.emplace_back();
    chunks.back().push_back(one);
  }
  return chunks;
}

// The first few by name: a person looks them up.
std::string names_of(const std::set<std::string>& mints) {
  constexpr std::size_t shown_max = 5;
  std::string names;
  std::size_t shown = 0;
  for (const std::string& mint : mints) {
    if (++shown > shown_max) return names + fmt::format(" and {} more", mints.size() - shown_max);
    names += (names.empty() ? "" : ", ") + mint;
  }
  return names;
}

}  // namespace

Async<std::string> KalshiSolanaVenue::canary(RawTape& tape) {
  if (!canary_.empty()) co_return canary_;
  const auto body =
      co_await metadata_.get(std::string{urls::api} + "/markets?isInitialized=true&limit=1", tape);
  if (!body) co_return tl::make_unexpected(body.error());
  const auto outcomes = parse_markets(*body);
  if (!outcomes) co_return tl::make_unexpected(outcomes.error());
  if (outcomes->empty()) {
    co_return fail(Fault::incomplete, "dflow markets: it lists no market at all");
  }
  canary_ = outcomes->front().about.id.text;
  co_return canary_;
}

Async<std::set<std::string>> KalshiSolanaVenue::filter(std::set<std::string> mints, RawTape& tape) {
  std::set<std::string> outcome;
  if (mints.empty()) co_return outcome;
  const auto own = co_await canary(tape);
  if (!own) co_return tl::make_unexpected(own.error());
  const bool asked_too = !mints.insert(*own).second;
  std::set<std::string> others = mints;
  others.erase(*own);
  if (others.empty()) others = mints;
  for (auto chunk : chunks_of(others, limits::filter_mints - 1)) {
    if (chunk.front() != *own) chunk.push_back(*own);
    const auto body = co_await metadata_.post(std::string{urls::api} + "/filter_outcome_mints",
                                              question("addresses", chunk), tape);
    if (!body) co_return tl::make_unexpected(body.error());
    auto found = parse_outcome_mints(*body);
    if (!found) co_return tl::make_unexpected(std::move(found).error());
    if (std::ranges::find(*found, *own) == found->end()) {
      co_return fail(Fault::incomplete,
                     "dflow outcome mints: the answer leaves out a mint of its own: " + *own);
    }
    for (std::string& mint : *found) {
      if (!mints.contains(mint)) {
        co_return fail(Fault::malformed,
                       "dflow calls a mint an outcome that was not asked about: " + mint);
      }
      outcome.insert(std::move(mint));
    }
    if (!asked_too) outcome.erase(*own);
  }
  co_return outcome;
}

Async<KalshiSolanaVenue::Outcomes> KalshiSolanaVenue::batch(std::set<std::string> mints,
                                                            RawTape& tape) {
  Outcomes known;
  for (const auto& chunk : chunks_of(mints, limits::batch_mints)) {
    const auto body = co_await metadata_.post(std::string{urls::api} + "/markets/batch",
                                              question("mints", chunk), tape);
    if (!body) co_return tl::make_unexpected(body.error());
    auto outcomes = parse_markets(*body);
    if (!outcomes) co_return tl::make_unexpected(std::move(outcomes).error());
    for (Outcome& outcome : *outcomes) {
      const std::string mint = outcome.about.id.text;
      if (mints.contains(mint)) known.insert_or_assign(mint, std::move(outcome));
    }
  }
  co_return known;
}

Async<KalshiSolanaVenue::Outcomes> KalshiSolanaVenue::outcomes_of(std::set<std::string> mints,
                                                                  RawTape& tape) {
  const UtcTime now = clock_.now();
  std::set<std::string> unknown;
  for (const std::string& mint : mints) {
    const auto stranger = strangers_.find(mint);
    const bool is_stranger = stranger != strangers_.end() &&
                             now - stranger->second < std::chrono::seconds{limits::strangers_s};
    if (!known_.contains(mint) && !is_stranger) unknown.insert(mint);
  }
  const auto outcome = co_await filter(unknown, tape);
  if (!outcome) co_return tl::make_unexpected(outcome.error());

  // What the filter leaves out is asked about in the other way too: a mint that has a market is an
  // outcome token, whatever a short answer of the filter said.
  std::set<std::string> asked;
  for (const std::string& mint : mints) {
    if (known_.contains(mint) || unknown.contains(mint)) asked.insert(mint);
  }
  auto known = co_await batch(asked, tape);
  if (!known) co_return known;
  std::set<std::string> missing;
  std::set<std::string> denied;
  for (const std::string& mint : asked) {
    const bool named = known_.contains(mint) || outcome->contains(mint);
    if (named && !known->contains(mint)) missing.insert(mint);
    if (!named && known->contains(mint)) denied.insert(mint);
  }
  if (!missing.empty()) {
    co_return fail(Fault::incomplete,
                   fmt::format("dflow markets: {} of {} asked outcome mints are missing from the "
                               "answer: {}",
                               missing.size(), asked.size(), names_of(missing)));
  }
  if (!denied.empty()) {
    co_return fail(Fault::incomplete,
                   fmt::format("dflow outcome mints: the filter left out {} mints that have "
                               "markets: {}",
                               denied.size(), names_of(denied)));
  }
  for (const std::string& mint : unknown) {
    if (outcome->contains(mint)) {
      known_.insert(mint);
      strangers_.erase(mint);
    } else {
      strangers_.insert_or_assign(mint, now);
    }
  }
  co_return known;
}

Async<std::map<PositionKey, SaleLimits>> KalshiSolanaVenue::fetch_sale_limits(
    std::vector<PositionKey> keys, RawTape&) {
  std::map<PositionKey, SaleLimits> told;
  for (PositionKey& key : keys) {
    told.emplace(std::move(key),
                 SaleLimits{.step = limits::order_step, .minimum = limits::order_step});
  }
  co_return told;
}

// What the last listing said is newer than anything that was asked apart; keys that are not held
// any more are asked about.
Async<std::vector<Instrument>> KalshiSolanaVenue::fetch_instruments(std::vector<InstrumentId> ids,
                                                                    RawTape& tape) {
  std::vector<Instrument> found;
  std::set<std::string> wanted;
  for (const InstrumentId& id : ids) {
    if (const auto known = described_.find(id.text); known != described_.end()) {
      found.push_back(known->second.about);
    } else {
      wanted.insert(id.text);
    }
  }
  const auto outcomes = co_await batch(std::move(wanted), tape);
  if (!outcomes) co_return tl::make_unexpected(outcomes.error());
  for (const auto& [mint, outcome] : *outcomes) found.push_back(outcome.about);
  co_return found;
}

}  // namespace holdfast::kalshi_solana
