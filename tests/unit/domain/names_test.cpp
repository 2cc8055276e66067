#include <gtest/gtest.h>

#include <set>

#include "domain/case.hpp"
#include "domain/error.hpp"
#include "domain/event.hpp"
#include "domain/evidence.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position.hpp"
#include "domain/position_key.hpp"
#include "domain/venue_name.hpp"
#include "domain/verdict.hpp"

namespace holdfast {
namespace {

// The last enumerator of each closed list has a name, and no two share one.
template <class Names>
void expect_distinct(const Names& names) {
  const std::set<std::string_view> distinct{names.begin(), names.end()};
  EXPECT_EQ(distinct.size(), names.size());
  EXPECT_FALSE(distinct.contains(""));
}

TEST(Names, OfEachClosedListAreDistinctAndWhole) {
  expect_distinct(fault_names);
  expect_distinct(case_reason_names);
  expect_distinct(awaited_names);
  expect_distinct(case_state_names);
  expect_distinct(event_names);
  expect_distinct(evidence_names);
  expect_distinct(entry_names);
  expect_distinct(venue_names);
  expect_distinct(verdict_names);
  EXPECT_EQ(name_of(Fault::cancelled), "cancelled");
  EXPECT_EQ(name_of(CaseReason::conflict), "conflict");
  EXPECT_EQ(name_of(CaseReason::unproven_absence), "unproven_absence");
  EXPECT_EQ(name_of(CaseState::dismissed), "dismissed");
  EXPECT_EQ(name_of(EventKind::case_closed), "case.closed");
  EXPECT_EQ(name_of(EvidenceKind::person), "person");
  EXPECT_EQ(name_of(EntryKind::close), "close");
  EXPECT_EQ(name_of(PositionState::closed), "closed");
  EXPECT_EQ(name_of(Origin::traded), "traded");
  EXPECT_EQ(venue_from("polymarket"), VenueName::polymarket);
  EXPECT_FALSE(venue_from("Polymarket"));
}

TEST(Verdict, OfSeveralTheFirstOfNotProtectedDriftUnknownIsTold) {
  EXPECT_EQ(worse(Verdict::agrees, Verdict::unknown), Verdict::unknown);
  EXPECT_EQ(worse(Verdict::unknown, Verdict::drift), Verdict::drift);
  EXPECT_EQ(worse(Verdict::not_protected, Verdict::drift), Verdict::not_protected);
  EXPECT_EQ(worse(Verdict::drift, Verdict::agrees), Verdict::drift);
}

TEST(Verdict, HasTheExitCodesPeopleScriptAgainst) {
  EXPECT_EQ(exit_code_of(Verdict::agrees), 0);
  EXPECT_EQ(exit_code_of(Verdict::drift), 3);
  EXPECT_EQ(exit_code_of(Verdict::unknown), 5);
  EXPECT_EQ(exit_code_of(Verdict::not_protected), 6);
  EXPECT_EQ(headline_of(Verdict::agrees), "IN AGREEMENT");
}

TEST(Verdict, NamesItsHeadlines) {
  EXPECT_EQ(name_of(Verdict::not_protected), "not_protected");
  EXPECT_EQ(headline_of(Verdict::unknown), "UNKNOWN");
}

TEST(PositionKey, HasOneTextPerKey) {
  PositionKey key;
  key.account = AccountId{"kalshi/main"};
  key.subaccount = 2;
  key.shard = 3;
  key.instrument = InstrumentId{"KXFED-26DEC-T4"};
  EXPECT_EQ(key.text(), "kalshi/main#2.3:KXFED-26DEC-T4");
  PositionKey other = key;
  other.margin = MarginMode::isolated;
  EXPECT_NE(other.text(), key.text());
  EXPECT_NE(other, key);
}

TEST(ShortSide, IsTheOtherContractOnlyWhereAShortIsNo) {
  EXPECT_EQ(short_side_of(VenueName::kalshi), ShortSide::complement);
  EXPECT_EQ(short_side_of(VenueName::pacifica), ShortSide::linear);
}

}  // namespace
}  // namespace holdfast
