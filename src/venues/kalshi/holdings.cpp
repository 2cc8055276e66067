#include <set>

#include "venues/kalshi/pages.hpp"
#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/venue.hpp"

namespace holdfast::kalshi {

// One question for each ticker of each subaccount; shards come together where none is named. Rows
// of a market that nobody asked about are left out, should the venue ever pass over the filter.
Async<std::vector<Holding>> KalshiVenue::fetch_holdings(std::vector<PositionKey> keys,
                                                        RawTape& tape) {
  const std::set<PositionKey> wanted{keys.begin(), keys.end()};
  std::set<std::pair<std::uint16_t, std::string>> questions;
  for (const PositionKey& key : wanted) questions.emplace(key.subaccount, key.instrument.text);
  std::vector<Holding> found;
  for (const auto& [subaccount, ticker] : questions) {
    const Owner owner{config_.account, subaccount};
    const auto take_page = [&](const std::string& body) -> Result<std::string> {
      auto page = parse_positions(body, owner);
      if (!page) return tl::make_unexpected(std::move(page).error());
      for (Holding& row : page->holdings) {
        if (wanted.contains(row.key)) found.push_back(std::move(row));
      }
      return std::move(page->next_cursor);
    };
    const auto proof = co_await walk_pages(
        session_, "/portfolio/positions",
        joined(parameter("subaccount", std::to_string(subaccount)), parameter("ticker", ticker)),
        tape, take_page);
    if (!proof) co_return tl::make_unexpected(proof.error());
  }
  co_return found;
}

}  // namespace holdfast::kalshi
