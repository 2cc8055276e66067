#pragma once
#include "bodies.hpp"
#include "support/run.hpp"
#include "support/scripted_transport.hpp"
#include "support/still_clock.hpp"
#include "venues/polymarket/venue.hpp"

namespace holdfast::polymarket {

// A wallet with one open position, on the newer API.
struct Stage {
  test::StillClock clock;
  test::ScriptedTransport transport;
  Config config{.account = AccountId{"polymarket/main"},
                .holder = crypto::EthAddress::parse(wallet).value(),
                .data_origin = "http://data",
                .gamma_origin = "http://gamma"};
  RawTape tape;

  void answer_as_usual() {
    transport.on("status=REDEEMABLE_LOST", page(""));
    transport.on("/v2/positions", page(position_row()));
    transport.on("/v2/activity", page(""));
  }

  PolymarketVenue venue() { return PolymarketVenue{config, transport, clock}; }
  Result<Snapshot> snapshot() {
    auto one = venue();
    return test::run(one.fetch_snapshot(tape));
  }
  Result<VenueEvents> events(EventQuery query) {
    auto one = venue();
    return test::run(one.fetch_events(std::move(query), tape));
  }
};

}  // namespace holdfast::polymarket
