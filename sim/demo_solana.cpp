#include "sim/demo_solana.hpp"

#include <fmt/format.h>

#include <array>

#include "sim/solana/keys.hpp"

namespace holdfast::sim {
namespace {

constexpr std::int64_t one = 1'000'000'000;
constexpr std::uint64_t dollar = 1'000'000;  // atoms

struct DemoToken {
  std::string_view ticker;
  std::string_view title;
  bool yes;
  bool in_cash;            // paid in CASH instead of USDC
  std::int64_t contracts;  // whole
  std::int64_t bought;     // cents
  std::int64_t now;        // cents, the YES bid
  std::string_view result;
};

// One market is held on both sides, one is paid in CASH, one is won and one lost.
constexpr std::array<DemoToken, 5> demo_tokens{{
    {"KXFEDDECISION-26DEC-H0", "Will the Fed hold rates in December?", true, false, 120, 61, 64,
     ""},
    {"KXFEDDECISION-26DEC-H0", "Will the Fed hold rates in December?", false, false, 20, 39, 64,
     ""},
    {"KXBTCD-26DEC31-T120000", "Bitcoin above $120,000 on December 31?", true, true, 40, 42, 46,
     ""},
    {"KXEPLGAME-26NOV18ARS", "Will Arsenal win on November 18?", true, false, 25, 47, 0, "yes"},
    {"KXHIGHLAX-26NOV17-T82", "Los Angeles above 82F on November 17?", true, false, 15, 30, 0,
     "no"},
}};

Price cents(std::int64_t value) { return Price::from_units(value * (one / 100)); }

void hold(World& world, const std::string& wallet, const DemoToken& token, UtcTime at) {
  auto& venue = world.dflow;
  const std::string ticker{token.ticker};
  if (!venue.markets.contains(ticker)) {
    const bool over = !token.result.empty();
    venue.add_market({.ticker = ticker,
                      .event_ticker = ticker.substr(0, ticker.rfind('-')),
                      .title = std::string{token.title},
                      .rails = {"USDC", "CASH"},
                      .yes_bid = cents(token.now),
                      .opened_at = at - std::chrono::days{20},
                      .closes_at = world.genesis + std::chrono::days{over ? -7 : 36}});
  }
  const auto& rail = venue.markets.at(ticker).rails.at(token.in_cash ? 1 : 0);
  const auto& mint = token.yes ? rail.yes_mint : rail.no_mint;
  must(venue.trade({.wallet = wallet,
                    .mint = mint,
                    .contracts = Quantity::from_units(token.contracts * one),
                    .price = cents(token.bought)},
                   at));
  if (!token.result.empty()) must(venue.settle(ticker, std::string{token.result}, {}, "open"));
}

void add_large_demo(World& world, const std::string& wallet, std::int64_t rows) {
  auto at = world.genesis - std::chrono::days{9};
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto price = static_cast<std::int64_t>(world.dflow.random.below(95)) + 3;
    const auto ticker = fmt::format("KXBULK-26DEC31-{:05}", i);
    const auto contracts = static_cast<std::int64_t>(world.dflow.random.below(90)) + 1;
    const DemoToken token{.ticker = ticker,
                          .title = "A bulk market",
                          .yes = i % 2 == 0,
                          .in_cash = i % 7 == 6,
                          .contracts = contracts,
                          .bought = price,
                          .now = 50,
                          .result = ""};
    hold(world, wallet, token, at);
    at += std::chrono::seconds{3};
  }
}

}  // namespace

void add_solana_demo(World& world, const DemoOptions& options) {
  auto& venue = world.dflow;
  const auto wallet = solana::keypair_named(demo_solana_wallet).address;
  const auto began = world.genesis - std::chrono::days{10};
  venue.chain.lamports[wallet] = 1'500'000'000;
  world.privy.app_id = demo_privy_app_id;
  world.privy.app_secret = demo_privy_app_secret;
  world.privy.wallets.emplace(demo_solana_wallet, privy::Wallet{.created = began});
  const auto money =
      static_cast<std::uint64_t>(5'000 + 100 * options.solana_positions.value_or(0)) * dollar;
  must(venue.deposit(wallet, std::string{solana::usdc_mint}, money, "", began));
  must(venue.deposit(wallet, std::string{solana::cash_mint}, money, "", began));
  if (options.solana_positions) {
    add_large_demo(world, wallet, *options.solana_positions);
    return;
  }
  auto at = world.genesis - std::chrono::days{9};
  for (const auto& token : demo_tokens) {
    hold(world, wallet, token, at);
    at += std::chrono::hours{7};
  }
}

}  // namespace holdfast::sim
