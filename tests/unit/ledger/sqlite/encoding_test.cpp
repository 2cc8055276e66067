#include "ledger/sqlite/encoding.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "crypto/hex.hpp"
#include "ledger/sqlite/chain.hpp"
#include "support/batches.hpp"

namespace holdfast::sqlite {
namespace {

using namespace holdfast::test;

TEST(Encoding, WritesEachFieldWithItsLength) {
  EXPECT_EQ(Encoder{}.text("a:b").number(-12).absent().bytes(), "3:a:b3:-12-");
  EXPECT_EQ(Encoder{}.text("").bytes(), "0:");
  EXPECT_EQ(Encoder{}.number(std::numeric_limits<std::int64_t>::min()).bytes(),
            "20:-9223372036854775808");
  EXPECT_EQ(Encoder{}.add(kalshi_key("T", 7)).bytes(), "11:kalshi/main6:kalshi1:71:01:T4:none");
}

TEST(Encoding, TellsApartValuesThatShareTheirText) {
  EXPECT_NE(Encoder{}.text("ab").text("c").bytes(), Encoder{}.text("a").text("bc").bytes());
  EXPECT_NE(Encoder{}.absent().bytes(), Encoder{}.text("").bytes());
  EXPECT_NE(Encoder{}.absent().bytes(), Encoder{}.number(0).bytes());
}

TEST(Encoding, ReadsBackTheListsOfACase) {
  const Case value = case_of(kalshi_key("KX-1"), "c");
  EXPECT_EQ(decode_keys(encode_list(value.keys)), value.keys);
  EXPECT_EQ(decode_evidence(encode_list(value.evidence)), value.evidence);
  EXPECT_EQ(decode_keys(encode_list(std::vector<PositionKey>{})), std::vector<PositionKey>{});
}

TEST(Encoding, RefusesListsThatAreNotWhole) {
  const std::string good = encode_list(case_of(kalshi_key("KX-1"), "c").evidence);
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(decode_evidence(good.substr(0, size))) << size;
  }
  EXPECT_FALSE(decode_evidence(good + "x"));
  EXPECT_FALSE(decode_evidence("20:18446744073709551615"));
  EXPECT_FALSE(decode_evidence("99999999999999999999:x"));
  EXPECT_FALSE(decode_evidence("-1:x"));
  EXPECT_FALSE(decode_keys("1:15:other6:kalshi5:999991:01:T4:none"));  // a subaccount of 99999
  EXPECT_FALSE(decode_keys("1:15:other7:nowhere1:01:01:T4:none"));     // no such venue
}

// Every field takes part: a change of any of them must change the seal.
template <class T, class... Change>
void expect_each_change_seen(const T& value, Change... changes) {
  (
      [&](auto change) {
        T other = value;
        change(other);
        EXPECT_NE(seal_of(other), seal_of(value));
      }(changes),
      ...);
}

TEST(Seal, CoversEveryFieldOfAPosition) {
  Position position;
  position.key = kalshi_key("KX-1");
  expect_each_change_seen(
      position, [](Position& p) { p.key.account.text = "x"; },
      [](Position& p) { p.key.venue = VenueName::pacifica; },
      [](Position& p) { p.key.subaccount = 1; }, [](Position& p) { p.key.shard = 1; },
      [](Position& p) { p.key.instrument.text = "x"; },
      [](Position& p) { p.key.margin = MarginMode::cross; }, [](Position& p) { p.life = 2; },
      [](Position& p) { p.quantity = qty("1"); }, [](Position& p) { p.cost = usd("0"); },
      [](Position& p) { p.realized_pnl = usd("1"); }, [](Position& p) { p.unpriced = qty("1"); },
      [](Position& p) { p.fees = usd("1"); }, [](Position& p) { p.state = PositionState::closed; },
      [](Position& p) { p.origin = Origin::traded; }, [](Position& p) { p.opened_at = at_s(1); },
      [](Position& p) { p.changed_at = at_s(1); }, [](Position& p) { p.estimated_at = at_s(0); },
      [](Position& p) { p.closed_at = at_s(0); }, [](Position& p) { p.closing.emplace(); },
      [](Position& p) { p.entries = 1; });
}

TEST(Seal, CoversEveryFieldOfACase) {
  expect_each_change_seen(
      case_of(kalshi_key("KX-1"), "c"), [](Case& c) { c.id.text = "d"; },
      [](Case& c) { c.account.text = "x"; }, [](Case& c) { c.key.reset(); },
      [](Case& c) { c.reason = CaseReason::brake; },
      [](Case& c) { c.state = CaseState::confirmed; }, [](Case& c) { c.opened_at = at_s(9); },
      [](Case& c) { c.updated_at = at_s(9); }, [](Case& c) { c.closed_at = at_s(9); },
      [](Case& c) { c.since = at_s(9); }, [](Case& c) { c.sightings = 9; },
      [](Case& c) { c.ours = qty("9"); }, [](Case& c) { c.theirs.reset(); },
      [](Case& c) { c.at_stake.reset(); }, [](Case& c) { c.keys.clear(); },
      [](Case& c) { c.confirmed_at.reset(); }, [](Case& c) { c.confirmed_by = "x"; },
      [](Case& c) { c.confirmed_keys.clear(); }, [](Case& c) { c.evidence.pop_back(); },
      [](Case& c) { c.evidence[0].id = "x"; }, [](Case& c) { c.text = "x"; },
      [](Case& c) { c.note = "x"; }, [](Case& c) { c.released_keys.clear(); },
      [](Case& c) { c.waits_for.what = Awaited::chain; }, [](Case& c) { c.waits_for.text = "x"; });
}

TEST(Seal, CoversEveryFieldOfAnInstrument) {
  expect_each_change_seen(
      instrument_of(kalshi_key("KX-1"), "t"), [](Instrument& i) { i.id.text = "x"; },
      [](Instrument& i) { i.venue = VenueName::pacifica; }, [](Instrument& i) { i.title = "x"; },
      [](Instrument& i) { i.outcome = "x"; }, [](Instrument& i) { i.condition_id = "x"; },
      [](Instrument& i) { i.slug = "x"; }, [](Instrument& i) { i.event = "x"; },
      [](Instrument& i) { i.opposite = "x"; }, [](Instrument& i) { i.opposite_outcome = "x"; },
      [](Instrument& i) { i.end_date = "x"; }, [](Instrument& i) { i.negative_risk = false; },
      [](Instrument& i) { i.currency = "USDC"; }, [](Instrument& i) { i.currency.clear(); },
      [](Instrument& i) { i.state = MarketState::resolved; },
      [](Instrument& i) { i.close_time.reset(); }, [](Instrument& i) { i.price.reset(); },
      [](Instrument& i) { i.payout.reset(); });
}

TEST(Chain, CoversEveryFieldOfAnEntryAndItsPlace) {
  JournalEntry entry = entry_of(fill_of(kalshi_key("KX-1"), "1", 1, "10", "0.5", "0.01"));
  const auto link = [](const JournalEntry& e) { return next_link({}, 1, at_s(0), e); };
  const auto expect_seen = [&](auto change) {
    JournalEntry other = entry;
    change(other);
    EXPECT_NE(link(other), link(entry));
  };
  expect_seen([](JournalEntry& e) { e.id.text = "x"; });
  expect_seen([](JournalEntry& e) { e.kind = EntryKind::close; });
  expect_seen([](JournalEntry& e) { e.key.shard = 1; });
  expect_seen([](JournalEntry& e) { e.change = qty("11"); });
  expect_seen([](JournalEntry& e) { e.price.reset(); });
  expect_seen([](JournalEntry& e) { e.fee = usd("0"); });
  expect_seen([](JournalEntry& e) { e.at = at_s(2); });
  expect_seen([](JournalEntry& e) { e.evidence.kind = EvidenceKind::person; });
  expect_seen([](JournalEntry& e) { e.evidence.id = "x"; });
  expect_seen([](JournalEntry& e) { e.evidence.at = at_s(5); });
  expect_seen([](JournalEntry& e) { e.evidence.text = "x"; });
  expect_seen([](JournalEntry& e) { e.closing = e.evidence; });
  expect_seen([](JournalEntry& e) { e.supersedes = EntryId{""}; });
  expect_seen([](JournalEntry& e) { e.cause = Cause::liquidation; });
  expect_seen([](JournalEntry& e) { e.funding = usd("0.01"); });
  expect_seen([](JournalEntry& e) { e.seed = Seed{}; });
  entry.seed = Seed{qty("10"), usd("5"), std::nullopt};
  expect_seen([](JournalEntry& e) { e.seed->quantity = qty("9"); });
  expect_seen([](JournalEntry& e) { e.seed->cost = usd("4"); });
  expect_seen([](JournalEntry& e) { e.seed->opened_at = at_s(0); });
  EXPECT_NE(next_link({}, 2, at_s(0), entry), link(entry));
  EXPECT_NE(next_link({}, 1, at_s(1), entry), link(entry));
  EXPECT_NE(next_link({1}, 1, at_s(0), entry), link(entry));
}

// Computed by another program (python: hashlib over the encoding written out by hand), so that a
// ledger of today can be checked by tomorrow's Holdfast, and by anybody.
TEST(Chain, IsWhatAnybodyCanRecompute) {
  const auto head = first_link(AccountId{"kalshi/main"}, VenueName::kalshi, "key-1");
  EXPECT_EQ(crypto::to_hex(head),
            "8b970babd5ca5ef4088005870c86f772c25b0c32f29f15dd85661422c71c82d1");
  JournalEntry entry = entry_of(fill_of(kalshi_key("KX-1"), "1", 1, "10", "0.5", "0.01"));
  EXPECT_EQ(crypto::to_hex(next_link(head, 1, at_s(0), entry)),
            "4fe224757d4eeed12fcabf185dd6dfcf6ca17b1f685f6985954624261c865006");
  entry.cause = Cause::unknown;
  EXPECT_EQ(crypto::to_hex(next_link(head, 1, at_s(0), entry)),
            "0968f0097de25972b5e6f10f76f58e111d5241447a5e6f8fa036b68772957bed")
      << "version 1 knew no cause";
}

TEST(Chain, BindsAnAccountToVenueAndOwner) {
  const auto link = first_link(AccountId{"a"}, VenueName::kalshi, "b");
  EXPECT_NE(link, first_link(AccountId{"b"}, VenueName::kalshi, "b"));
  EXPECT_NE(link, first_link(AccountId{"a"}, VenueName::pacifica, "b"));
  EXPECT_NE(link, first_link(AccountId{"a"}, VenueName::kalshi, "c"));
}

}  // namespace
}  // namespace holdfast::sqlite
