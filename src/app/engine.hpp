#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <vector>

#include "app/account_watch.hpp"
#include "app/book_cases.hpp"
#include "app/change_watch.hpp"
#include "app/feed_watch.hpp"
#include "app/following.hpp"
#include "app/shown_replica.hpp"
#include "ports/engine_desk.hpp"
#include "ports/ledger_reader.hpp"
#include "ports/replica.hpp"

namespace holdfast {

// All accounts, watched side by side on one thread, and the one picture everybody else reads.
class Engine final : public ReplicaSource, public EngineDesk {
 public:
  Engine(boost::asio::any_io_executor executor, Ledger& ledger, LedgerReader& reader, Clock& clock,
         Entropy& entropy, EventSink& events, LogSink& log);

  // Before run(). The account is in the ledger already (Ledger::open_account). `proof`, which
  // outlives the engine, comes before anything is read; null: taken for granted.
  void watch(Venue& venue, Witness* witness, SyncPolicy policy, WatchTiming timing,
             AccountProof* proof = nullptr);
  // Before run(), after watch() of its account: a stream of that account, watching what its ledger
  // says is open. Feed and door outlive the engine.
  void listen(const AccountId& account, Feed& feed, StreamDoor& streams);
  // Before run(), after watch() of its account: asked so often whether what is held may have
  // changed.
  void attend(const AccountId& account, ChangeSignal& signal, Duration every);
  // On the engine's thread: all that is wrong with each of these books now (BookCases::judge).
  void judge_books(const std::map<std::string, std::vector<BookTrouble>>& troubles,
                   const Comparable& comparable);
  // On the engine's thread: books what strategies say is their own. Fault::conflict as
  // book_knowledge.
  Result<void> allocate(const std::vector<JournalEntry>& entries) { return book(entries); }
  // Spawns every account's loop, and every stream's and signal's, on the executor.
  void run();
  // One pass over these accounts (none named: all) side by side, without starting the loops.
  boost::asio::awaitable<void> pass_once(std::vector<AccountId> accounts = {});

  [[nodiscard]] std::shared_ptr<const Replica> current() const override;
  void sync(std::vector<AccountId> accounts, Done done) override;
  void confirm_case(CaseId id, std::vector<PositionKey> keys, std::string by, Done done) override;
  void mark_case(CaseId id, CaseMark mark, Done done) override;
  void book_knowledge(std::vector<JournalEntry> entries, Done done) override;

 private:
  void publish();
  void ask_fresh(const AccountId& account);
  void learn_instruments();
  void follow(const AccountView& view);
  // The same rows with what streams have told of their prices since.
  [[nodiscard]] std::shared_ptr<const Snapshot> repriced(
      std::shared_ptr<const Snapshot> snapshot) const;
  // A person's word on a case: what it becomes, and what is said of it. Returns its account's
  // watch; null for a book's case.
  using Change = std::function<Result<Case>(const Case&)>;
  Result<AccountWatch*> change_case(const CaseId& id, const Change& change, std::string text);
  [[nodiscard]] std::vector<AccountId> with_cases() const;
  void open_gates(Replica& replica);
  Result<void> book(const std::vector<JournalEntry>& entries);
  AccountWatch* find(const AccountId& account);
  std::vector<AccountWatch*> watches_of(const std::vector<AccountId>& accounts);

  boost::asio::any_io_executor executor_;
  Ledger& ledger_;
  LedgerReader& reader_;
  Clock& clock_;
  Entropy& entropy_;
  EventSink& events_;
  LogSink& log_;
  std::vector<std::unique_ptr<AccountWatch>> watches_;
  std::vector<std::unique_ptr<FeedWatch>> feeds_;
  std::vector<std::unique_ptr<ChangeWatch>> signals_;
  std::map<AccountId, Following> following_;  // of accounts with streams
  BookCases books_;
  std::map<InstrumentId, Instrument> instruments_;
  std::map<AccountId, AccountGates> gates_;  // as they were told of last
  ShownReplica replica_;
};

}  // namespace holdfast
