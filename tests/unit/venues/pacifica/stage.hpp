#pragma once
#include "bodies.hpp"
#include "support/run.hpp"
#include "support/scripted_transport.hpp"
#include "support/still_clock.hpp"
#include "venues/pacifica/venue.hpp"

namespace holdfast::pacifica {

// An account with one short of ZEC and a scripted venue.
struct Stage {
  test::StillClock clock;
  test::ScriptedTransport transport;
  Config config{
      .account = AccountId{"pacifica/main"}, .address = wallet, .origin = "http://sim/pacifica"};
  RawTape tape;

  void answer_as_usual() {
    transport.on("/positions?", listing(row("ZEC", "ask", "12.75")));
    transport.on("/account?", account(1));
    transport.on("/orders?", list(""));
    transport.on("/trades/history", page(""));
    transport.on("/orders/history", page(""));
    transport.on("/funding/history", page(""));
  }

  PacificaVenue venue() { return PacificaVenue{config, transport, clock}; }
  Result<Snapshot> snapshot() {
    auto one = venue();
    return test::run(one.fetch_snapshot(tape));
  }
  // Events as a pass asks for them: after a snapshot.
  Result<VenueEvents> events(EventQuery query) {
    auto one = venue();
    const auto first = test::run(one.fetch_snapshot(tape));
    if (!first) return tl::make_unexpected(first.error());
    return test::run(one.fetch_events(std::move(query), tape));
  }
};

}  // namespace holdfast::pacifica
