#include <algorithm>
#include <set>

#include "venues/polymarket/limits.hpp"
#include "venues/polymarket/listing.hpp"
#include "venues/polymarket/venue.hpp"

namespace holdfast::polymarket {
namespace {

Holding unaskable(const PositionKey& key) {
  Holding row{.key = key};
  row.flaw =
      "a listing of several pages does not show it, and no market is known to have this "
      "token, so it cannot be asked about";
  row.about.id = key.instrument;
  row.about.venue = VenueName::polymarket;
  return row;
}

}  // namespace

// A token is asked about by its condition, which listings name. After a restart Gamma knows it.
Async<void> PolymarketVenue::learn_conditions(const std::vector<PositionKey>& keys, RawTape& tape) {
  std::vector<InstrumentId> unknown;
  for (const PositionKey& key : keys) {
    if (!conditions_.contains(key.instrument.text)) unknown.push_back(key.instrument);
  }
  if (unknown.empty()) co_return Result<void>{};
  const auto markets = co_await fetch_instruments(std::move(unknown), tape);
  if (!markets) co_return tl::make_unexpected(markets.error());
  co_return Result<void>{};
}

Async<std::vector<Holding>> PolymarketVenue::fetch_holdings(std::vector<PositionKey> keys,
                                                            RawTape& tape) {
  auto learned = co_await learn_conditions(keys, tape);
  if (!learned) co_return tl::make_unexpected(std::move(learned).error());
  std::vector<Holding> found;
  std::set<PositionKey> wanted;
  std::set<std::string> names;
  for (const PositionKey& key : keys) {
    const auto condition = conditions_.find(key.instrument.text);
    if (condition == conditions_.end()) {
      found.push_back(unaskable(key));
    } else {
      wanted.insert(key);
      names.insert(condition->second);
    }
  }
  const std::vector<std::string> conditions{names.begin(), names.end()};
  const Holder holder{config_.account, config_.holder};
  for (std::size_t first = 0; first < conditions.size(); first += limits::conditions_per_request) {
    const std::size_t last =
        std::min(conditions.size(), first + std::size_t{limits::conditions_per_request});
    Listing listing;
    auto done = co_await list_positions(data_, holder, shape_, listing, tape,
                                        std::span{conditions}.subspan(first, last - first));
    if (!done) co_return tl::make_unexpected(std::move(done).error());
    for (Holding& row : std::move(listing).holdings()) {
      if (wanted.contains(row.key)) found.push_back(std::move(row));
    }
  }
  co_return found;
}

}  // namespace holdfast::polymarket
