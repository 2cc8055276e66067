#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/account_proof.hpp"
#include "app/account_watch.hpp"
#include "app/owner_search.hpp"
#include "chain/polygon_approvals.hpp"
#include "chain/polygon_logs.hpp"
#include "chain/polygon_wallets.hpp"
#include "chain/polygon_witness.hpp"
#include "chain/solana_witness.hpp"
#include "chain/transfer_signal.hpp"
#include "core/policy.hpp"
#include "net/deadline.hpp"
#include "net/http_client.hpp"
#include "net/keep_alive.hpp"
#include "net/rate_bucket.hpp"
#include "net/rate_budget.hpp"
#include "net/retry.hpp"
#include "net/tally.hpp"
#include "net/ws.hpp"
#include "platform/config.hpp"
#include "platform/real_clock.hpp"
#include "platform/real_entropy.hpp"
#include "ports/change_signal.hpp"
#include "ports/feed.hpp"
#include "ports/ledger_reader.hpp"
#include "ports/signer.hpp"
#include "ports/venue.hpp"
#include "ports/venue_probe.hpp"

namespace holdfast::daemon {

// The way to one host: retries over a budget over a count over a deadline over the sockets.
struct Route {
  struct Doors {
    Transport& sockets;
    Clock& clock;
    Entropy& entropy;
  };
  Route(Doors doors, net::Tally::Tell tell, net::RateBucket& bucket, net::Cost cost);
  net::Deadline deadline;
  net::Tally tally;
  net::RateBudget budget;
  net::Retry retry;
};

struct WatchedAccount {
  std::unique_ptr<Signer> signer;  // Kalshi
  std::unique_ptr<net::RateBucket> bucket;
  std::unique_ptr<Route> route;
  std::unique_ptr<Venue> venue;
  VenueProbe* probe{};  // the venue, as `doctor --probe` asks it
  std::vector<std::unique_ptr<Feed>> feeds;
  std::unique_ptr<ChangeSignal> transfers;  // Polymarket, where the chain is asked
  Witness* witness{};
  std::string owner;      // what the ledger binds the account to; empty: not known yet
  OwnerProof* unowned{};  // the venue, where no owner is configured
  std::function<void(const std::string&)> tell_witness;  // of the owner that was found
  std::unique_ptr<OwnerSearch> search;
  std::unique_ptr<AccountProof> proof;
  SyncPolicy policy;
  WatchTiming timing;
};

// Everything that talks to the outside world on behalf of the engine, built from the
// configuration. Lives as long as the engine.
class Outside {
 public:
  explicit Outside(boost::asio::any_io_executor executor);

  // Fault::unauthorised for a key that cannot sign, Fault::identity for an address that is none;
  // the text names the account and where it was configured.
  Result<void> build(const platform::Config& config);

  // A search for each account without an owner, in what ledger (null: none yet) and books know.
  // `on_found` is told before anything of his is read.
  using OnFound = std::function<Result<void>(const AccountId&, const OwnerCandidate&)>;
  Result<void> prepare_searches(const platform::Config& config, LedgerReader* ledger,
                                const OnFound& on_found);

  // Before build(): told of each request that leaves, to which venue or chain and how it ended.
  using OnRequest = std::function<void(std::string_view to, std::string_view outcome)>;
  void on_request(OnRequest told) { on_request_ = std::move(told); }
  // How many more requests may leave to each of them now without waiting; the least, where accounts
  // have budgets of their own. On the engine's thread.
  [[nodiscard]] std::map<std::string_view, std::uint32_t> room();

  [[nodiscard]] std::vector<WatchedAccount>& accounts() { return accounts_; }
  [[nodiscard]] platform::RealClock& clock() { return clock_; }
  [[nodiscard]] StreamDoor& streams() { return streams_; }
  [[nodiscard]] platform::RealEntropy& entropy() { return entropy_; }

 private:
  Result<WatchedAccount> build_account(const platform::AccountConfig& account,
                                       const platform::Config& config);
  Result<WatchedAccount> build_kalshi(const platform::AccountConfig& account);
  Result<WatchedAccount> build_polymarket(const platform::AccountConfig& account,
                                          const platform::Config& config);
  Result<WatchedAccount> build_solana(const platform::AccountConfig& account,
                                      const platform::Config& config);
  Result<void> build_solana_chain(const platform::Config& config);
  Result<WatchedAccount> build_pacifica(const platform::AccountConfig& account);
  Result<void> build_witness(const platform::Config& config);
  std::unique_ptr<Route> route_to(std::string_view to, net::RateBucket& bucket, net::Cost cost);

  platform::RealClock clock_;
  platform::RealEntropy entropy_;
  net::HttpClient http_;
  net::WsDoor sockets_;
  net::KeepAlive streams_;
  OnRequest on_request_;
  std::unique_ptr<net::RateBucket> polymarket_bucket_;
  std::unique_ptr<net::RateBucket> pacifica_bucket_;  // by address of this machine
  std::unique_ptr<net::RateBucket> chain_bucket_;
  std::unique_ptr<Route> chain_route_;
  std::vector<polygon::EndpointAddress> polygon_;
  std::unique_ptr<polygon::PolygonWitness> chain_;
  std::unique_ptr<polygon::PolygonLogs> transfers_;
  std::unique_ptr<polygon::PolygonApprovals> approvals_;
  std::unique_ptr<polygon::PolygonWallets> wallets_;
  std::unique_ptr<net::RateBucket> solana_bucket_;
  std::unique_ptr<net::RateBucket> dflow_bucket_;
  std::unique_ptr<Route> solana_route_;
  std::unique_ptr<solana::SolanaChain> solana_;
  std::unique_ptr<solana::SolanaWitness> solana_witness_;
  std::vector<WatchedAccount> accounts_;
};

}  // namespace holdfast::daemon
