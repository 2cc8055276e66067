#pragma once
#include <utility>
#include <vector>

#include "ports/ledger.hpp"
#include "replay/recorded_clock.hpp"

namespace holdfast::replay {

// A ledger that books as of the moment at which the record booked, and remembers what.
class ReplayLedger final : public Ledger {
 public:
  ReplayLedger(Ledger& inner, RecordedClock& clock) : inner_{inner}, clock_{clock} {}

  void book_as_of(UtcTime moment) { moment_ = moment; }
  std::vector<JournalEntry> take_booked() { return std::exchange(booked_, {}); }

  Result<void> open_account(const AccountId& id, VenueName venue,
                            const std::string& owner) override {
    return inner_.open_account(id, venue, owner);
  }
  Result<AccountView> view(const AccountId& account) override { return inner_.view(account); }
  Result<std::shared_ptr<const AccountView>> shared_view(const AccountId& account) override {
    return inner_.shared_view(account);
  }
  // Asked between the last answer and the decision.
  Result<std::set<EntryId>> booked(std::span<const EntryId> ids) override {
    clock_.set(moment_);
    return inner_.booked(ids);
  }
  Result<std::vector<PositionKey>> estimated(const AccountId& account) override {
    return inner_.estimated(account);
  }
  Result<std::vector<JournalEntry>> journal_of(const PositionKey& key) override {
    return inner_.journal_of(key);
  }
  Result<std::vector<Alert>> claims(const AccountId& account) override {
    return inner_.claims(account);
  }
  Result<Committed> commit(const Batch& batch) override {
    clock_.set(moment_);
    auto done = inner_.commit(batch);
    if (done) booked_.insert(booked_.end(), batch.entries.begin(), batch.entries.end());
    return done;
  }

 private:
  Ledger& inner_;
  RecordedClock& clock_;
  UtcTime moment_;
  std::vector<JournalEntry> booked_;
};

}  // namespace holdfast::replay
