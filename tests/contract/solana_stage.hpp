#pragma once
#include <fmt/format.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "chain/solana_witness.hpp"
#include "scenario/sim_transport.hpp"
#include "sim/control/control.hpp"
#include "sim/demo.hpp"
#include "sim/simulator.hpp"
#include "sim/solana/keys.hpp"
#include "support/run.hpp"
#include "support/values.hpp"
#include "venues/kalshi_solana/venue.hpp"

namespace holdfast::test {

// Time that passes only while somebody waits for it.
class WaitedClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return now_; }
  [[nodiscard]] Duration uptime() const override { return now_ - at_s(0); }
  boost::asio::awaitable<void> sleep_for(Duration step) override {
    advance(step);
    co_return;
  }
  void advance(Duration step) { now_ += step; }

 private:
  UtcTime now_{at_s(0)};
};

// Kalshi on Solana against the simulator, in one process and without sockets.
struct SolanaStage {
  explicit SolanaStage(std::int64_t rows = 0)
      : simulator{sim::demo_world(
            {.seed = 7, .kalshi_positions = 0, .polymarket_positions = 0, .solana_positions = rows},
            clock.now())},
        transport{simulator, clock},
        chain{chain_config(1), transport, clock} {
    clock.advance(std::chrono::minutes{5});
  }

  static AccountId account() { return AccountId{"kalshi_solana/main"}; }
  static std::string wallet() {
    return sim::solana::keypair_named(sim::demo_solana_wallet).address;
  }

  static solana::ChainConfig chain_config(int endpoints) {
    solana::ChainConfig config;
    for (int i = 1; i <= endpoints; ++i) {
      // Names of their own: two endpoints of one host are one provider.
      auto address = json_rpc::endpoint_address("http://sim/solana/" + std::to_string(i)).value();
      address.name = fmt::format("node-{}.example", i);
      config.endpoints.push_back(std::move(address));
    }
    return config;
  }

  kalshi_solana::KalshiSolanaVenue venue(kalshi_solana::Config config = {.wallet = wallet()}) {
    config.account = account();
    config.metadata_origin = "http://sim/dflow-metadata";
    config.trade_origin = "http://sim/dflow-trade";
    return {std::move(config), chain, transport, clock};
  }

  solana::SolanaWitness witness(int endpoints = 2) {
    return {{.chain = chain_config(endpoints), .holders = {{account(), wallet()}}},
            chain,
            transport,
            clock};
  }

  // What POST /_sim/world does; the views show it once `after` has passed.
  void act(const std::string& json, Duration after = std::chrono::minutes{1}) {
    const auto done = sim::control::act(simulator.world(), json, clock.now());
    if (!done) throw std::runtime_error{"the simulator refuses: " + done.error().what};
    clock.advance(after);
  }
  void act(const std::string& verb, const std::string& more, Duration after) {
    act(R"({"venue":"kalshi_solana","do":")" + verb + R"(",)" + more + "}", after);
  }
  // A market and a purchase of it.
  PositionKey buy(const std::string& ticker, const std::string& side, const std::string& contracts,
                  const std::string& price = "0.40", const std::string& rail = "USDC") {
    if (!simulator.world().dflow.markets.contains(ticker)) {
      act("add_market", fmt::format(R"("ticker":"{}","rails":["USDC","CASH"])", ticker), {});
    }
    trade("buy", ticker, side, contracts, price, fmt::format(R"(,"rail":"{}")", rail));
    return key(ticker, side, rail);
  }
  void trade(const std::string& verb, const std::string& ticker, const std::string& side,
             const std::string& contracts, const std::string& price, const std::string& more = "",
             Duration after = std::chrono::minutes{1}) {
    act(verb,
        fmt::format(R"("wallet":"{}","ticker":"{}","side":"{}","contracts":"{}","price":"{}"{})",
                    wallet(), ticker, side, contracts, price, more),
        after);
  }
  PositionKey key(const std::string& ticker, const std::string& side,
                  const std::string& rail = "USDC") {
    for (const auto& one : simulator.world().dflow.markets.at(ticker).rails) {
      if ((one.settlement_mint == sim::solana::cash_mint) != (rail == "CASH")) continue;
      return key_of(side == "yes" ? one.yes_mint : one.no_mint);
    }
    throw std::runtime_error{"no such rail"};
  }
  static PositionKey key_of(const std::string& mint) {
    return {
        .account = account(), .venue = VenueName::kalshi_solana, .instrument = InstrumentId{mint}};
  }

  void break_it(const std::string& venue, const std::string& endpoint, sim::FaultKind kind,
                std::map<std::string, std::string> params = {}, std::int64_t skip = 0,
                std::optional<std::int64_t> count = {}) {
    sim::SetFault fault;
    fault.venue = venue;
    fault.endpoint = endpoint;
    fault.kind = kind;
    fault.params = std::move(params);
    fault.skip = skip;
    fault.count = count;
    fault.since = clock.now();
    simulator.world().faults.set(std::move(fault));
  }

  WaitedClock clock;
  sim::Simulator simulator;
  scenario::SimTransport transport;
  solana::SolanaChain chain;
  RawTape tape;
};

}  // namespace holdfast::test
