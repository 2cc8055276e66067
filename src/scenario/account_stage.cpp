#include "scenario/account_stage.hpp"

#include <fmt/format.h>

#include <utility>

#include "daemon/owner_history.hpp"
#include "scenario/kalshi_key.hpp"
#include "venues/kalshi/stream.hpp"
#include "venues/kalshi/venue.hpp"
#include "venues/kalshi_solana/venue.hpp"
#include "venues/pacifica/venue.hpp"
#include "venues/polymarket/limits.hpp"
#include "venues/polymarket/stream.hpp"
#include "venues/polymarket/venue.hpp"

namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

constexpr Duration answer_within = 10s;

}  // namespace

AccountStage::AccountStage(const AccountPlan& plan, const Scenario& scenario, UtcTime base,
                           const AccountDoors& doors)
    : plan_{plan},
      scenario_{scenario},
      doors_{doors},
      wallet_{plan.wallet},
      views_{plan, scenario, base, kalshi_test_public_pem()},
      wire_{[this](const HttpRequest& request) -> sim::Simulator& {
              return views_.answering(request);
            },
            doors.venue_time, doors.clock},
      deadline_{wire_, doors.clock, answer_within},
      retry_{deadline_, doors.clock, doors.entropy} {}

std::shared_ptr<const polymarket::ClobAccess> AccountStage::clob_access() const {
  return std::make_shared<const polymarket::ClobAccess>(
      polymarket::ClobAccess{.origin = "http://sim/polymarket-clob",
                             .credentials = {.api_key = platform::Secret{Views::api_key},
                                             .secret = platform::Secret{Views::api_secret},
                                             .passphrase = platform::Secret{Views::api_passphrase}},
                             .owner = crypto::EthAddress::parse(views_.signer()).value()});
}

void AccountStage::build_polygon() {
  const auto holder = crypto::EthAddress::parse(views_.owner()).value();
  polygon::Config config;
  if (is_configured()) config.holders.emplace(id(), holder);
  for (std::int64_t i = 1; i <= scenario_.chain_endpoints; ++i) {
    config.endpoints.push_back(
        polygon::endpoint_address(fmt::format("http://chain-{0}.sim/polygon/{0}", i)).value());
  }
  if (!config.endpoints.empty()) {
    logs_ = std::make_unique<polygon::PolygonLogs>(config, retry_, doors_.clock);
    approvals_ = std::make_unique<polygon::PolygonApprovals>(config, retry_, doors_.clock);
    polygon_ = std::make_unique<polygon::PolygonWitness>(std::move(config), retry_, doors_.clock);
  }
  auto venue = std::make_unique<polymarket::PolymarketVenue>(
      polymarket::Config{.account = id(),
                         .holder = is_configured() ? holder : crypto::EthAddress{},
                         .signer = std::nullopt,
                         .data_origin = "http://sim/polymarket-data",
                         .gamma_origin = "http://sim/polymarket-gamma",
                         .clob = clob_access(),
                         .logs = logs_.get(),
                         .approvals = approvals_.get()},
      retry_, doors_.clock);
  if (!is_configured()) unowned_ = venue.get();
  venue_ = std::move(venue);
}

// The listing has an endpoint of its own, so that it can be said apart from the witness's.
void AccountStage::build_solana() {
  solana::ChainConfig chain;
  chain.endpoints = {json_rpc::endpoint_address("http://list.sim/solana/1").value()};
  solana_ = std::make_unique<solana::SolanaChain>(std::move(chain), retry_, doors_.clock);
  solana::WitnessConfig config;
  if (is_configured()) config.holders.emplace(id(), views_.owner());
  for (std::int64_t i = 1; i <= scenario_.chain_endpoints; ++i) {
    config.chain.endpoints.push_back(
        json_rpc::endpoint_address(fmt::format("http://chain-{0}.sim/solana/{0}", i)).value());
  }
  if (!config.chain.endpoints.empty()) {
    solana_witness_ =
        std::make_unique<solana::SolanaWitness>(std::move(config), *solana_, retry_, doors_.clock);
  }
  auto venue = std::make_unique<kalshi_solana::KalshiSolanaVenue>(
      kalshi_solana::Config{.account = id(),
                            .wallet = is_configured() ? views_.owner() : std::string{},
                            .metadata_origin = "http://sim/dflow-metadata",
                            .trade_origin = "http://sim/dflow-trade"},
      *solana_, retry_, doors_.clock);
  if (!is_configured()) unowned_ = venue.get();
  venue_ = std::move(venue);
}

