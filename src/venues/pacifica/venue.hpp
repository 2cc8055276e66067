#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ports/clock.hpp"
#include "ports/owner_proof.hpp"
#include "ports/transport.hpp"
#include "ports/venue.hpp"
#include "ports/venue_probe.hpp"
#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/session.hpp"
#include "venues/pacifica/urls.hpp"

namespace holdfast::pacifica {

struct Config {
  AccountId account;
  // Of the main account or subaccount, base58, never an agent wallet's; empty: not known yet.
  std::string address;
  std::string origin{urls::production};
};

// What the last listing proves of its own age.
struct ListingAge {
  UtcTime asked;     // on the venue's clock
  UtcTime shows_up;  // the newest change that listing or account tell of
};

// One Pacifica account, read through the public REST API. Transport and clock must outlive it.
class PacificaVenue final : public Venue, public OwnerProof, public VenueProbe {
 public:
  PacificaVenue(Config config, Transport& transport, Clock& clock);

  [[nodiscard]] const AccountId& account() const override { return config_.account; }
  [[nodiscard]] VenueName name() const override { return VenueName::pacifica; }
  // The listing and, asked elsewhere, the venue's own count of positions: unless they agree there
  // is no snapshot (Fault::incomplete).
  Async<Snapshot> fetch_snapshot(RawTape& tape) override;
  Async<VenueEvents> fetch_events(EventQuery query, RawTape& tape) override;
  Async<std::map<PositionKey, SaleLimits>> fetch_sale_limits(std::vector<PositionKey> keys,
                                                             RawTape& tape) override;
  Async<std::vector<Instrument>> fetch_instruments(std::vector<InstrumentId> ids,
                                                   RawTape& tape) override;
  Async<std::vector<IdentityCheck>> identify(RawTape& tape) override;
  Async<std::vector<ProbeFinding>> probe(RawTape& tape) override;

  // Base58; empty until it is found.
  [[nodiscard]] const std::string& address() const { return config_.address; }

  [[nodiscard]] std::string_view fix() const override;
  Async<bool> is_owner(std::string candidate, const OwnerTraces& traces, RawTape& tape) override;
  Result<void> read_for(const std::string& owner) override;

  // A trade of that number was told elsewhere (a stream): for a while a listing below it is behind
  // what is known, and no snapshot (Fault::not_now).
  void note_trade(std::int64_t number) { told_ = Told{number, clock_.uptime()}; }

  // Remembers what a tape says was remembered of the venue's clock.
  Result<void> recall(std::span<const RawAnswer> answers);

 private:
  struct Heard;
  struct Told {
    std::int64_t number{};
    Duration at{};  // uptime
  };
  [[nodiscard]] bool is_behind(const Listing& listing) const;
  Async<Heard> ask_both(RawTape& tape);
  Async<std::vector<OpenOrder>> ask_orders(RawTape& tape);
  Async<void> learn_perpetuals(RawTape& tape);

  Config config_;
  Clock& clock_;
  Session session_;
  std::string account_parameter_;
  std::optional<Told> told_;
  std::optional<ListingAge> age_;
  std::map<PositionKey, UtcTime> opened_;        // of the last listing
  std::map<std::string, Perpetual> perpetuals_;  // as last told
};

}  // namespace holdfast::pacifica
