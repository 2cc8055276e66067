#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/book.hpp"
#include "core/contradictions.hpp"
#include "core/explain.hpp"
#include "core/judge.hpp"
#include "core/late_fills.hpp"
#include "support/values.hpp"

namespace holdfast::test {

// One account with a ledger of plain vectors: says what venue and witness answer, runs passes
// through the real find_drift and judge, and books what they decide.
class PassStage {
 public:
  explicit PassStage(VenueName venue) : venue_{venue} {
    view_.account = AccountId{std::string{name_of(venue)} + "/main"};
    policy.witness = venue == VenueName::polymarket ? WitnessNeed::chain : WitnessNeed::events;
  }

  SyncPolicy policy;
  std::vector<Holding> listing;
  std::optional<Readings> readings;
  VenueEvents events;
  bool events_answer{true};
  std::optional<std::int64_t> as_of_s;  // none: the moment of the pass
  std::optional<Evidence> count;        // the venue's own, of its open positions

  void holds(const PositionKey& key, std::string_view quantity, std::int64_t since_s = -1000,
             std::optional<std::string_view> price = "0.5") {
    JournalEntry entry =
        price ? entry_of(fill_of(key, "seed-" + key.text(), since_s, quantity, *price))
              : estimate_of(EntryKind::adoption, key, "seed-" + key.text(), since_s, quantity);
    journal_.push_back(std::move(entry));
    refold();
  }
  void lists(const PositionKey& key, std::string_view quantity) {
    listing.push_back(row_of(key, quantity));
  }
  void chain_says(const PositionKey& key, std::string_view quantity, std::int64_t block_s,
                  std::uint32_t endpoints = 2) {
    if (!readings) readings.emplace();
    readings->agreed[key] = {qty(quantity),
                             {EvidenceKind::chain_balance, "polygon:1:0xabc", at_s(block_s), ""},
                             endpoints};
  }
  void chain_disputes(const PositionKey& key) {
    if (!readings) readings.emplace();
    readings->disputed[key] = "a says 0, b says 10";
  }
  void fills(const Fill& fill) {
    events.fills.push_back(fill);
    auto& newest = events.newest_activity[fill.key];
    newest = std::max(newest, fill.at);
  }

  PassOutcome pass(std::int64_t now_s) {
    SnapshotHeader header;
    header.id = SnapshotId{"snapshot-" + std::to_string(now_s)};
    header.account = view_.account;
    header.venue = venue_;
    header.as_of = at_s(as_of_s.value_or(now_s));
    header.count = count;
    const auto snapshot = Snapshot::from_complete_listing(header, listing, whole_listing()).value();
    const auto drifts = find_drift(view_, snapshot, readings);
    Background background;
    if (events_answer) {
      for (const Drift& drift : drifts) add_journal(background, events, entries_of(drift.key));
      background.contradicted = contradictions(events, at_s(now_s));
    }
    PassOutcome outcome = judge({.view = view_,
                                 .snapshot = snapshot,
                                 .drifts = drifts,
                                 .events = events_answer ? &events : nullptr,
                                 .booked = booked_ids(),
                                 .policy = policy,
                                 .asked_at = at_s(now_s),
                                 .now = at_s(now_s),
                                 .background = std::move(background),
                                 .untold = untold_});
    untold_ = outcome.untold;
    apply(outcome.batch);
    return outcome;
  }

  void confirm(const CaseId& id, const std::vector<PositionKey>& keys, std::int64_t at) {
    for (Case& open : view_.cases) {
      if (open.id != id) continue;
      open.state = CaseState::confirmed;
      open.confirmed_at = at_s(at);
      open.confirmed_by = "owner";
      open.confirmed_keys = keys;
    }
  }

  [[nodiscard]] const AccountView& view() const { return view_; }
  [[nodiscard]] std::string quantity(const PositionKey& key) const {
    const auto found = view_.open.find(key);
    return found == view_.open.end() ? "0" : found->second.quantity.text();
  }
  [[nodiscard]] const std::vector<JournalEntry>& journal() const { return journal_; }
  [[nodiscard]] std::vector<Position> lives(const PositionKey& key) const {
    return fold(entries_of(key)).value();
  }

 private:
  [[nodiscard]] std::vector<JournalEntry> entries_of(const PositionKey& key) const {
    std::vector<JournalEntry> entries;
    for (const JournalEntry& entry : journal_) {
      if (entry.key == key) entries.push_back(entry);
    }
    return entries;
  }
  std::set<EntryId>& booked_ids() {
    booked_.clear();
    for (const JournalEntry& entry : journal_) booked_.insert(entry.id);
    return booked_;
  }
  void apply(const Batch& batch) {
    journal_.insert(journal_.end(), batch.entries.begin(), batch.entries.end());
    if (!batch.entries.empty()) ++view_.revision;
    for (const Case& changed : batch.cases) {
      std::erase_if(view_.cases, [&](const Case& open) { return open.id == changed.id; });
      if (!changed.closed_at) view_.cases.push_back(changed);
    }
    refold();
  }
  void refold() {
    std::map<PositionKey, std::vector<JournalEntry>> by_key;
    for (const JournalEntry& entry : journal_) by_key[entry.key].push_back(entry);
    view_.open.clear();
    for (const auto& [key, entries] : by_key) {
      const auto lives = fold(entries).value();
      if (!lives.empty() && lives.back().state == PositionState::open) {
        view_.open.emplace(key, lives.back());
      }
    }
  }

  VenueName venue_;
  AccountView view_;
  std::vector<JournalEntry> journal_;
  std::set<EntryId> booked_;
  UntoldByKey untold_;
};

}  // namespace holdfast::test
