#pragma once
#include <fmt/format.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "chain/polygon_witness.hpp"
#include "crypto/pem_signer.hpp"
#include "scenario/sim_transport.hpp"
#include "sim/control/control.hpp"
#include "sim/demo.hpp"
#include "sim/demo_pacifica.hpp"
#include "sim/simulator.hpp"
#include "support/run.hpp"
#include "support/still_clock.hpp"
#include "support/values.hpp"
#include "venues/kalshi/venue.hpp"
#include "venues/pacifica/venue.hpp"
#include "venues/polymarket/venue.hpp"

// The engine's venue rooms against the simulator, in one process and without sockets.
namespace holdfast::test {

// TEST ONLY: an Ed25519 key whose seed is 00 01 02 ... 1f.
inline constexpr std::string_view test_private_pem =
    "-----BEGIN PRIVATE "
    "KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
    "-----END PRIVATE KEY-----\n";
inline constexpr std::string_view test_public_pem =
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\n"
    "-----END PUBLIC KEY-----\n";

struct SimStage {
  // Accounts of so many positions each.
  explicit SimStage(std::int64_t kalshi_rows = 0, std::int64_t polymarket_rows = 0,
                    std::optional<std::int64_t> pacifica_rows = 0)
      : simulator{sim::demo_world({.seed = 7,
                                   .kalshi_key_id = "test-key",
                                   .kalshi_public_pem = std::string{test_public_pem},

                                   .kalshi_positions = kalshi_rows,
                                   .polymarket_positions = polymarket_rows,
                                   .pacifica_positions = pacifica_rows},
                                  clock.now())},
        transport{simulator, clock},
        signer{std::move(crypto::PemSigner::from_pem(test_private_pem)).value()} {
    // Every view has caught up with the world, and limits are not what is tried here.
    clock.advance(std::chrono::minutes{5});
    simulator.world().kalshi.rate_limits = false;
    simulator.world().polymarket.rate_limits = false;
  }

  // A Kalshi market with one trade of `main` in it: count above zero, price that of the side.
  void kalshi_position(const std::string& ticker, const std::string& side, const std::string& count,
                       int shard = 0, int subaccount = 0) {
    act(fmt::format(R"({{"actions":[{{"venue":"kalshi","do":"add_market","ticker":"{0}",)"
                    R"("event_ticker":"E-{0}","title":"Title of {0}","shard":{1}}},)"
                    R"({{"venue":"kalshi","do":"buy","ticker":"{0}","subaccount":{2},)"
                    R"("side":"{3}","count":"{4}","price":"0.40"}}]}})",
                    ticker, shard, subaccount, side, count));
  }

  // A Polymarket market of which the wallet bought `size` shares of outcome 0 at 0.40.
  PositionKey polymarket_position(const std::string& slug, const std::string& size,
                                  const std::string& more = "") {
    act(R"({"venue":"polymarket","do":"add_market","slug":")" + slug + R"(")" + more + "}");
    for (const auto& [condition, market] : simulator.world().polymarket.markets) {
      if (market.slug != slug) continue;
      const std::string token = market.outcomes[0].token_id;
      act(R"({"venue":"polymarket","do":"buy","wallet":")" + holder().lower() +
          R"(","token_id":")" + token + R"(","size":")" + size + R"(","price":"0.40"})");
      return poly_key(token);
    }
    throw std::runtime_error{"the simulator has no market " + slug};
  }

  // What POST /_sim/world does; the views show it once `after` has passed.
  void act(const std::string& json, Duration after = std::chrono::minutes{1}) {
    const auto done = sim::control::act(simulator.world(), json, clock.now());
    if (!done) throw std::runtime_error{"the simulator refuses: " + done.error().what};
    clock.advance(after);
  }

  void break_it(const std::string& venue, const std::string& endpoint, sim::FaultKind kind,
                std::map<std::string, std::string> params = {}, std::int64_t skip = 0) {
    sim::SetFault fault;
    fault.venue = venue;
    fault.endpoint = endpoint;
    fault.kind = kind;
    fault.params = std::move(params);
    fault.skip = skip;
    fault.since = clock.now();
    simulator.world().faults.set(std::move(fault));
  }

  kalshi::KalshiVenue kalshi(kalshi::Config config = {}) {
    config.account = AccountId{"kalshi/main"};
    config.origin = "http://sim";
    if (config.key_id.empty()) config.key_id = "test-key";
    return kalshi::KalshiVenue{std::move(config), transport, clock, *signer};
  }

  pacifica::PacificaVenue pacifica() {
    return pacifica::PacificaVenue{{.account = AccountId{"pacifica/main"},
                                    .address = std::string{sim::demo_pacifica_account},
                                    .origin = "http://sim/pacifica"},
                                   transport,
                                   clock};
  }

  static crypto::EthAddress owner() { return crypto::EthAddress::parse(sim::demo_owner).value(); }
  // The demo's wallet: the Safe of the owner above.
  static crypto::EthAddress holder() {
    return crypto::EthAddress::parse("0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47").value();
  }

  polymarket::PolymarketVenue polymarket(
      polymarket::DataShape shape = polymarket::DataShape::automatic) {
    return polymarket::PolymarketVenue{{.account = AccountId{"polymarket/main"},
                                        .holder = holder(),
                                        .signer = owner(),
                                        .data_origin = "http://sim/polymarket-data",
                                        .gamma_origin = "http://sim/polymarket-gamma",
                                        .shape = shape},
                                       transport,
                                       clock};
  }

  polygon::PolygonWitness witness(int endpoints = 2) {
    polygon::Config config;
    config.holders.emplace(AccountId{"polymarket/main"}, holder());
    for (int i = 1; i <= endpoints; ++i) {
      config.endpoints.push_back(
          polygon::endpoint_address("http://sim/polygon/" + std::to_string(i)).value());
    }
    return polygon::PolygonWitness{std::move(config), transport, clock};
  }

  StillClock clock;
  sim::Simulator simulator;
  scenario::SimTransport transport;
  std::unique_ptr<crypto::PemSigner> signer;
  RawTape tape;
};

// All keys of a snapshot, asked about from the beginning of time.
inline EventQuery everything_about(const Snapshot& snapshot) {
  EventQuery query;
  for (const auto& [key, row] : snapshot.holdings()) query.emplace(key, UtcTime{});
  return query;
}

}  // namespace holdfast::test
