#include "venues/pacifica/venue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "crypto/sha256.hpp"
#include "net/clock_skew.hpp"
#include "venues/pacifica/limits.hpp"

namespace holdfast::pacifica {

PacificaVenue::PacificaVenue(Config config, Transport& transport, Clock& clock)
    : config_{std::move(config)},
      clock_{clock},
      session_{config_.origin, transport, clock},
      account_parameter_{parameter("account", config_.address)} {}

// One listing with the account's own word beside it.
struct PacificaVenue::Heard {
  UtcTime asked;
  Listing listing;
  AccountState account;
  std::string content_hash;
  [[nodiscard]] bool agree() const { return listing.counted == account.positions; }
};

Async<PacificaVenue::Heard> PacificaVenue::ask_both(RawTape& tape) {
  const UtcTime asked = tape.asked_at.value_or(clock_.now());
  const auto positions = co_await session_.get("/positions?" + account_parameter_, tape);
  if (!positions) co_return tl::make_unexpected(positions.error());
  auto listing = parse_positions(*positions, config_.account);
  if (!listing) co_return tl::make_unexpected(std::move(listing).error());
  const auto account = co_await session_.get("/account?" + account_parameter_, tape);
  if (!account) co_return tl::make_unexpected(account.error());
  const auto state = parse_account(*account);
  if (!state) co_return tl::make_unexpected(state.error());
  crypto::PieceHash hash;
  hash.add(*positions);
  hash.add(*account);
  net::keep_skew(tape, clock_.now(), session_.skew());
  co_return Heard{asked + session_.skew(), *std::move(listing), *state, hash.hex()};
}

Result<void> PacificaVenue::recall(std::span<const RawAnswer> answers) {
  session_.recall_skew(net::kept_skew(answers));
  return {};
}

// A trade between the two questions makes them disagree, so they are asked once more before the
// listing is refused.
Async<Snapshot> PacificaVenue::fetch_snapshot(RawTape& tape) {
  auto heard = co_await ask_both(tape);
  if (heard && !heard->agree()) heard = co_await ask_both(tape);
  if (!heard) co_return tl::make_unexpected(std::move(heard).error());
  if (!heard->agree()) {
    co_return fail(Fault::incomplete,
                   fmt::format("pacifica lists {} positions and its account counts {}: one of the "
                               "two answers is not whole, or behind the other",
                               heard->listing.counted, heard->account.positions));
  }
  if (is_behind(heard->listing)) {
    co_return fail(Fault::not_now,
                   fmt::format("pacifica lists its state of number {}, and its stream told a trade "
                               "of number {}: the listing is behind",
                               *heard->listing.last_order_id, told_->number));
  }
  PageWalk walk;
  if (auto turned = walk.turn(""); !turned) co_return tl::make_unexpected(turned.error());
  const auto proof = walk.proof();
  if (!proof) co_return tl::make_unexpected(proof.error());

  const UtcTime told = std::max(heard->account.changed_at,
                                heard->listing.changed_at.value_or(heard->account.changed_at));
  age_ = ListingAge{heard->asked, told};
  opened_ = std::move(heard->listing.opened);
  SnapshotHeader header{.account = config_.account,
                        .venue = VenueName::pacifica,
                        .as_of = heard->asked,
                        .has_watermark = false,
                        .content_hash = heard->content_hash,
                        .cash = heard->account.available,
                        .count = std::nullopt,
                        .sequence = heard->listing.last_order_id};
  header.id = SnapshotId{fmt::format("{}@{}-{}", config_.account.text, unix_ms(header.as_of),
                                     header.content_hash.substr(0, 12))};
  header.count = Evidence{EvidenceKind::count,
                          fmt::format("positions_count:{}@{}", heard->account.positions,
                                      unix_ms(heard->account.changed_at)),
                          heard->asked,
                          fmt::format("the venue's account counts {} positions, as many as it "
                                      "lists",
                                      heard->account.positions)};
  co_return Snapshot::from_complete_listing(std::move(header), std::move(heard->listing.holdings),
                                            *proof);
}

bool PacificaVenue::is_behind(const Listing& listing) const {
  return told_ && listing.last_order_id && *listing.last_order_id < told_->number &&
         clock_.uptime() - told_->at < std::chrono::seconds{limits::listing_waits_s};
}

Async<void> PacificaVenue::learn_perpetuals(RawTape& tape) {
  const auto info = co_await session_.get("/info", tape);
  if (!info) co_return tl::make_unexpected(info.error());
  auto perpetuals = parse_perpetuals(*info);
  if (!perpetuals) co_return tl::make_unexpected(std::move(perpetuals).error());
  perpetuals_ = *std::move(perpetuals);
  co_return Result<void>{};
}

// Marks change all the time and cost two credits, so both are asked at once for all symbols.
Async<std::vector<Instrument>> PacificaVenue::fetch_instruments(std::vector<InstrumentId> ids,
                                                                RawTape& tape) {
  if (ids.empty()) co_return std::vector<Instrument>{};
  const auto learnt = co_await learn_perpetuals(tape);
  if (!learnt) co_return tl::make_unexpected(learnt.error());
  const auto prices = co_await session_.get("/info/prices", tape);
  if (!prices) co_return tl::make_unexpected(prices.error());
  const auto marks = parse_marks(*prices);
  if (!marks) co_return tl::make_unexpected(marks.error());
  std::vector<Instrument> found;
  for (InstrumentId& id : ids) {
    if (!perpetuals_.contains(id.text)) continue;
    Instrument about{.id = std::move(id), .venue = VenueName::pacifica};
    about.title = about.id.text + " perpetual";
    about.state = MarketState::open;
    if (const auto mark = marks->find(about.id.text); mark != marks->end()) {
      about.price = mark->second;
    }
    found.push_back(std::move(about));
  }
  co_return found;
}

}  // namespace holdfast::pacifica
