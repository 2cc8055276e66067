#pragma once
#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <memory>
#include <string>
#include <vector>

#include "../simulation/sim_stream.hpp"
#include "app/feed_watch.hpp"
#include "crypto/pem_signer.hpp"
#include "net/keep_alive.hpp"
#include "sim/control/control.hpp"
#include "sim/demo.hpp"
#include "sim/demo_pacifica.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim_stage.hpp"
#include "simulation/virtual_clock.hpp"
#include "support/heard.hpp"
#include "support/number_from.hpp"
#include "support/seeded_entropy.hpp"
#include "venues/kalshi/stream.hpp"
#include "venues/pacifica/stream.hpp"
#include "venues/polymarket/stream.hpp"

// The engine's feeds against the simulator's streams, in one process and on virtual time.
namespace holdfast::test {

// A thousand, or $HOLDFAST_FAULTS: a sanitizer makes each take twenty times as long.
inline unsigned fault_rounds() {
  return static_cast<unsigned>(number_from("HOLDFAST_FAULTS", 1'000));
}

struct StreamStage {
  StreamStage()
      : simulator{sim::demo_world({.seed = 11,
                                   .kalshi_key_id = "test-key",
                                   .kalshi_public_pem = std::string{test_public_pem},
                                   .kalshi_positions = 0,
                                   .polymarket_positions = 0,
                                   .solana_positions = 0,
                                   .pacifica_positions = 0},
                                  clock.now())},
        raw{simulator, clock},
        door{io.get_executor(), raw, clock},
        signer{std::move(crypto::PemSigner::from_pem(test_private_pem)).value()} {
    clock.advance(std::chrono::minutes{1});
  }
  ~StreamStage() { clock.cancel_sleepers(); }
  StreamStage(const StreamStage&) = delete;
  StreamStage& operator=(const StreamStage&) = delete;

  void act(const std::string& json) {
    const auto done = sim::control::act(simulator.world(), json, clock.now());
    if (!done) throw std::runtime_error{"the simulator refuses: " + done.error().what};
  }

  std::string kalshi_market(const std::string& ticker) {
    act(fmt::format(R"({{"venue":"kalshi","do":"add_market","ticker":"{0}","event_ticker":"E-{0}",)"
                    R"("title":"Title of {0}"}})",
                    ticker));
    return ticker;
  }
  // The condition id; outcome 0's token is what is watched.
  std::string polymarket_market(const std::string& slug) {
    act(R"({"venue":"polymarket","do":"add_market","slug":")" + slug + R"("})");
    for (const auto& [condition, market] : simulator.world().polymarket.markets) {
      if (market.slug == slug) return condition;
    }
    throw std::runtime_error{"the simulator has no market " + slug};
  }

  std::string pacifica_market(const std::string& symbol) {
    act(R"({"venue":"pacifica","do":"add_market","symbol":")" + symbol + R"(","price":"100"})");
    return symbol;
  }

  // Switches a fault on for the next frame about that key.
  void fault(const std::string& venue, sim::FaultKind kind, const std::string& key,
             const std::string& channel = "*") {
    sim::SetFault fault;
    fault.venue = venue;
    fault.endpoint = channel;
    fault.kind = kind;
    fault.match = key;
    fault.count = 1;
    fault.since = clock.now();
    simulator.world().faults.set(std::move(fault));
  }

  FeedWatch& watch(Feed& feed, std::set<InstrumentId> instruments) {
    watches.push_back(std::make_unique<FeedWatch>(io.get_executor(), AccountId{"test/main"}, feed,
                                                  FeedWatch::Doors{door, clock, entropy, log},
                                                  FeedWatch::Hooks{.ask_fresh =
                                                                       [this] {
                                                                         ++asked;
                                                                         if (on_ask) on_ask();
                                                                       },
                                                                   .changed = [] {}}));
    watches.back()->follow(instruments);
    boost::asio::co_spawn(io, watches.back()->run(), boost::asio::detached);
    clock.advance(std::chrono::seconds{1});
    return *watches.back();
  }

  // How long a line that is dead passes for a live one, a minute at most.
  Duration until_found_dead(const FeedWatch& watching) {
    const Duration began = clock.uptime();
    const auto waited = [&] { return clock.uptime() - began; };
    while (watching.status().state == StreamState::live && waited() < std::chrono::minutes{1}) {
      clock.advance(std::chrono::milliseconds{100});
    }
    return waited();
  }

  // Feeds are the stage's, because what watches them ends with it.
  template <class AFeed>
  AFeed& keep(std::unique_ptr<AFeed> feed) {
    AFeed& kept = *feed;
    feeds.push_back(std::move(feed));
    return kept;
  }
  kalshi::KalshiFeed& kalshi_feed(const std::string& key_id = "test-key") {
    return keep(std::make_unique<kalshi::KalshiFeed>(
        kalshi::StreamConfig{.origin = "ws://sim", .key_id = key_id, .skew = {}}, clock, *signer));
  }
  polymarket::MarketFeed& market_feed() { return market_feed(share_watching(1'000, 1).front()); }
  polymarket::MarketFeed& market_feed(WatchShare share) {
    return keep(std::make_unique<polymarket::MarketFeed>("ws://sim", clock, std::move(share)));
  }
  polymarket::UserFeed& user_feed(const std::string& passphrase) {
    return keep(std::make_unique<polymarket::UserFeed>(
        "ws://sim",
        polymarket::ApiCredentials{.api_key = platform::Secret{std::string_view{"key-1"}},
                                   .secret = platform::Secret{std::string_view{"secret-1"}},
                                   .passphrase = platform::Secret{std::string_view{passphrase}}},
        clock));
  }

  pacifica::PacificaFeed& pacifica_feed() { return pacifica_feed(share_watching(20, 1).front()); }
  pacifica::PacificaFeed& pacifica_feed(WatchShare share) {
    return keep(std::make_unique<pacifica::PacificaFeed>(
        pacifica::StreamConfig{.origin = "ws://sim",
                               .account = [] { return std::string{sim::demo_pacifica_account}; },
                               .heard_trade = [this](std::int64_t number) { told = number; }},
        clock, std::move(share)));
  }

  // The venue's own book, as the feed should have it.
  [[nodiscard]] BookLevels kalshi_truth(const std::string& ticker) {
    BookLevels levels;
    const auto& book = simulator.world().kalshi.markets.at(ticker).book;
    levels.bids = book.yes;
    for (const auto& [price, size] : book.no) {
      levels.asks[Price::from_units(1'000'000'000 - price.units())] = size;
    }
    return levels;
  }
  [[nodiscard]] BookLevels polymarket_truth(const std::string& token) {
    const auto& venue = simulator.world().polymarket;
    const auto book = sim::polymarket::book_of(venue, *venue.market_of(token), token);
    BookLevels levels;
    // The venue counts millionths of a share.
    for (const auto& [price, size] : book.bids) {
      levels.bids[price] = Quantity::from_units(size * 1'000);
    }
    for (const auto& [price, size] : book.asks) {
      levels.asks[price] = Quantity::from_units(size * 1'000);
    }
    return levels;
  }

  [[nodiscard]] BookLevels pacifica_truth(const std::string& symbol) {
    const auto offers = sim::pacifica::shown_offers(simulator.world().pacifica.markets.at(symbol));
    return {.bids = offers.bids, .asks = offers.asks};
  }

  boost::asio::io_context io;
  simulation::VirtualClock clock{io};
  SeededEntropy entropy;
  HeardLog log;
  sim::Simulator simulator;
  simulation::SimStreamDoor raw;
  net::KeepAlive door;
  std::unique_ptr<crypto::PemSigner> signer;
  std::vector<std::unique_ptr<Feed>> feeds;
  std::vector<std::unique_ptr<FeedWatch>> watches;
  int asked{};
  std::function<void()> on_ask;  // beside the count
  std::int64_t told{};           // the newest number of a trade that a feed named
};

}  // namespace holdfast::test
