#include "sim/demo_polymarket.hpp"

#include <fmt/format.h>

#include <array>

#include "sim/polymarket/ctf_ids.hpp"

namespace holdfast::sim {
namespace {

constexpr std::int64_t one = 1'000'000'000;

struct DemoPosition {
  std::string_view slug;
  std::string_view question;
  std::size_t outcome;
  std::int64_t thousandths;  // of shares
  std::int64_t bought;       // thousandths of a dollar
  std::int64_t now;          // the same token's price now
  bool neg_risk;
  bool wins;  // resolved in favour of the held outcome before the demo began
};

// Eight positions: one of 0.05 shares, one redeemable, two neg-risk.
constexpr std::array<DemoPosition, 8> demo_positions{{
    {"fed-holds-in-december-2026", "Will the Fed hold rates in December?", 0, 250'000, 610, 640,
     false, false},
    {"btc-above-120k-on-december-31", "Bitcoin above $120,000 on December 31?", 1, 82'400, 580, 535,
     false, false},
    {"oscars-2027-best-picture-odyssey", "Will The Odyssey win Best Picture?", 0, 1'240'500, 215,
     240, false, false},
    {"la-high-82-83f-on-december-1-2026", "Highest temperature in Los Angeles 82-83F?", 1, 28'090,
     670, 715, true, false},
    {"next-james-bond-actor-turner", "Will Callum Turner be the next Bond?", 0, 60'000, 330, 365,
     true, false},
    {"dust-left-by-a-sale", "Will it snow in London on Christmas Day?", 0, 50, 180, 160, false,
     false},
    {"champions-league-arsenal-november-18", "Will Arsenal win on November 18?", 0, 45'250, 470,
     1'000, false, true},
    {"eth-above-5000-on-december-31", "Ether above $5,000 on December 31?", 0, 310'000, 190, 205,
     false, false},
}};

Price price_of(std::int64_t thousandths) { return Price::from_units(thousandths * (one / 1'000)); }

// Two levels a side on the tick, beside the price.
void add_book(World& world, const polymarket::Market& market) {
  const auto tick = market.tick.units();
  const auto below = (market.outcomes[0].price.units() - 1) / tick * tick;
  const auto above = (market.outcomes[0].price.units() / tick + 1) * tick;
  auto& book = world.polymarket.clob.books[market.condition_id];
  book.changed = world.genesis;
  for (std::int64_t i = 0; i < 2; ++i) {
    const auto size = (400 + 300 * i) * 1'000'000;
    if (below - i * tick > 0) book.bids[Price::from_units(below - i * tick)] = size;
    if (above + i * tick < one) book.asks[Price::from_units(above + i * tick)] = size;
  }
}

void add_position(World& world, const std::string& wallet, const DemoPosition& demo, UtcTime at) {
  auto& venue = world.polymarket;
  const auto first_price = demo.outcome == 0 ? demo.bought : 1'000 - demo.bought;
  const auto condition = venue.add_market({.slug = std::string{demo.slug},
                                           .question = std::string{demo.question},
                                           .event_slug = "event-" + std::string{demo.slug},
                                           .neg_risk = demo.neg_risk,
                                           .price = price_of(first_price),
                                           .fee_rate = demo.neg_risk ? price_of(50) : Price{},
                                           .created_at = at - std::chrono::days{20},
                                           .end_at = world.genesis + std::chrono::days{20}},
                                          world.random);
  auto& market = venue.markets.at(condition);
  const auto token = market.outcomes.at(demo.outcome).token_id;
  const auto size = Quantity::from_units(demo.thousandths * (one / 1'000));
  must(venue.trade(
      {.wallet = wallet, .token_id = token, .size = size, .price = price_of(demo.bought)}, at,
      world.random));
  if (demo.wins) {
    must(venue.resolve(condition, price_of(demo.outcome == 0 ? 1'000 : 0),
                       world.genesis - std::chrono::hours{30}));
  } else {
    market.outcomes.at(demo.outcome).price = price_of(demo.now);
    market.outcomes.at(1 - demo.outcome).price = price_of(1'000 - demo.now);
    add_book(world, market);
  }
}

void add_large_demo(World& world, const std::string& wallet, std::int64_t rows) {
  auto at = world.genesis - std::chrono::days{9};
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto cents = static_cast<std::int64_t>(world.random.below(97)) + 2;
    const auto size = static_cast<std::int64_t>(world.random.below(900'000)) + 1;
    const auto slug = fmt::format("bulk-question-{:05}", i);
    const DemoPosition demo{.slug = slug,
                            .question = "A bulk question",
                            .outcome = static_cast<std::size_t>(i % 2),
                            .thousandths = size,
                            .bought = cents * 10,
                            .now = cents * 10,
                            .neg_risk = i % 5 == 4};
    at += std::chrono::milliseconds{41};
    add_position(world, wallet, demo, at);
  }
}

}  // namespace

void add_polymarket_demo(World& world, const DemoOptions& options) {
  auto& venue = world.polymarket;
  const auto wallet = polymarket::safe_wallet_of(demo_owner);
  const auto began = world.genesis - std::chrono::days{10};
  venue.chain.accounts[wallet] = {.kind = polygon::WalletKind::safe,
                                  .owner = std::string{demo_owner}};
  venue.profiles[wallet] = {.name = "holdfast-demo", .pseudonym = "Quiet-Harbour"};
  venue.approve(wallet, began);
  const auto cash =
      Money::from_units((5'000 + 1'000 * options.polymarket_positions.value_or(0)) * one);
  must(venue.deposit(wallet, cash, began, world.random));
  if (options.polymarket_positions) {
    add_large_demo(world, wallet, *options.polymarket_positions);
    return;
  }
  auto at = world.genesis - std::chrono::days{9};
  for (const auto& demo : demo_positions) {
    add_position(world, wallet, demo, at);
    at += std::chrono::hours{19};
  }
}

}  // namespace holdfast::sim
