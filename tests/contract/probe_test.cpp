#include <gtest/gtest.h>

#include <algorithm>

#include "sim/demo_pacifica.hpp"
#include "sim_stage.hpp"
#include "venues/pacifica/venue.hpp"

// What `doctor --probe` sees of the simulated venues, whichever reading they take.
namespace holdfast {
namespace {

using sim::FaultKind;
using test::SimStage;

struct Probe : testing::Test {
  std::string seen(VenueProbe& venue, const std::string& point) {
    const auto findings = test::run(venue.probe(stage.tape));
    if (!findings) return "fault: " + findings.error().what;
    const auto found = std::ranges::find(*findings, point, &ProbeFinding::point);
    return found == findings->end() ? "" : found->seen;
  }
  SimStage stage{2, 0, 3};
};

bool holds(const std::string& text, const char* part) { return text.find(part) != text.npos; }

TEST_F(Probe, KalshiWhetherSubaccountsMayBeAsked) {
  auto venue = stage.kalshi();
  EXPECT_TRUE(holds(seen(venue, "K9"), "answered with 200")) << seen(venue, "K9");
  stage.break_it("kalshi", "subaccount_balances", FaultKind::http, {{"status", "403"}});
  EXPECT_TRUE(holds(seen(venue, "K9"), "answered with 403")) << seen(venue, "K9");
}

TEST_F(Probe, PolymarketWhetherZeroSwitchesTheFloorOff) {
  auto venue = stage.polymarket();
  EXPECT_TRUE(holds(seen(venue, "P1"), "no dust")) << seen(venue, "P1");
  stage.polymarket_position("dust", "0.05");
  EXPECT_TRUE(holds(seen(venue, "P1"), "switches the floor off")) << seen(venue, "P1");
  stage.act(R"({"venue":"polymarket","do":"set_service","honours_zero_filter":false})");
  EXPECT_TRUE(holds(seen(venue, "P1"), "NOT honoured")) << seen(venue, "P1");
}

TEST_F(Probe, PolymarketWhetherTheOldRoutesAreThere) {
  auto venue = stage.polymarket();
  EXPECT_TRUE(holds(seen(venue, "P2"), "is still there")) << seen(venue, "P2");
  stage.act(R"({"venue":"polymarket","do":"set_service","v1_retired":true})");
  EXPECT_TRUE(holds(seen(venue, "P2"), "is not there")) << seen(venue, "P2");
}

TEST_F(Probe, PacificaWhatIsSaidOfNobodyAndHowLongAPageIs) {
  pacifica::PacificaVenue venue{{.account = AccountId{"pacifica/main"},
                                 .address = std::string{sim::demo_pacifica_account},
                                 .origin = "http://sim/pacifica"},
                                stage.transport,
                                stage.clock};
  EXPECT_TRUE(holds(seen(venue, "A1"), "answered with 404")) << seen(venue, "A1");
  EXPECT_TRUE(holds(seen(venue, "A9"), "limit=1000")) << seen(venue, "A9");
}

}  // namespace
}  // namespace holdfast
