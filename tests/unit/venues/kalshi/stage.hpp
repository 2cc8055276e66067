#pragma once
#include <string>

#include "bodies.hpp"
#include "support/run.hpp"
#include "support/scripted_transport.hpp"
#include "support/still_clock.hpp"
#include "venues/kalshi/venue.hpp"

namespace holdfast::kalshi {

// Signs by naming what was signed.
class PlainSigner final : public Signer {
 public:
  Result<std::string> sign(std::string_view text) override { return "signed:" + std::string{text}; }
};

inline std::string data_time_body(UtcTime at) {
  return R"({"as_of_time":")" + iso_text(at) + R"("})";
}

// A member with an ordinary account: no subaccounts, one page, one position.
struct Stage {
  test::StillClock clock;
  test::ScriptedTransport transport;
  PlainSigner signer;
  Config config{.account = AccountId{"kalshi/main"}, .origin = "http://sim", .key_id = "key-1"};
  RawTape tape;

  void answer_as_usual() {
    transport.on("/exchange/user_data_timestamp", data_time_body(clock.now()));
    transport.on("/portfolio/subaccounts/balances", R"({"subaccount_balances":[]})");
    transport.on("/portfolio/positions", positions_page(position_row("KXA", "3.00")));
    transport.on("/portfolio/balance", balance_body());
    transport.on("/historical/cutoff", R"({"trades_created_ts":"2026-06-01T00:00:00Z"})");
    transport.on("/historical/fills", list_page("fills", ""));
    transport.on("/portfolio/fills", list_page("fills", ""));
    transport.on("/portfolio/settlements", list_page("settlements", ""));
    transport.on("/portfolio/orders", list_page("orders", ""));
  }

  KalshiVenue venue() { return KalshiVenue{config, transport, clock, signer}; }
  Result<Snapshot> snapshot() {
    auto one = venue();
    return test::run(one.fetch_snapshot(tape));
  }
  Result<VenueEvents> events(EventQuery query) {
    auto one = venue();
    return test::run(one.fetch_events(std::move(query), tape));
  }
};

}  // namespace holdfast::kalshi
