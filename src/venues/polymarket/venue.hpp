#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "crypto/eth_address.hpp"
#include "ports/clock.hpp"
#include "ports/owner_proof.hpp"
#include "ports/token_approvals.hpp"
#include "ports/token_logs.hpp"
#include "ports/transport.hpp"
#include "ports/venue.hpp"
#include "ports/venue_probe.hpp"
#include "ports/wallet_owners.hpp"
#include "venues/polymarket/clob.hpp"
#include "venues/polymarket/other_ids.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/session.hpp"
#include "venues/polymarket/urls.hpp"

namespace holdfast::polymarket {

// Which Data API is spoken. `automatic` asks /v2 and falls back to the v1 routes where /v2 is not
// there (404, 410), for as long as the process runs.
enum class DataShape : std::uint8_t { automatic, v2, v1 };

struct Config {
  AccountId account;
  // The wallet that holds the tokens: proxy, Safe, deposit wallet, or an EOA that trades alone.
  // Zero: not known yet.
  crypto::EthAddress holder;
  // The EOA that signs (of POLY_PRIVATE_KEY), where known: only to explain a wrong holder.
  std::optional<crypto::EthAddress> signer;
  // Origins, or origins with a path before every target (a simulator, a proxy).
  std::string data_origin{urls::data};
  std::string gamma_origin{urls::gamma};
  std::shared_ptr<const ClobAccess> clob{};  // null: nobody has given an API key
  DataShape shape{DataShape::automatic};
  // How the wallet's tokens moved on the chain; null: what the feed leaves out stays unexplained.
  TokenLogs* logs{};
  // Which exchanges may move the wallet's tokens; null: nobody can be asked.
  TokenApprovals* approvals{};
  // Whose the wallet is on the chain; null: nobody can be asked.
  WalletOwners* wallets{};
};

// One Polymarket wallet, read through the public Data API and Gamma. Transport and clock must
// outlive it.
class PolymarketVenue final : public Venue, public OwnerProof, public VenueProbe {
 public:
  PolymarketVenue(Config config, Transport& transport, Clock& clock);

  [[nodiscard]] const AccountId& account() const override { return config_.account; }
  [[nodiscard]] VenueName name() const override { return VenueName::polymarket; }
  Async<Snapshot> fetch_snapshot(RawTape& tape) override;
  Async<std::vector<Holding>> fetch_holdings(std::vector<PositionKey> keys, RawTape& tape) override;
  Async<VenueEvents> fetch_events(EventQuery query, RawTape& tape) override;
  // With an API key of the CLOB; without one nothing is known to be unsettled.
  Async<std::vector<UnsettledTrade>> fetch_unsettled(RawTape& tape) override;
  // Open orders with an API key of the CLOB, approvals from the chain; without either the limits
  // say so, and what to do about it.
  Async<std::map<PositionKey, SaleLimits>> fetch_sale_limits(std::vector<PositionKey> keys,
                                                             RawTape& tape) override;
  Async<std::vector<Instrument>> fetch_instruments(std::vector<InstrumentId> ids,
                                                   RawTape& tape) override;
  Async<std::vector<IdentityCheck>> identify(RawTape& tape) override;
  Async<std::vector<ProbeFinding>> probe(RawTape& tape) override;

  [[nodiscard]] std::vector<OwnerCandidate> hints() const override;
  [[nodiscard]] std::string_view fix() const override;
  Async<bool> is_owner(std::string candidate, const OwnerTraces& traces, RawTape& tape) override;
  Result<void> read_for(const std::string& owner) override;

  // Remembers what a tape says was remembered of the venue's clock and of markets.
  Result<void> recall(std::span<const RawAnswer> answers);

 private:
  Async<void> check_wallet(std::vector<IdentityCheck>& checks, RawTape& tape);
  void keep_markets(const EventQuery& query, RawTape& tape) const;
  Async<std::vector<Activity>> activity_of(Holder holder, std::string since, RawTape& tape);
  Async<void> learn_conditions(const std::vector<PositionKey>& keys, RawTape& tape);
  Async<std::vector<TokenFlow>> ask_flows(const EventQuery& query, RawTape& tape);
  Async<void> learn_markets(const std::vector<Activity>& rows, const EventQuery& query,
                            RawTape& tape);

  Config config_;
  Clock& clock_;
  Session data_;
  Session gamma_;
  std::optional<ClobReader> clob_;
  DataShape shape_;                                // what `automatic` turned out to be
  ListedIds listed_;                               // of the newest listing
  std::map<std::string, std::string> conditions_;  // of tokens seen in listings or asked about
  std::map<std::string, Price> payouts_;           // of resolved tokens that were asked about
  std::set<std::string> negative_risk_;            // tokens of such markets in the last listing
  std::set<std::string> lost_;                     // tokens that the last listing calls lost
};

}  // namespace holdfast::polymarket
