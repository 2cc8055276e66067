#include "core/alert.hpp"

#include <gtest/gtest.h>

#include "support/values.hpp"

namespace holdfast {
namespace {

using namespace test;

Case open_case(CaseReason reason) {
  Case open;
  open.id = CaseId{"c1"};
  open.account = AccountId{"kalshi/main"};
  open.key = kalshi_key("KXFED");
  open.reason = reason;
  open.at_stake = usd("12.20");
  open.text = "gone from the listing";
  return open;
}

TEST(Alert, SaysWhatTheCaseIsAboutAndWhatIsAtStake) {
  const Alert alert = alert_of(open_case(CaseReason::unproven_absence));
  EXPECT_EQ(alert.text,
            "kalshi/main#0.0:KXFED: suspected unproven_absence, 12.2 at stake: gone from the "
            "listing");
  EXPECT_EQ(alert.severity, Severity::warning);
  EXPECT_EQ(alert.state, AlertState::active);
}

TEST(Alert, WhatStopsHoldfastIsCritical) {
  for (const CaseReason reason :
       {CaseReason::brake, CaseReason::identity, CaseReason::unauthorised}) {
    EXPECT_EQ(alert_of(open_case(reason)).severity, Severity::critical) << name_of(reason);
  }
}

TEST(Alert, OneMoreSightingIsNoNewMessage) {
  Case seen = open_case(CaseReason::suspected);
  const Alert first = alert_of(seen);
  ++seen.sightings;
  seen.updated_at = at_s(60);
  EXPECT_EQ(alert_of(seen).text, first.text);
}

TEST(Alert, IsSilencedWhileDismissedAndResolvedByTheEnd) {
  Case lasting = open_case(CaseReason::suspected);
  lasting.state = CaseState::dismissed;
  EXPECT_EQ(alert_of(lasting).state, AlertState::silenced);
  lasting.closed_at = at_s(5);
  lasting.evidence.push_back({EvidenceKind::listing, "snap", at_s(5), "listed again"});
  const Alert ended = alert_of(lasting);
  EXPECT_EQ(ended.state, AlertState::resolved);
  EXPECT_NE(ended.text.find("ended by listing listed again"), std::string::npos);
}

}  // namespace
}  // namespace holdfast
