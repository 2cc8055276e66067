#pragma once
#include <string>
#include <string_view>

#include "domain/fill.hpp"
#include "domain/holding.hpp"
#include "domain/journal_entry.hpp"
#include "domain/page_walk.hpp"
#include "domain/settlement.hpp"

// Short ways to write values in tests. A text that is no number ends the test program.
namespace holdfast::test {

inline Quantity qty(std::string_view text) { return Quantity::parse(text).value(); }
inline Money usd(std::string_view text) { return Money::parse(text).value(); }
inline Price px(std::string_view text) { return Price::parse(text).value(); }

// Seconds after a fixed noon, so that failures print readable times.
inline UtcTime at_s(std::int64_t seconds) {
  return UtcTime{std::chrono::seconds{1'790'000'000 + seconds}};
}

inline PositionKey key_at(VenueName venue, const std::string& instrument,
                          std::uint16_t subaccount = 0) {
  PositionKey key;
  key.account = AccountId{std::string{name_of(venue)} + "/main"};
  key.venue = venue;
  key.subaccount = subaccount;
  key.instrument = InstrumentId{instrument};
  return key;
}

inline PositionKey kalshi_key(const std::string& instrument, std::uint16_t subaccount = 0) {
  return key_at(VenueName::kalshi, instrument, subaccount);
}
inline PositionKey poly_key(const std::string& instrument) {
  return key_at(VenueName::polymarket, instrument);
}

inline Fill fill_of(const PositionKey& key, const std::string& id, std::int64_t at,
                    std::string_view change, std::string_view price, std::string_view fee = "0") {
  Fill fill;
  fill.id = FillId{id};
  fill.key = key;
  fill.change = qty(change);
  fill.price = px(price);
  fill.fee = usd(fee);
  fill.at = at_s(at);
  return fill;
}

inline Settlement settlement_of(const PositionKey& key, const std::string& id, std::int64_t at,
                                std::string_view change, std::string_view payout) {
  Settlement settlement;
  settlement.id = id;
  settlement.key = key;
  settlement.change = qty(change);
  settlement.payout = px(payout);
  settlement.at = at_s(at);
  return settlement;
}

inline JournalEntry estimate_of(EntryKind kind, const PositionKey& key, const std::string& id,
                                std::int64_t at, std::string_view change) {
  JournalEntry entry;
  entry.id = EntryId{id};
  entry.kind = kind;
  entry.key = key;
  entry.change = qty(change);
  entry.at = at_s(at);
  entry.evidence = {EvidenceKind::listing, "snapshot-" + id, at_s(at), "listing"};
  return entry;
}

inline Holding row_of(const PositionKey& key, std::string_view quantity) {
  Holding row;
  row.key = key;
  row.quantity = qty(quantity);
  row.about.id = key.instrument;
  row.about.venue = key.venue;
  return row;
}

inline Completeness whole_listing(int pages = 1) {
  PageWalk walk;
  for (int page = 1; page < pages; ++page) (void)walk.turn("page " + std::to_string(page));
  (void)walk.turn("");
  return walk.proof().value();
}

}  // namespace holdfast::test
