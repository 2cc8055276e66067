#pragma once
#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "core/book.hpp"
#include "ports/ledger.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::test {

// A ledger of plain vectors with the same contract as the real one, and ways to disturb it.
class MemoryLedger final : public Ledger {
 public:
  std::vector<Batch> commits;
  int conflicts_to_come{};                  // so many commits lose the race
  std::optional<Error> trouble;             // every commit fails with it
  std::vector<JournalEntry> rival_entries;  // booked by somebody else just before a lost race

  Result<void> open_account(const AccountId& id, VenueName, const std::string&) override {
    views_[id].account = id;
    return {};
  }
  Result<void> open_book(const AccountId& id) override {
    views_[id].account = id;
    return {};
  }
  Result<AccountView> view(const AccountId& account) override { return views_.at(account); }
  Result<std::shared_ptr<const AccountView>> shared_view(const AccountId& account) override {
    return std::make_shared<const AccountView>(views_.at(account));
  }
  Result<std::set<EntryId>> booked(std::span<const EntryId> ids) override {
    std::set<EntryId> known;
    for (const EntryId& id : ids) {
      if (ids_.contains(id)) known.insert(id);
    }
    return known;
  }
  Result<std::vector<PositionKey>> estimated(const AccountId& account) override {
    std::vector<PositionKey> keys;
    for (const auto& [key, entries] : journal_) {
      const bool guessed = std::ranges::any_of(
          entries, [](const JournalEntry& entry) { return is_estimate(entry.kind); });
      if (guessed && key.account == account) keys.push_back(key);
    }
    return keys;
  }
  Result<std::vector<JournalEntry>> journal_of(const PositionKey& key) override {
    const auto found = journal_.find(key);
    return found == journal_.end() ? std::vector<JournalEntry>{} : found->second;
  }
  Result<std::vector<Alert>> claims(const AccountId& account) override { return claims_[account]; }
  Result<Committed> commit(const Batch& batch) override {
    if (trouble) return tl::make_unexpected(*trouble);
    if (conflicts_to_come > 0) {
      --conflicts_to_come;
      book(batch.account, rival_entries);
      return fail(Fault::conflict, "somebody was faster");
    }
    AccountView& view = views_.at(batch.account);
    if (batch.seen_revision != view.revision) return fail(Fault::conflict, "revision moved");
    book(batch.account, batch.entries);
    for (const Case& changed : batch.cases) {
      std::erase_if(view.cases, [&](const Case& open) { return open.id == changed.id; });
      if (!changed.closed_at) view.cases.push_back(changed);
    }
    for (const Alert& changed : batch.claims) {
      std::vector<Alert>& active = claims_[batch.account];
      std::erase_if(active, [&](const Alert& one) { return id_of(one) == id_of(changed); });
      if (changed.state == AlertState::active) active.push_back(changed);
    }
    if (batch.snapshot) {
      view.watermark = batch.snapshot->header.as_of;
      view.sequence = batch.snapshot->header.sequence;
    }
    commits.push_back(batch);
    return Committed{view.revision, static_cast<std::uint64_t>(commits.size()), "head"};
  }

  void book(const AccountId& account, const std::vector<JournalEntry>& entries) {
    AccountView& view = views_[account];
    for (const JournalEntry& entry : entries) {
      if (ids_.insert(entry.id).second) journal_[entry.key].push_back(entry);
    }
    if (!entries.empty()) ++view.revision;
    view.open.clear();
    for (const auto& [key, mine] : journal_) {
      const auto lives = fold(mine).value();
      if (key.account == account && !lives.empty() && lives.back().state == PositionState::open) {
        view.open.emplace(key, lives.back());
      }
    }
  }

 private:
  std::map<AccountId, AccountView> views_;
  std::map<AccountId, std::vector<Alert>> claims_;
  std::map<PositionKey, std::vector<JournalEntry>> journal_;
  std::set<EntryId> ids_;
};

// Reads of a ledger that has nothing to show.
class EmptyReader final : public LedgerReader {
 public:
  Result<std::vector<AccountRecord>> accounts() override { return std::vector<AccountRecord>{}; }
  Result<std::vector<Position>> positions(PositionScope) override {
    return std::vector<Position>{};
  }
  Result<std::vector<JournalRow>> journal(const AccountId&, std::uint64_t, std::uint32_t) override {
    return std::vector<JournalRow>{};
  }
  Result<std::vector<JournalRow>> journal_of(const PositionKey&) override {
    return std::vector<JournalRow>{};
  }
  Result<std::vector<Case>> cases(bool) override { return std::vector<Case>{}; }
  Result<std::vector<EventRow>> events(std::uint64_t, std::uint32_t) override {
    return std::vector<EventRow>{};
  }
  Result<std::vector<Instrument>> instruments() override { return std::vector<Instrument>{}; }
  Result<std::optional<SnapshotRow>> newest_snapshot(const AccountId&) override {
    return std::optional<SnapshotRow>{};
  }
  Result<std::vector<RawAnswer>> raw(const SnapshotId&) override {
    return std::vector<RawAnswer>{};
  }
  Result<std::vector<RawAnswer>> raw_of_case(const CaseId&) override {
    return std::vector<RawAnswer>{};
  }
  Result<VerifyReport> verify() override { return VerifyReport{}; }
  Result<void> backup(const std::string&) override { return {}; }
};

}  // namespace holdfast::test
