#pragma once
#include <functional>
#include <memory>

#include "app/account_proof.hpp"
#include "app/engine.hpp"
#include "app/owner_search.hpp"
#include "chain/polygon_approvals.hpp"
#include "chain/polygon_logs.hpp"
#include "chain/polygon_witness.hpp"
#include "chain/solana_witness.hpp"
#include "net/deadline.hpp"
#include "net/retry.hpp"
#include "ports/ledger.hpp"
#include "ports/ledger_reader.hpp"
#include "ports/signer.hpp"
#include "ports/stream.hpp"
#include "scenario/sim_transport.hpp"
#include "scenario/views.hpp"
#include "venues/polymarket/clob.hpp"

namespace holdfast::scenario {

struct AccountDoors {
  Clock& clock;
  Entropy& entropy;
  Signer& signer;
  SimTransport::VenueTime venue_time;
  StreamDoor& streams;
};

// Streams that are never open: what they would watch is all that is looked at.
class ClosedDoor final : public StreamDoor {
 public:
  Async<std::unique_ptr<Stream>> open(StreamAddress) override {
    co_return fail(Fault::unreachable, "a scenario opens no stream");
  }
};

// One account of a scenario: its views, and what the engine needs to ask them: the venue, its
// witness, deadlines and retries over the wire.
class AccountStage {
 public:
  AccountStage(const AccountPlan& plan, const Scenario& scenario, UtcTime base,
               const AccountDoors& doors);

  [[nodiscard]] AccountId id() const { return AccountId{plan_.id}; }
  [[nodiscard]] const AccountPlan& plan() const { return plan_; }
  Views& views() { return views_; }
  // Requests that have left for the venue, its chain and its feeds.
  [[nodiscard]] std::uint64_t requests() const { return wire_.requests(); }
  [[nodiscard]] bool is_configured() const { return wallet_ == WalletSource::configured; }
  // From the next start on.
  void set_wallet(WalletSource source) { wallet_ = source; }
  // Registers the account and hands it to the engine. Ledger and reader outlive the watch.
  Result<void> open(Engine& engine, Ledger& ledger, LedgerReader& reader);
  void close();

 private:
  void build_venue();
  void build_feed();
  [[nodiscard]] std::shared_ptr<const polymarket::ClobAccess> clob_access() const;
  void build_polygon();
  void build_solana();
  Result<void> prepare_search(Ledger& ledger, LedgerReader& reader);
  Result<void> bind(Ledger& ledger, const OwnerCandidate& found);
  [[nodiscard]] std::string owner_text() const;

  AccountPlan plan_;
  const Scenario& scenario_;
  AccountDoors doors_;
  WalletSource wallet_;
  Views views_;
  SimTransport wire_;
  net::Deadline deadline_;
  net::Retry retry_;
  std::unique_ptr<Venue> venue_;
  std::unique_ptr<Feed> feed_;
  OwnerProof* unowned_{};  // the venue's other side, while nobody is configured
  std::unique_ptr<OwnerSearch> search_;
  std::unique_ptr<AccountProof> proof_;  // of an account whose wallet is searched for
  std::unique_ptr<polygon::PolygonWitness> polygon_;
  std::unique_ptr<polygon::PolygonLogs> logs_;
  std::unique_ptr<polygon::PolygonApprovals> approvals_;
  std::unique_ptr<solana::SolanaChain> solana_;
  std::unique_ptr<solana::SolanaWitness> solana_witness_;
};

}  // namespace holdfast::scenario
