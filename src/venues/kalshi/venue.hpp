#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ports/clock.hpp"
#include "ports/signer.hpp"
#include "ports/transport.hpp"
#include "ports/venue.hpp"
#include "ports/venue_probe.hpp"
#include "venues/kalshi/session.hpp"
#include "venues/kalshi/urls.hpp"

namespace holdfast::kalshi {

struct Config {
  AccountId account;
  std::string origin{urls::production};
  std::string key_id;
  // Empty: all the venue names, and the primary one. A key that is pinned to one subaccount needs
  // its number here.
  std::vector<std::uint16_t> subaccounts;
};

// One Kalshi login, read through trade-api v2. Transport, clock and signer must outlive it.
class KalshiVenue final : public Venue, public VenueProbe {
 public:
  KalshiVenue(Config config, Transport& transport, Clock& clock, Signer& signer);

  [[nodiscard]] const AccountId& account() const override { return config_.account; }
  [[nodiscard]] VenueName name() const override { return VenueName::kalshi; }
  Async<Snapshot> fetch_snapshot(RawTape& tape) override;
  Async<std::vector<Holding>> fetch_holdings(std::vector<PositionKey> keys, RawTape& tape) override;
  Async<VenueEvents> fetch_events(EventQuery query, RawTape& tape) override;
  Async<std::map<PositionKey, SaleLimits>> fetch_sale_limits(std::vector<PositionKey> keys,
                                                             RawTape& tape) override;
  Async<std::vector<Instrument>> fetch_instruments(std::vector<InstrumentId> ids,
                                                   RawTape& tape) override;
  Async<std::vector<IdentityCheck>> identify(RawTape& tape) override;
  Async<std::vector<ProbeFinding>> probe(RawTape& tape) override;

  // The venue's clock less ours, as its answers told; for the handshakes of streams.
  [[nodiscard]] Duration skew() const { return session_.skew(); }

 private:
  Async<std::vector<std::uint16_t>> find_subaccounts(RawTape& tape);

  Config config_;
  Clock& clock_;
  Session session_;
  // Every subaccount ever named by configuration or venue: one that disappears from the venue's
  // list is still asked about, or its positions would look sold.
  std::set<std::uint16_t> known_subaccounts_;
};

}  // namespace holdfast::kalshi
