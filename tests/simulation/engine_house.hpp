#pragma once
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/engine.hpp"
#include "chain/polygon_logs.hpp"
#include "chain/polygon_witness.hpp"
#include "net/deadline.hpp"
#include "net/retry.hpp"
#include "scenario/seeded_entropy.hpp"
#include "scenario/sim_transport.hpp"
#include "sim/simulator.hpp"
#include "support/heard.hpp"
#include "support/temp_folder.hpp"
#include "venues/kalshi/venue.hpp"
#include "venues/polymarket/venue.hpp"
#include "virtual_time/virtual_clock.hpp"

namespace holdfast::simulation {

// The engine with a ledger on disk, watching two accounts of one simulated world, all on virtual
// time and from one seed.
class EngineHouse {
 public:
  // What was done by hand, by its kind: a week in which nothing is redeemed proves nothing about
  // it.
  using Trades = std::map<std::string, int>;

  explicit EngineHouse(std::uint64_t seed);
  ~EngineHouse();
  EngineHouse(const EngineHouse&) = delete;
  EngineHouse& operator=(const EngineHouse&) = delete;

  void start();
  // Time passes; what happened to positions meanwhile is held against the world's history.
  void live(Duration duration);
  // A trade, settlement, redemption or transfer by hand, drawn from the seed.
  void act();
  // Half of the kinds of faults, drawn from the seed, each on two calls of a hundred.
  void break_things();
  // From now on Polymarket's clock is ahead of ours, until things are mended.
  void set_clock_ahead();
  void trade_kalshi();
  void mend_things();
  // The program ends, wherever it is, and begins again on the same ledger.
  void restart();
  // Up to so much, drawn from the seed.
  Duration some(Duration most) {
    return Duration{static_cast<std::int64_t>(draw(static_cast<std::uint64_t>(most.count())))};
  }
  // For every market that is over a new one opens, so that a week does not run out of them.
  void renew_markets();

  // Every key the world or the ledger knows whose quantities differ, in words; empty: none.
  std::vector<std::string> differences();
  // What a close without evidence, or one the world never had, was; empty: none.
  [[nodiscard]] const std::vector<std::string>& false_closes() const { return false_closes_; }
  [[nodiscard]] std::size_t closes() const { return closes_; }
  std::vector<std::string> verify();
  std::string hash();
  // Cases that neither ended with evidence nor say what they wait for.
  std::vector<std::string> silent_cases();
  // Cases that waited, at any time, for something else than what their pass lacked.
  [[nodiscard]] const std::vector<std::string>& wrong_waits() const { return wrong_waits_; }
  // How often a case began to wait for this.
  [[nodiscard]] const std::map<Awaited, int>& waits() const { return waits_; }
  // From now on nobody can ask Kalshi what happened.
  void hide_events();
  // Guesses that still stand although the world's feeds and logs tell what happened.
  std::vector<std::string> needless_guesses();
  // Positions, open and closed, whose explanation does not add up to them.
  std::vector<std::string> unexplained();
  [[nodiscard]] const Trades& trades() const { return trades_; }
  [[nodiscard]] LedgerReader& reader() const { return *reader_; }
  [[nodiscard]] std::shared_ptr<const Replica> replica() const { return engine_->current(); }

 private:
  using Truth = std::map<PositionKey, Quantity>;
  void build_world();
  void open_engine();
  void close_engine();
  void open_kalshi_market();
  void open_polymarket_market();
  Truth truth();
  void note_truth();
  void check_closes();
  void check_waits(UtcTime since);
  void note_passes();
  [[nodiscard]] static std::string wrong_wait(const Case& one);
  void trade_polymarket();
  void settle_kalshi();
  void resolve_polymarket();
  void redeem_polymarket();
  void transfer_polymarket(const std::string& token, Quantity size);
  void done(const std::string& what, bool really) { trades_[what] += really ? 1 : 0; }
  std::uint64_t draw(std::uint64_t bound) { return chance_.below(bound); }

  test::TempFolder folder_;
  boost::asio::io_context io_;
  VirtualClock clock_{io_};
  scenario::SeededEntropy chance_;
  scenario::SeededEntropy entropy_;
  sim::Simulator simulator_;
  scenario::SimTransport wire_;
  net::Deadline deadline_;
  net::Retry retry_;
  std::unique_ptr<Signer> signer_;
  std::unique_ptr<kalshi::KalshiVenue> kalshi_;
  std::unique_ptr<polymarket::PolymarketVenue> polymarket_;
  std::unique_ptr<polygon::PolygonWitness> witness_;
  std::unique_ptr<polygon::PolygonLogs> logs_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<LedgerReader> reader_;
  test::HeardEvents heard_;
  test::HeardLog log_;
  std::unique_ptr<Engine> engine_;
  std::vector<std::string> tickers_;
  std::vector<std::string> conditions_;
  std::vector<std::string> resolved_;  // and not redeemed yet
  int markets_made_{};
  Trades trades_;
  std::map<PositionKey, UtcTime> last_zero_;  // when the world last held nothing of it
  Truth last_truth_;
  std::size_t closes_{};
  std::vector<std::string> false_closes_;
  std::map<AccountId, bool> events_asked_;  // by each account's last complete pass
  std::map<Awaited, int> waits_;
  std::vector<std::string> wrong_waits_;
};

}  // namespace holdfast::simulation