void AccountStage::build_venue() {
  switch (plan_.venue) {
    case VenueName::kalshi:
      venue_ = std::make_unique<kalshi::KalshiVenue>(
          kalshi::Config{.account = id(), .origin = "http://sim", .key_id = views_.owner()}, retry_,
          doors_.clock, doors_.signer);
      return;
    case VenueName::polymarket:
      return build_polygon();
    case VenueName::pacifica:
      venue_ = std::make_unique<pacifica::PacificaVenue>(
          pacifica::Config{
              .account = id(), .address = views_.owner(), .origin = "http://sim/pacifica"},
          retry_, doors_.clock);
      return;
    case VenueName::kalshi_solana:
      return build_solana();
  }
}

void AccountStage::build_feed() {
  if (plan_.venue == VenueName::kalshi) {
    feed_ = std::make_unique<kalshi::KalshiFeed>(
        kalshi::StreamConfig{
            .origin = "ws://sim", .key_id = views_.owner(), .skew = [] { return Duration{}; }},
        doors_.clock, doors_.signer);
  } else if (plan_.venue == VenueName::polymarket) {
    feed_ = std::make_unique<polymarket::MarketFeed>(
        "ws://sim", doors_.clock,
        share_watching(polymarket::limits::tokens_per_connection, 1).front());
  }
}

// What the ledger binds the account to.
std::string AccountStage::owner_text() const {
  if (plan_.venue != VenueName::polymarket) return views_.owner();
  return crypto::EthAddress::parse(views_.owner()).value().checksummed();
}

Result<void> AccountStage::bind(Ledger& ledger, const OwnerCandidate& found) {
  auto bound = ledger.bind_account(id(), found.owner, found.source);
  if (!bound) return bound;
  if (solana_witness_) solana_witness_->hold(id(), found.owner);
  const auto wallet = crypto::EthAddress::parse(found.owner);
  if (polygon_ && wallet) polygon_->hold(id(), *wallet);
  return {};
}

// As the daemon does for a wallet nobody configured.
Result<void> AccountStage::prepare_search(Ledger& ledger, LedgerReader& reader) {
  platform::Config config;
  auto history = daemon::owner_history(id(), plan_.venue, config, {}, &reader);
  if (!history) return tl::make_unexpected(history.error());
  if (wallet_ == WalletSource::absent && !history->candidates.empty()) {
    return fail(Fault::refused, "wallet: the ledger knows this account's wallet; it is in_history");
  }
  search_ = std::make_unique<OwnerSearch>(
      id(), *unowned_, *std::move(history),
      [this, &ledger](const OwnerCandidate& found) { return bind(ledger, found); });
  return {};
}

Result<void> AccountStage::open(Engine& engine, Ledger& ledger, LedgerReader& reader) {
  build_venue();
  auto opened = ledger.open_account(id(), plan_.venue, is_configured() ? owner_text() : "");
  if (opened && unowned_ != nullptr) opened = prepare_search(ledger, reader);
  if (!opened) return opened;
  WatchTiming timing;
  if (scenario_.stale_after) timing.stale_after = *scenario_.stale_after;
  SyncPolicy policy;
  policy.witness = witness_need(plan_.venue);
  policy.patience = scenario_.patience;
  policy.brake = scenario_.brake;
  Witness* witness = polygon_.get();
  if (solana_witness_) witness = solana_witness_.get();
  if (search_) {
    proof_ = std::make_unique<AccountProof>(*venue_, doors_.clock, search_.get(), std::nullopt);
  }
  engine.watch(*venue_, witness, policy, timing, proof_.get());
  if (scenario_.streams) build_feed();
  if (feed_) engine.listen(id(), *feed_, doors_.streams);
  return {};
}

void AccountStage::close() {
  feed_.reset();
  proof_.reset();
  search_.reset();
  unowned_ = nullptr;
  venue_.reset();
  polygon_.reset();
  logs_.reset();
  approvals_.reset();
  solana_witness_.reset();
  solana_.reset();
}

}  // namespace holdfast::scenario
