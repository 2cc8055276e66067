#include "venues/polymarket/listing.hpp"

#include <utility>

#include "venues/polymarket/limits.hpp"
#include "venues/polymarket/pages.hpp"
#include "venues/polymarket/refusal.hpp"
#include "venues/polymarket/venue.hpp"

namespace holdfast::polymarket {
namespace {

void merge(Holding& known, const Holding& row) {
  if (known.quantity == row.quantity) return;
  known.quantity.reset();
  known.flaw = "the lists of open and of lost positions name two sizes";
}

}  // namespace

Result<void> Listing::add(Holding row, Kind kind) {
  const auto [at, fresh] = entries_.try_emplace(row.key);
  Entry& entry = at->second;
  bool& seen = kind == Kind::open ? entry.open : entry.lost;
  if (seen) return fail(Fault::incomplete, "polymarket lists a token twice: " + row.key.text());
  seen = true;
  if (fresh) {
    entry.holding = std::move(row);
  } else {
    merge(entry.holding, row);
  }
  if (kind == Kind::lost) {
    entry.holding.redeemable = true;
    entry.holding.lost = true;
    entry.holding.about.state = MarketState::resolved;
    entry.holding.about.payout = Price{};
  }
  return {};
}

void Listing::add_proof(Completeness proof) { proof_ = proof_ ? proof_->and_also(proof) : proof; }

std::vector<Holding> Listing::holdings() && {
  std::vector<Holding> rows;
  rows.reserve(entries_.size());
  for (auto& [key, entry] : entries_) rows.push_back(std::move(entry.holding));
  return rows;
}

namespace {

// Every filter that could hide a row is set: the default leaves out archived markets and less than
// 0.1 share. By time, oldest first: a row that is touched while we read moves behind us and shows
// as a repeated token, never as a missing one.
std::string positions_target(const Holder& holder, std::string_view status,
                             const std::string& only) {
  return "/v2/positions?" + parameter("user", holder.wallet.lower()) + "&" +
         parameter("status", status) +
         "&filter_type=TOKENS&filter_amount=0&include_archived=true&" +
         parameter("limit", std::to_string(limits::page_rows_max)) +
         "&sort_by=TIMESTAMP&sort_direction=ASC" + only;
}

// The filter that leaves these conditions, under the name the API has for it; all without any.
std::string only_of(std::string_view name, std::span<const std::string> conditions) {
  std::string list;
  for (const std::string& condition : conditions) list += (list.empty() ? "" : ",") + condition;
  return list.empty() ? list : "&" + parameter(name, list);
}

TakePage page_taker(const Holder& holder, Listing& listing, Listing::Kind kind) {
  return [&holder, &listing, kind](const std::string& body) -> Result<std::string> {
    auto page = parse_positions(body, holder);
    if (!page) return tl::make_unexpected(std::move(page).error());
    listing.add_body(body);
    for (Holding& row : page->holdings) {
      if (auto added = listing.add(std::move(row), kind); !added) {
        return tl::make_unexpected(std::move(added).error());
      }
    }
    return std::move(page->next_cursor);
  };
}

Async<void> walk(Session& session, const Holder& holder, Listing::Kind kind,
                 const std::string& only, std::string first_body, Listing& listing, RawTape& tape) {
  const std::string_view status = kind == Listing::Kind::open ? "OPEN" : "REDEEMABLE_LOST";
  const auto proof =
      co_await walk_pages(session, positions_target(holder, status, only), std::move(first_body),
                          tape, page_taker(holder, listing, kind));
  if (!proof) co_return tl::make_unexpected(proof.error());
  listing.add_proof(*proof);
  co_return Result<void>{};
}

Async<void> walk_v1(Session& session, const Holder& holder, const std::string& only,
                    Listing& listing, RawTape& tape) {
  const std::string target = "/positions?" + parameter("user", holder.wallet.lower()) +
                             "&sizeThreshold=0&" +
                             parameter("limit", std::to_string(limits::v1_page_rows)) +
                             "&sortBy=TOKENS&sortDirection=DESC" + only;
  const auto take_rows = [&](const std::string& body) -> Result<std::size_t> {
    auto page = parse_positions_v1(body, holder);
    if (!page) return tl::make_unexpected(std::move(page).error());
    listing.add_body(body);
    for (Holding& row : page->holdings) {
      if (auto added = listing.add(std::move(row), Listing::Kind::open); !added) {
        return tl::make_unexpected(std::move(added).error());
      }
    }
    return page->holdings.size();
  };
  const auto proof = co_await walk_offsets(session, target, tape, take_rows);
  if (!proof) co_return tl::make_unexpected(proof.error());
  listing.add_proof(*proof);
  co_return Result<void>{};
}

// The first page of the newer API; empty where that API is not there.
Async<std::optional<std::string>> first_page(Session& session, const Holder& holder,
                                             const std::string& only, RawTape& tape) {
  auto response = co_await session.ask(positions_target(holder, "OPEN", only), tape);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  if (response->status == 404 || response->status == 410) co_return std::optional<std::string>{};
  if (auto fault = fault_of(*response, "GET /v2/positions")) {
    co_return tl::make_unexpected(*std::move(fault));
  }
  co_return std::optional{std::move(response->body)};
}

}  // namespace

Async<void> list_positions(Session& session, const Holder& holder, DataShape& shape,
                           Listing& listing, RawTape& tape,
                           std::span<const std::string> conditions) {
  const std::string only = only_of("condition", conditions);
  std::string first_body;
  if (shape == DataShape::automatic) {
    auto first = co_await first_page(session, holder, only, tape);
    if (!first) co_return tl::make_unexpected(std::move(first).error());
    if (*first) {
      first_body = **std::move(first);
    } else {
      shape = DataShape::v1;
    }
  }
  if (shape == DataShape::v1) {
    co_return co_await walk_v1(session, holder, only_of("market", conditions), listing, tape);
  }
  auto done = co_await walk(session, holder, Listing::Kind::open, only, std::move(first_body),
                            listing, tape);
  if (!done) co_return done;
  co_return co_await walk(session, holder, Listing::Kind::lost, only, "", listing, tape);
}

}  // namespace holdfast::polymarket
