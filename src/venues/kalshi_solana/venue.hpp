#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ports/owner_proof.hpp"
#include "ports/token_chain.hpp"
#include "ports/venue.hpp"
#include "ports/venue_probe.hpp"
#include "venues/kalshi_solana/events.hpp"
#include "venues/kalshi_solana/parse.hpp"
#include "venues/kalshi_solana/session.hpp"
#include "venues/kalshi_solana/urls.hpp"

namespace holdfast::kalshi_solana {

struct Config {
  AccountId account;
  std::string wallet;  // base58; empty: not known yet
  std::string metadata_origin{urls::metadata};
  std::string trade_origin{urls::trade};
  const platform::Secret* api_key{};  // must outlive the venue
};

// One wallet's outcome tokens: token accounts from the chain, their meaning from DFlow. Transport,
// clock and chain must outlive it.
class KalshiSolanaVenue final : public Venue, public OwnerProof, public VenueProbe {
 public:
  KalshiSolanaVenue(Config config, TokenChain& chain, Transport& transport, Clock& clock);

  [[nodiscard]] const AccountId& account() const override { return config_.account; }
  [[nodiscard]] VenueName name() const override { return VenueName::kalshi_solana; }
  Async<Snapshot> fetch_snapshot(RawTape& tape) override;
  Async<VenueEvents> fetch_events(EventQuery query, RawTape& tape) override;
  // Nothing is asked: an open sale has taken its tokens out of the wallet, so no order holds any of
  // those that are listed, and a wallet's own tokens need no approval.
  Async<std::map<PositionKey, SaleLimits>> fetch_sale_limits(std::vector<PositionKey> keys,
                                                             RawTape& tape) override;
  Async<std::vector<Instrument>> fetch_instruments(std::vector<InstrumentId> ids,
                                                   RawTape& tape) override;
  Async<std::vector<IdentityCheck>> identify(RawTape& tape) override;
  Async<std::vector<ProbeFinding>> probe(RawTape& tape) override;

  // Base58; empty until it is found.
  [[nodiscard]] const std::string& wallet() const { return config_.wallet; }

  [[nodiscard]] std::string_view fix() const override;
  Async<bool> is_owner(std::string candidate, const OwnerTraces& traces, RawTape& tape) override;
  Result<void> read_for(const std::string& owner) override;

 private:
  using Outcomes = std::map<std::string, Outcome>;  // by mint

  // Which of the mints are outcome tokens, and what they are: every one of them is told from the
  // others by DFlow's own word, or the answer is Fault::incomplete.
  Async<Outcomes> outcomes_of(std::set<std::string> mints, RawTape& tape);
  // An outcome mint of DFlow's own, put into every question to the filter: an answer without it was
  // not given by somebody who knows outcome mints (a refused key that answers with empty lists).
  Async<std::string> canary(RawTape& tape);
  Async<std::set<std::string>> filter(std::set<std::string> mints, RawTape& tape);
  Async<Outcomes> batch(std::set<std::string> mints, RawTape& tape);
  Async<void> explain_move(EventBook& book, PositionKey key, TokenMove move, RawTape& tape);
  Async<std::vector<Trade>> list_trades(std::string wallet, UtcTime since, RawTape& tape);

  Config config_;
  TokenChain& chain_;
  Clock& clock_;
  Session metadata_;
  Session trade_;
  std::string canary_;
  std::set<std::string> known_;               // outcome mints, so far
  std::map<std::string, UtcTime> strangers_;  // mints that are none, and when they were asked about
  std::map<PositionKey, Quantity> held_;      // of the last listing
  std::map<std::string, Outcome> described_;  // of the last listing
};

}  // namespace holdfast::kalshi_solana
