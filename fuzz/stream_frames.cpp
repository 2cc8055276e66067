#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "chain/solana_stream.hpp"
#include "ports/clock.hpp"
#include "venues/kalshi/parse_stream.hpp"
#include "venues/pacifica/stream.hpp"
#include "venues/polymarket/stream.hpp"
#include "whole_json.hpp"

// Any bytes as a frame of a venue's stream: the first byte chooses the venue. Nothing crashes, and
// nothing is accepted that another parser does not take for whole JSON (but for Polymarket's PONG).
namespace {

using namespace holdfast;

// A clock that stands still: a feed only asks it for ages.
class NoTime final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return {}; }
  [[nodiscard]] Duration uptime() const override { return {}; }
  boost::asio::awaitable<void> sleep_for(Duration) override { co_return; }
};

// The same frames one after the other through a whole feed, separated by line feeds.
void play(Feed& feed, std::string_view text) {
  (void)feed.watch({InstrumentId{"7"}});
  (void)feed.opened();
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (const auto news = feed.heard(text.substr(0, end)); !news) break;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  feed.closed();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view body{reinterpret_cast<const char*>(data) + 1, size - 1};
  NoTime clock;
  polymarket::MarketFeed polymarket_feed{"ws://sim", clock, share_watching(450, 1).at(0)};
  pacifica::PacificaFeed pacifica_feed{
      {.origin = "ws://sim", .account = [] { return std::string{"7"}; }, .heard_trade = {}},
      clock,
      share_watching(20, 1).at(0)};
  switch (data[0] % 6) {
    case 0:
      if (kalshi::parse_stream(body) && !is_whole_json(body)) std::abort();
      break;
    case 1:
      if (polymarket::parse_stream(body) && body != "PONG" && body != "PONG\n" &&
          !is_whole_json(body)) {
        std::abort();
      }
      break;
    case 2:
      play(polymarket_feed, body);
      break;
    case 3:
      if (pacifica::parse_stream(body) && !is_whole_json(body)) std::abort();
      break;
    case 4:
      play(pacifica_feed, body);
      break;
    default:
      if (solana::parse_stream(body) && !is_whole_json(body)) std::abort();
  }
  return 0;
}
