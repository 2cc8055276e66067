#pragma once
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "books/shelf.hpp"
#include "ports/log_sink.hpp"
#include "scenario/account_stage.hpp"
#include "scenario/foreign_books.hpp"
#include "scenario/seeded_entropy.hpp"
#include "virtual_time/virtual_clock.hpp"

namespace holdfast::scenario {

// What can be seen of the engine at one moment, for checks to compare with.
struct Observed {
  std::shared_ptr<const Replica> replica;
  std::vector<Position> lives;                // of every key, open and closed
  std::vector<Case> cases;                    // open and closed, oldest first
  std::vector<Event> events;                  // since the last look
  PassCounts counts;                          // of the last sync
  std::uint64_t requests{};                   // of the last sync
  std::string hash;                           // over every account's chain head
  std::map<std::string, std::string> hashes;  // by label
  // By account and the file's name of the instrument.
  std::map<std::pair<std::string, std::string>, PositionKey> keys;
  std::map<std::string, BookReconciliation> books;
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
  // Of the row that could not be brought about.
  [[nodiscard]] std::size_t line_of_start() const { return line_of_start_; }
  // Moves time to the step and does it. Expect is the caller's.
  Result<void> act(const Step& step);
  // Forgets the events that were heard so far.
  Observed look();

 private:
  struct Doer;

  void publish(const Event& event) override { heard_.push_back(event); }
  void write(LogLevel, std::string_view, std::string_view) override {}
  Result<void> open();
  void close();
  Result<void> restart();
  Result<void> pass(const std::vector<AccountId>& accounts, const std::vector<Step>& meanwhile);
  [[nodiscard]] std::vector<AccountId> accounts_where(
      const std::function<bool(const AccountStage&)>& fits) const;
  PassCounts counts_since(const Replica& before, const std::vector<AccountId>& accounts);
  Result<void> put(const SetBook& book);
  Result<void> confirm(const Confirm& word);
  Result<void> note(const WriteNote& note);
  struct OpenCase {
    CaseId id;
    PositionKey key;  // of the instrument that is asked about
  };
  Result<OpenCase> case_about(const std::string& instrument, const std::string& account_id);
  // Asks the desk, and lets time go by until it has answered.
  Result<void> outcome_of(const std::function<void(EngineDesk::Done)>& ask);
  Result<std::string> hash();
  AccountStage& account(const std::string& id) { return *accounts_.at(id); }
  // The venue's accounts; what a market does they all see.
  Result<void> each_of(VenueName venue, const std::function<Result<void>(Views&)>& what);
  [[nodiscard]] VenueName venue_of(const std::string& instrument) const;
  [[nodiscard]] std::uint64_t requests() const;
  [[nodiscard]] UtcTime venue_time() const;

  const Scenario& scenario_;
  std::filesystem::path folder_;
  boost::asio::io_context io_;
  simulation::VirtualClock clock_;
  SeededEntropy entropy_;
  std::unique_ptr<Signer> signer_;
  ClosedDoor streams_;
  std::map<std::string, std::unique_ptr<AccountStage>> accounts_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<LedgerReader> reader_;
  std::unique_ptr<Engine> engine_;
  boost::asio::cancellation_signal stop_;  // the pass under way
  books::Shelf shelf_{{}};
  std::vector<Event> heard_;
  std::map<std::string, std::string> hashes_;
  std::size_t line_of_start_{1};
  PassCounts counts_;  // of the last sync
  std::uint64_t requests_{};
};

}  // namespace holdfast::scenario
