#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/batch.hpp"
#include "support/values.hpp"

// Batches as a pass would make them, with something in every field.
namespace holdfast::test {

inline Event event_of(const PositionKey& key, const std::string& text) {
  return {.kind = EventKind::position_updated,
          .account = key.account,
          .key = key,
          .at = at_s(1),
          .text = text,
          .reference = "ref-" + text};
}

inline Case case_of(const PositionKey& key, const std::string& id) {
  Case value;
  value.id = CaseId{id};
  value.account = key.account;
  value.key = key;
  value.reason = CaseReason::unproven_absence;
  value.opened_at = at_s(2);
  value.updated_at = at_s(3);
  value.since = at_s(3);
  value.sightings = 2;
  value.ours = qty("5");
  value.theirs = qty("0");
  value.at_stake = usd("12.5");
  value.keys = {key};
  value.confirmed_at = at_s(4);
  value.confirmed_by = "Zoë O'Hara";
  value.confirmed_keys = {key};
  value.released_keys = {key};
  value.evidence = {{EvidenceKind::listing, "snapshot-1", at_s(2), "not listed: 5:colon"},
                    {EvidenceKind::person, "zoe", at_s(4), ""}};
  value.text = "gone from the listing";
  value.note = "asked the venue";
  value.waits_for = {Awaited::fills, "fills that tell of 5 less"};
  return value;
}

inline Instrument instrument_of(const PositionKey& key, const std::string& title) {
  Instrument instrument;
  instrument.id = key.instrument;
  instrument.venue = key.venue;
  instrument.title = title;
  instrument.outcome = "Yes";
  instrument.condition_id = "0xabc";
  instrument.slug = "slug";
  instrument.event = "event";
  instrument.opposite = "1234";
  instrument.opposite_outcome = "No";
  instrument.end_date = "2026-12-31";
  instrument.currency = "CASH";
  instrument.negative_risk = true;
  instrument.state = MarketState::open;
  instrument.close_time = at_s(1000);
  instrument.price = px("0.42");
  instrument.payout = px("1");
  return instrument;
}

inline SnapshotRecord snapshot_of(const PositionKey& key, const std::string& id,
                                  std::int64_t as_of_s) {
  SnapshotRecord record;
  record.header.id = SnapshotId{id};
  record.header.account = key.account;
  record.header.venue = key.venue;
  record.header.as_of = at_s(as_of_s);
  record.header.has_watermark = true;
  record.header.content_hash = "c0ffee";
  record.header.cash = usd("100.25");
  record.pages = 3;
  record.holdings = 7;
  return record;
}

inline RawAnswer raw_of(const std::string& body) {
  return {.source = "venue GET /positions", .status = 200, .at = at_s(5), .body = body};
}

inline Batch batch_of(const AccountId& account, std::uint64_t seen_revision,
                      std::vector<JournalEntry> entries) {
  Batch batch;
  batch.account = account;
  batch.seen_revision = seen_revision;
  batch.entries = std::move(entries);
  return batch;
}

// Three entries (one gives way to another), a case, two events, an instrument, a snapshot and its
// bytes.
inline Batch full_batch(const PositionKey& first, const PositionKey& second,
                        std::uint64_t seen_revision, const std::string& tag) {
  JournalEntry closing = entry_of(fill_of(second, tag + "-b", 20, "3", "0.25", "0.01"));
  closing.closing = Evidence{EvidenceKind::chain_balance, "polygon:1:0xabc", at_s(21), "zero"};
  closing.supersedes = EntryId{"guess-" + tag};
  Batch batch =
      batch_of(first.account, seen_revision,
               {entry_of(fill_of(first, tag + "-a", 10, "10", "0.5", "0.02")),
                estimate_of(EntryKind::adoption, second, "guess-" + tag, 9, "3"), closing});
  batch.cases = {case_of(second, "case-" + tag)};
  batch.events = {event_of(first, tag + "-first"), event_of(second, tag + "-second")};
  batch.instruments = {instrument_of(first, "Title of " + tag)};
  batch.snapshot = snapshot_of(first, "snapshot-" + tag, 30);
  batch.raw = {raw_of("[{\"tag\":\"" + tag + "\"}]"), raw_of("")};
  return batch;
}

}  // namespace holdfast::test
