#include "daemon/outside.hpp"

#include <algorithm>
#include <utility>

#include "chain/solana_feed.hpp"
#include "crypto/eth_address.hpp"
#include "crypto/pem_signer.hpp"
#include "crypto/solana_address.hpp"
#include "daemon/owner_history.hpp"
#include "daemon/policy_of.hpp"
#include "platform/hide_secrets.hpp"
#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/stream.hpp"
#include "venues/kalshi/venue.hpp"
#include "venues/kalshi_solana/limits.hpp"
#include "venues/kalshi_solana/rails.hpp"
#include "venues/kalshi_solana/venue.hpp"
#include "venues/pacifica/limits.hpp"
#include "venues/pacifica/stream.hpp"
#include "venues/pacifica/venue.hpp"
#include "venues/polymarket/limits.hpp"
#include "venues/polymarket/stream.hpp"
#include "venues/polymarket/venue.hpp"

namespace holdfast::daemon {
namespace {

using namespace std::chrono_literals;

constexpr Duration answer_within = 10s;

// Who is asked beside the venues.
constexpr std::string_view polygon_name = "polygon";
constexpr std::string_view solana_name = "solana";

net::Cost flat(std::uint32_t tokens) {
  return [tokens](const HttpRequest&) { return tokens; };
}

WatchTiming timing_of(const platform::Config& config, VenueName venue) {
  const platform::VenueSync& sync = config.sync.of(venue);
  return {sync.interval, sync.stale_after};
}

solana::FeedConfig solana_feed_config(const platform::Config& config,
                                      std::function<std::string()> wallet) {
  const platform::Url& stream = *config.solana_stream;
  const bool rooted = stream.path.starts_with('/');
  return {.address = {.origin = stream.origin,
                      .target = rooted ? stream.path : "/" + stream.path,
                      .headers = {}},
          .wallet = std::move(wallet),
          .commitment = config.solana_confirmed ? solana::Commitment::confirmed
                                                : solana::Commitment::finalized,
          .money = {
              {std::string{kalshi_solana::rails::usdc}, std::string{solana::token_program}},
              {std::string{kalshi_solana::rails::cash}, std::string{solana::token_2022_program}}}};
}

polymarket::ApiCredentials credentials_of(const std::vector<std::string_view>& lines) {
  return {.api_key = platform::Secret{lines.at(0)},
          .secret = platform::Secret{lines.at(1)},
          .passphrase = platform::Secret{lines.at(2)}};
}

// The account and its place in the configuration, in front of what is wrong with it.
tl::unexpected<Error> at(const platform::AccountConfig& account, const Error& error) {
  return fail(error.fault, account.id.text + " (" + account.source + "): " + error.what);
}

}  // namespace

Route::Route(Doors doors, net::Tally::Tell tell, net::RateBucket& bucket, net::Cost cost)
    : deadline{doors.sockets, doors.clock, answer_within},
      tally{deadline, std::move(tell)},
      budget{tally, doors.clock, bucket, std::move(cost), {}},
      retry{budget, doors.clock, doors.entropy} {}

std::unique_ptr<Route> Outside::route_to(std::string_view to, net::RateBucket& bucket,
                                         net::Cost cost) {
  return std::make_unique<Route>(
      Route::Doors{http_, clock_, entropy_},
      [this, to](std::string_view outcome) {
        if (on_request_) on_request_(to, outcome);
      },
      bucket, std::move(cost));
}

std::map<std::string_view, std::uint32_t> Outside::room() {
  std::map<std::string_view, std::uint32_t> left;
  const auto note = [&left](std::string_view to, Route& route) {
    const std::uint32_t here = route.budget.room();
    const auto [known, added] = left.emplace(to, here);
    if (!added) known->second = std::min(known->second, here);
  };
  for (const WatchedAccount& account : accounts_) {
    note(name_of(account.venue->name()), *account.route);
  }
  if (chain_route_) note(polygon_name, *chain_route_);
  if (solana_route_) note(solana_name, *solana_route_);
  return left;
}

Outside::Outside(boost::asio::any_io_executor executor)
    : clock_{executor},
      http_{executor},
      sockets_{executor},
      streams_{std::move(executor), sockets_, clock_},
      polymarket_bucket_{std::make_unique<net::RateBucket>(
          net::BudgetLimits{.capacity = polymarket::limits::positions_per_s,
                            .refill = polymarket::limits::positions_per_s},
          clock_.uptime())},
      pacifica_bucket_{std::make_unique<net::RateBucket>(
          net::BudgetLimits{.capacity = pacifica::limits::credits_per_minute,
                            .refill = pacifica::limits::credits_per_minute,
                            .per = 60s},
          clock_.uptime())},
      chain_bucket_{std::make_unique<net::RateBucket>(
          net::BudgetLimits{.capacity = 50, .refill = 25}, clock_.uptime())},
      solana_bucket_{std::make_unique<net::RateBucket>(
          net::BudgetLimits{.capacity = 40, .refill = 10}, clock_.uptime())},
      dflow_bucket_{std::make_unique<net::RateBucket>(
          net::BudgetLimits{.capacity = 4 * kalshi_solana::limits::requests_per_s,
                            .refill = kalshi_solana::limits::requests_per_s},
          clock_.uptime())} {}

Result<void> Outside::build(const platform::Config& config) {
  if (auto built = build_witness(config); !built) return built;
  if (auto built = build_solana_chain(config); !built) return built;
  for (const platform::AccountConfig& account : config.accounts) {
    auto watched = build_account(account, config);
    if (!watched) return at(account, watched.error());
    watched->policy = policy_of(config, account.venue);
    watched->timing = timing_of(config, account.venue);
    accounts_.push_back(*std::move(watched));
  }
  return {};
}

Result<WatchedAccount> Outside::build_account(const platform::AccountConfig& account,
                                              const platform::Config& config) {
  switch (account.venue) {
    case VenueName::kalshi:
      return build_kalshi(account);
    case VenueName::kalshi_solana:
      return build_solana(account, config);
    case VenueName::pacifica:
      return build_pacifica(account);
    case VenueName::polymarket:
      break;
  }
  return build_polymarket(account, config);
}

Result<WatchedAccount> Outside::build_kalshi(const platform::AccountConfig& account) {
  auto signer = crypto::PemSigner::from_pem(account.private_key.reveal());
  if (!signer) return tl::make_unexpected(signer.error());
  namespace limits = kalshi::limits;
  WatchedAccount watched;
  watched.owner = account.key_id;
  watched.signer = *std::move(signer);
  watched.bucket = std::make_unique<net::RateBucket>(
      net::BudgetLimits{.capacity = limits::read_bucket, .refill = limits::read_tokens_per_s},
      clock_.uptime());
  watched.route = route_to(name_of(account.venue), *watched.bucket, flat(limits::request_cost));
  auto venue =
      std::make_unique<kalshi::KalshiVenue>(kalshi::Config{.account = account.id,
                                                           .origin = account.api_origin,
                                                           .key_id = account.key_id,
                                                           .subaccounts = account.subaccounts},
                                            watched.route->retry, clock_, *watched.signer);
  watched.probe = venue.get();
  if (!account.stream_origin.empty()) {
    watched.feeds.push_back(std::make_unique<kalshi::KalshiFeed>(
        kalshi::StreamConfig{.origin = account.stream_origin,
                             .key_id = account.key_id,
                             .skew = [known = venue.get()] { return known->skew(); }},
        clock_, *watched.signer));
  }
  watched.venue = std::move(venue);
  return watched;
}

Result<WatchedAccount> Outside::build_polymarket(const platform::AccountConfig& account,
                                                 const platform::Config& config) {
  const auto holder =
      account.address.empty() ? crypto::EthAddress{} : crypto::EthAddress::parse(account.address);
  if (!holder) return tl::make_unexpected(holder.error());
  std::optional<crypto::EthAddress> signer;
  if (!account.private_key.empty()) {
    const auto derived = crypto::address_of_private_key(account.private_key.reveal());
    if (!derived) return tl::make_unexpected(derived.error());
    signer = *derived;
  }
  WatchedAccount watched;
  if (!holder->is_zero()) watched.owner = holder->checksummed();
  watched.route = route_to(name_of(account.venue), *polymarket_bucket_, flat(1));
  watched.witness = chain_.get();
  const auto lines = platform::secret_lines(account.api_credentials);
  std::shared_ptr<const polymarket::ClobAccess> clob;
  if (lines.size() == 3 && !account.clob_origin.empty()) {
    clob = std::make_shared<const polymarket::ClobAccess>(
        polymarket::ClobAccess{.origin = account.clob_origin,
                               .credentials = credentials_of(lines),
                               .owner = signer.value_or(*holder)});
  }
  std::unique_ptr<polygon::TransferSignal> transfers;
  if (chain_ && config.transfers_every > Duration{}) {
    transfers =
        std::make_unique<polygon::TransferSignal>(polygon_, *holder, chain_route_->retry, clock_);
  }
  auto venue = std::make_unique<polymarket::PolymarketVenue>(
      polymarket::Config{.account = account.id,
                         .holder = *holder,
                         .signer = signer,
                         .data_origin = account.data_api_origin,
                         .gamma_origin = account.gamma_api_origin,
                         .clob = clob,
                         .logs = transfers_.get(),
                         .approvals = approvals_.get(),
                         .wallets = wallets_.get()},
      watched.route->retry, clock_);
  if (holder->is_zero()) {
    watched.unowned = venue.get();
    watched.tell_witness = [chain = chain_.get(), moves = transfers.get(),
                            id = account.id](const std::string& owner) {
      const auto wallet = crypto::EthAddress::parse(owner);
      if (chain != nullptr && wallet) chain->hold(id, *wallet);
      if (moves != nullptr && wallet) moves->hold(*wallet);
    };
  }
  watched.transfers = std::move(transfers);
  watched.probe = venue.get();
  watched.venue = std::move(venue);
  if (account.stream_origin.empty()) return watched;
  for (WatchShare& share : share_watching(polymarket::limits::tokens_per_connection,
                                          polymarket::limits::book_connections)) {
    watched.feeds.push_back(
        std::make_unique<polymarket::MarketFeed>(account.stream_origin, clock_, std::move(share)));
  }
  if (lines.size() == 3) {
    watched.feeds.push_back(std::make_unique<polymarket::UserFeed>(account.stream_origin,
                                                                   credentials_of(lines), clock_));
  }
  return watched;
}

Result<WatchedAccount> Outside::build_solana(const platform::AccountConfig& account,
                                             const platform::Config& config) {
  if (!account.address.empty()) {
    const auto wallet = crypto::SolanaAddress::parse(account.address);
    if (!wallet) return fail(Fault::identity, wallet.error().what);
  }
  if (!solana_) {
    return fail(Fault::identity,
                "no Solana endpoint is configured, and the wallet is read from nowhere else: set "
                "SOLANA_RPC_URLS or chain.solana.endpoints");
  }
  WatchedAccount watched;
  watched.owner = account.address;
  watched.route = route_to(name_of(account.venue), *dflow_bucket_, flat(1));
  watched.witness = solana_witness_.get();
  auto venue = std::make_unique<kalshi_solana::KalshiSolanaVenue>(
      kalshi_solana::Config{.account = account.id,
                            .wallet = account.address,
                            .metadata_origin = account.dflow_metadata_origin,
                            .trade_origin = account.dflow_trade_origin,
                            .api_key = &config.dflow_api_key},
      *solana_, watched.route->retry, clock_);
  if (config.solana_stream) {
    watched.feeds.push_back(std::make_unique<solana::AccountFeed>(
        solana_feed_config(config, [known = venue.get()] { return known->wallet(); }), clock_));
  }
  if (account.address.empty()) {
    watched.unowned = venue.get();
    watched.tell_witness = [witness = solana_witness_.get(), id = account.id](
                               const std::string& owner) { witness->hold(id, owner); };
  }
  watched.probe = venue.get();
  watched.venue = std::move(venue);
  return watched;
}

// One chain for all wallets: its first endpoint lists, all of them witness.
Result<void> Outside::build_solana_chain(const platform::Config& config) {
  solana::WitnessConfig witness;
  for (const platform::AccountConfig& account : config.accounts) {
    if (account.venue != VenueName::kalshi_solana || account.address.empty()) continue;
    witness.holders.emplace(account.id, account.address);
  }
  for (const platform::Url& url : config.solana_endpoints) {
    auto endpoint = json_rpc::endpoint_address(url.text());
    if (!endpoint) return tl::make_unexpected(endpoint.error());
    witness.chain.endpoints.push_back(*std::move(endpoint));
  }
  if (witness.chain.endpoints.empty()) return {};
  if (config.solana_confirmed) witness.chain.commitment = solana::Commitment::confirmed;
  solana_route_ = route_to(solana_name, *solana_bucket_, flat(1));
  solana_ = std::make_unique<solana::SolanaChain>(witness.chain, solana_route_->retry, clock_);
  solana_witness_ = std::make_unique<solana::SolanaWitness>(std::move(witness), *solana_,
                                                            solana_route_->retry, clock_);
  return {};
}

Result<WatchedAccount> Outside::build_pacifica(const platform::AccountConfig& account) {
  if (!account.address.empty()) {
    const auto address = crypto::SolanaAddress::parse(account.address);
    if (!address) return fail(Fault::identity, address.error().what);
  }
  WatchedAccount watched;
  watched.owner = account.address;
  watched.route = route_to(
      name_of(account.venue), *pacifica_bucket_,
      [](const HttpRequest& request) { return pacifica::limits::credits_of(request.target); });
  auto venue = std::make_unique<pacifica::PacificaVenue>(
      pacifica::Config{
          .account = account.id, .address = watched.owner, .origin = account.api_origin},
      watched.route->retry, clock_);
  if (!account.stream_origin.empty()) {
    const pacifica::StreamConfig stream{
        .origin = account.stream_origin,
        .account = [known = venue.get()] { return known->address(); },
        .heard_trade = [known = venue.get()](std::int64_t number) { known->note_trade(number); }};
    for (WatchShare& share : share_watching(pacifica::limits::symbols_per_connection,
                                            pacifica::limits::book_connections)) {
      watched.feeds.push_back(
          std::make_unique<pacifica::PacificaFeed>(stream, clock_, std::move(share)));
    }
  }
  if (account.address.empty()) {
    watched.unowned = venue.get();
    watched.tell_witness = [](const std::string&) {};  // it has none
  }
  watched.probe = venue.get();
  watched.venue = std::move(venue);
  return watched;
}

Result<void> Outside::prepare_searches(const platform::Config& config, LedgerReader* ledger,
                                       const OnFound& on_found) {
  for (WatchedAccount& account : accounts_) {
    if (account.unowned == nullptr) continue;
    const AccountId id = account.venue->account();
    auto history =
        owner_history(id, account.venue->name(), config, read_books(config.books), ledger);
    if (!history) return tl::make_unexpected(std::move(history).error());
    account.search = std::make_unique<OwnerSearch>(
        id, *account.unowned, *std::move(history),
        [id, tell = account.tell_witness, on_found](const OwnerCandidate& found) -> Result<void> {
          if (auto noted = on_found(id, found); !noted) return noted;
          tell(found.owner);
          return {};
        });
  }
  return {};
}

Result<void> Outside::build_witness(const platform::Config& config) {
  polygon::Config chain;
  bool wanted = false;
  for (const platform::AccountConfig& account : config.accounts) {
    if (account.venue != VenueName::polymarket) continue;
    wanted = true;
    if (account.address.empty()) continue;  // found later
    const auto holder = crypto::EthAddress::parse(account.address);
    if (!holder) return at(account, holder.error());
    chain.holders.emplace(account.id, *holder);
  }
  for (const platform::Url& url : config.polygon_endpoints) {
    auto endpoint = polygon::endpoint_address(url.text());
    if (!endpoint) return tl::make_unexpected(endpoint.error());
    chain.endpoints.push_back(*std::move(endpoint));
  }
  if (!wanted || chain.endpoints.empty()) return {};
  polygon_ = chain.endpoints;
  chain_route_ = route_to(polygon_name, *chain_bucket_, flat(1));
  transfers_ = std::make_unique<polygon::PolygonLogs>(chain, chain_route_->retry, clock_);
  approvals_ = std::make_unique<polygon::PolygonApprovals>(chain, chain_route_->retry, clock_);
  wallets_ = std::make_unique<polygon::PolygonWallets>(chain, chain_route_->retry, clock_);
  chain_ = std::make_unique<polygon::PolygonWitness>(std::move(chain), chain_route_->retry, clock_);
  return {};
}

}  // namespace holdfast::daemon
