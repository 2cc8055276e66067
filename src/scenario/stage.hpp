#pragma once
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/engine.hpp"
#include "chain/polygon_witness.hpp"
#include "net/deadline.hpp"
#include "net/retry.hpp"
#include "ports/ledger_reader.hpp"
#include "ports/log_sink.hpp"
#include "ports/signer.hpp"
#include "scenario/seeded_entropy.hpp"
#include "scenario/sim_transport.hpp"
#include "scenario/views.hpp"
#include "virtual_time/virtual_clock.hpp"

namespace holdfast::scenario {

// What can be seen of the engine at one moment, for checks to compare with.
struct Observed {
  std::shared_ptr<const Replica> replica;
  std::vector<Position> lives;                // of every key, open and closed
  std::vector<Case> cases;                    // open and closed, oldest first
  std::vector<Event> events;                  // since the last look
  PassCounts counts;                          // of the last sync
  std::string hash;                           // over every account's chain head
  std::map<std::string, std::string> hashes;  // by label
  std::map<std::string, PositionKey> keys;    // by the file's name of the instrument
  std::map<std::string, AccountId> accounts;
};

// The real engine (transport, parsers, sync, judge, a ledger on disk) on virtual time, against the
// views of one scenario.
class Stage final : public EventSink, public LogSink {
 public:
  explicit Stage(const Scenario& scenario);
  ~Stage() override;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // Opens the ledger and brings about what it holds at the start, through the engine.
  Result<void> begin();
  // Moves time to the step and does it. Expect is the caller's.
  Result<void> act(const Step& step);
  // Forgets the events that were heard so far.
  Observed look();

 private:
  void publish(const Event& event) override { heard_.push_back(event); }
  void write(LogLevel, std::string_view, std::string_view) override {}
  Result<void> open();
  void close();
  void watch(const AccountPlan& account);
  void pass(const std::string& account);
  Result<void> confirm(const Confirm& word);
  Result<std::string> hash();
  [[nodiscard]] UtcTime venue_time() const;

  const Scenario& scenario_;
  std::filesystem::path folder_;
  boost::asio::io_context io_;
  simulation::VirtualClock clock_;
  SeededEntropy entropy_;
  std::unique_ptr<Signer> signer_;
  Views views_;
  SimTransport wire_;
  net::Deadline deadline_;
  net::Retry retry_;
  std::vector<std::unique_ptr<Venue>> venues_;
  std::unique_ptr<polygon::PolygonWitness> witness_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<LedgerReader> reader_;
  std::unique_ptr<Engine> engine_;
  std::vector<Event> heard_;
  std::map<std::string, std::string> hashes_;
  std::string last_synced_;
};

}  // namespace holdfast::scenario
