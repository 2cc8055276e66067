#include <algorithm>
#include <set>

#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/pages.hpp"
#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/venue.hpp"

namespace holdfast::kalshi {

// A ticker the venue does not answer about is left out: markets settled long ago move to
// /historical/markets.
Async<std::vector<Instrument>> KalshiVenue::fetch_instruments(std::vector<InstrumentId> ids,
                                                              RawTape& tape) {
  const std::set<InstrumentId> wanted{ids.begin(), ids.end()};
  std::vector<Instrument> found;
  const auto take_page = [&](const std::string& body) -> Result<std::string> {
    auto page = parse_markets(body);
    if (!page) return tl::make_unexpected(std::move(page).error());
    for (Instrument& about : page->instruments) {
      if (wanted.contains(about.id)) found.push_back(std::move(about));
    }
    return std::move(page->next_cursor);
  };
  for (auto next = wanted.begin(); next != wanted.end();) {
    std::string tickers;
    for (std::uint32_t n = 0; n < limits::tickers_per_request && next != wanted.end(); ++n) {
      if (!tickers.empty()) tickers += ',';
      tickers += (next++)->text;
    }
    const auto proof =
        co_await walk_pages(session_, "/markets", parameter("tickers", tickers), tape, take_page);
    if (!proof) co_return tl::make_unexpected(proof.error());
  }
  co_return found;
}

}  // namespace holdfast::kalshi
