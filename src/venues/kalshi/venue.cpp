#include "venues/kalshi/venue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "crypto/sha256.hpp"
#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/pages.hpp"
#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/refusal.hpp"

namespace holdfast::kalshi {

KalshiVenue::KalshiVenue(Config config, Transport& transport, Clock& clock, Signer& signer)
    : config_{std::move(config)},
      clock_{clock},
      session_{config_.origin, config_.key_id, transport, clock, signer},
      known_subaccounts_{config_.subaccounts.begin(), config_.subaccounts.end()} {}

Async<std::vector<std::uint16_t>> KalshiVenue::find_subaccounts(RawTape& tape) {
  const auto known = [this] {
    return std::vector<std::uint16_t>{known_subaccounts_.begin(), known_subaccounts_.end()};
  };
  if (!config_.subaccounts.empty()) co_return known();
  const std::string path = "/portfolio/subaccounts/balances";
  auto response = co_await session_.ask(path, "", tape);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  known_subaccounts_.insert(0);
  // Accounts below the Advanced tier have no subaccounts, and a key may not be allowed to list
  // them: then the primary one is all there is to ask. A list that was there before is not
  // forgotten for that.
  if (response->status == 403 || response->status == 404) co_return known();
  if (auto fault = fault_of(*response, "GET " + path)) {
    co_return tl::make_unexpected(*std::move(fault));
  }
  const auto numbers = parse_subaccounts(response->body);
  if (!numbers) co_return tl::make_unexpected(numbers.error());
  known_subaccounts_.insert(numbers->begin(), numbers->end());
  co_return known();
}

namespace {

// What one pass over all subaccounts gathers.
struct Listing {
  std::vector<Holding> rows;
  std::optional<Completeness> proof;
  crypto::PieceHash hash;
  Sum<Money> cash;
};

Async<void> list_positions(Session& session, Owner owner, Listing& listing, RawTape& tape) {
  const auto take_page = [&](const std::string& body) -> Result<std::string> {
    auto page = parse_positions(body, owner);
    if (!page) return tl::make_unexpected(std::move(page).error());
    listing.hash.add(body);
    for (Holding& row : page->holdings) listing.rows.push_back(std::move(row));
    return std::move(page->next_cursor);
  };
  const auto proof = co_await walk_pages(session, "/portfolio/positions",
                                         parameter("subaccount", std::to_string(owner.subaccount)),
                                         tape, take_page);
  if (!proof) co_return tl::make_unexpected(proof.error());
  listing.proof = listing.proof ? listing.proof->and_also(*proof) : *proof;
  co_return Result<void>{};
}

bool holds_something(const std::vector<Holding>& rows, std::uint16_t subaccount) {
  return std::ranges::any_of(rows, [&](const Holding& row) {
    const bool held = !row.quantity || !row.quantity->is_zero();
    return row.key.subaccount == subaccount && held;
  });
}

// The control question: it needs the same key, so a refused key behind an empty list shows here;
// and it counts independently, so a list that is empty by mistake contradicts it.
Async<void> check_balance(Session& session, std::uint16_t subaccount, Listing& listing,
                          RawTape& tape) {
  const auto body = co_await session.get("/portfolio/balance",
                                         parameter("subaccount", std::to_string(subaccount)), tape);
  if (!body) co_return tl::make_unexpected(body.error());
  const auto balance = parse_balance(*body);
  if (!balance) co_return tl::make_unexpected(balance.error());
  if (balance->portfolio_value_cents > 0 && !holds_something(listing.rows, subaccount)) {
    co_return fail(Fault::incomplete,
                   fmt::format("kalshi lists no position in subaccount {}, yet its balance says "
                               "that positions worth {} cents are held",
                               subaccount, balance->portfolio_value_cents));
  }
  listing.cash.add(balance->cash);
  co_return Result<void>{};
}

Async<UtcTime> fetch_data_time(Session& session, Clock& clock, RawTape& tape) {
  const auto body = co_await session.get("/exchange/user_data_timestamp", "", tape);
  if (!body) co_return tl::make_unexpected(body.error());
  const auto as_of = parse_data_time(*body);
  if (!as_of) co_return as_of;
  if (*as_of > clock.now() + std::chrono::seconds{limits::watermark_ahead_s}) {
    co_return fail(Fault::malformed,
                   fmt::format("kalshi says its data are of {}, more than {} s ahead of this "
                               "machine's clock ({}). Set the clock (NTP) if it is wrong",
                               iso_text(*as_of), limits::watermark_ahead_s, iso_text(clock.now())));
  }
  co_return as_of;
}

}  // namespace

// The watermark is asked first: whatever the pages show is at least as new as it says.
Async<Snapshot> KalshiVenue::fetch_snapshot(RawTape& tape) {
  const auto as_of = co_await fetch_data_time(session_, clock_, tape);
  if (!as_of) co_return tl::make_unexpected(as_of.error());
  const auto subaccounts = co_await find_subaccounts(tape);
  if (!subaccounts) co_return tl::make_unexpected(subaccounts.error());
  Listing listing;
  for (const std::uint16_t subaccount : *subaccounts) {
    Owner owner{config_.account, subaccount};
    auto listed = co_await list_positions(session_, std::move(owner), listing, tape);
    if (!listed) co_return tl::make_unexpected(std::move(listed).error());
    auto checked = co_await check_balance(session_, subaccount, listing, tape);
    if (!checked) co_return tl::make_unexpected(std::move(checked).error());
  }
  if (!listing.proof) co_return fail(Fault::incomplete, "no kalshi subaccount was asked");
  SnapshotHeader header{.account = config_.account,
                        .venue = VenueName::kalshi,
                        .as_of = *as_of,
                        .has_watermark = true,
                        .content_hash = listing.hash.hex()};
  header.id = SnapshotId{fmt::format("{}@{}-{}", config_.account.text, unix_ms(*as_of),
                                     header.content_hash.substr(0, 12))};
  if (const auto cash = listing.cash.total()) header.cash = *cash;
  co_return Snapshot::from_complete_listing(std::move(header), std::move(listing.rows),
                                            *listing.proof);
}

}  // namespace holdfast::kalshi
