#include "sim/demo_kalshi.hpp"

#include <fmt/format.h>

#include <array>

namespace holdfast::sim {
namespace {

constexpr std::int64_t one = 1'000'000'000;

struct DemoPosition {
  std::string_view event;
  std::string_view market;
  std::string_view title;
  std::uint16_t shard;
  std::uint16_t subaccount;
  std::int64_t hundredths;  // of contracts; minus is NO
  std::int64_t cents;       // the YES price it was bought at
  std::int64_t last_cents;  // the market's price now
};

// Eight positions in subaccounts 0 and 2, three of them NO, one of 0.05 contracts.
constexpr std::array<DemoPosition, 8> demo_positions{{
    {"KXFEDDECISION-26DEC", "H0", "Will the Fed hold rates in December?", 0, 0, 12'000, 61, 64},
    {"KXFEDDECISION-26DEC", "C25", "Will the Fed cut by 25 bps in December?", 0, 0, -4'500, 34, 31},
    {"KXBTCD-26DEC31", "T120000", "Bitcoin above $120,000 on Dec 31?", 2, 0, 2'550, 42, 47},
    {"KXHIGHNY-26DEC01", "B52", "New York high of 52-53 degrees on Dec 1?", 0, 0, 5, 27, 22},
    {"KXATPMATCH-26DEC02SINALC", "SIN", "Will Sinner win the match?", 3, 0, 800, 55, 58},
    {"KXGDP-27JAN30", "T3", "Q4 GDP growth above 3 percent?", 0, 0, -10'000, 45, 52},
    {"KXCPIYOY-26DEC", "T2.9", "CPI above 2.9 percent in November?", 0, 2, 7'025, 38, 35},
    {"KXETHD-26DEC31", "T5000", "Ether above $5,000 on Dec 31?", 2, 2, -1'250, 18, 21},
}};

void add_demo_market(World& world, const DemoPosition& demo) {
  kalshi::Market market{.ticker = fmt::format("{}-{}", demo.event, demo.market),
                        .event_ticker = std::string{demo.event},
                        .title = std::string{demo.title},
                        .yes_sub_title = std::string{demo.market},
                        .shard = demo.shard,
                        .created_at = world.genesis - std::chrono::days{40},
                        .open_at = world.genesis - std::chrono::days{40},
                        .close_at = world.genesis + std::chrono::days{30},
                        .updated_at = world.genesis - std::chrono::days{40},
                        .step = Price::from_units(one / 100)};
  const auto cent = one / 100;
  market.book.yes[Price::from_units((demo.last_cents - 1) * cent)] =
      Quantity::from_units(250 * one);
  market.book.yes[Price::from_units((demo.last_cents - 2) * cent)] =
      Quantity::from_units(900 * one);
  market.book.no[Price::from_units((99 - demo.last_cents) * cent)] =
      Quantity::from_units(310 * one);
  market.book.no[Price::from_units((98 - demo.last_cents) * cent)] =
      Quantity::from_units(700 * one);
  world.kalshi.markets.emplace(market.ticker, std::move(market));
}

void buy(World& world, const std::string& ticker, std::uint16_t subaccount, std::int64_t hundredths,
         std::int64_t cents, UtcTime at) {
  must(world.kalshi.trade({.account = "main",
                           .ticker = ticker,
                           .subaccount = subaccount,
                           .change = Quantity::from_units(hundredths * (one / 100)),
                           .yes_price = Price::from_units(cents * (one / 100))},
                          at, world.random));
}

void add_small_demo(World& world) {
  auto at = world.genesis - std::chrono::days{9};
  for (const auto& demo : demo_positions) {
    add_demo_market(world, demo);
    const auto ticker = fmt::format("{}-{}", demo.event, demo.market);
    // Bought in two parts where the size allows, so that averages have something to average.
    const auto first = demo.hundredths / 100 * 60;
    if (first != 0) buy(world, ticker, demo.subaccount, first, demo.cents, at);
    buy(world, ticker, demo.subaccount, demo.hundredths - first, demo.cents,
        at + std::chrono::hours{5});
    at += std::chrono::hours{17};
    world.kalshi.markets.at(ticker).last_price = Price::from_units(demo.last_cents * (one / 100));
  }
}

// `rows` markets of one position each, four to an event, all in subaccount 0.
void add_large_demo(World& world, std::int64_t rows) {
  auto at = world.genesis - std::chrono::days{9};
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto event = fmt::format("KXBULK-{:05}", i / 4);
    kalshi::Market market{.ticker = fmt::format("{}-M{}", event, i % 4),
                          .event_ticker = event,
                          .title = fmt::format("Bulk question {}", i),
                          .yes_sub_title = "Yes",
                          .created_at = at,
                          .open_at = at,
                          .close_at = world.genesis + std::chrono::days{30},
                          .updated_at = at,
                          .step = Price::from_units(one / 100)};
    const auto ticker = market.ticker;
    world.kalshi.markets.emplace(ticker, std::move(market));
    const auto size = static_cast<std::int64_t>(world.random.below(90'000)) + 1;
    const auto cents = static_cast<std::int64_t>(world.random.below(97)) + 2;
    at += std::chrono::milliseconds{37};
    buy(world, ticker, 0, i % 3 == 2 ? -size : size, cents, at);
  }
}

}  // namespace

std::string ed25519_key_id(std::string rsa_key_id) {
  if (!rsa_key_id.empty()) rsa_key_id.back() = 'e';
  return rsa_key_id;
}

void add_kalshi_demo(World& world, const DemoOptions& options) {
  auto& exchange = world.kalshi;
  exchange.members["main"] = {.user_id = world.random.uuid()};
  const auto id = options.kalshi_key_id.empty() ? world.random.uuid() : options.kalshi_key_id;
  if (!options.kalshi_public_pem.empty()) {
    exchange.keys[id] = {
        .id = id, .account = "main", .name = "demo", .public_pem = options.kalshi_public_pem};
  }
  if (!options.kalshi_ed25519_public_pem.empty()) {
    const auto second = ed25519_key_id(id);
    exchange.keys[second] = {.id = second,
                             .account = "main",
                             .name = "demo ed25519",
                             .public_pem = options.kalshi_ed25519_public_pem};
  }
  const auto at = world.genesis - std::chrono::days{10};
  for (const std::uint16_t shard : std::array<std::uint16_t, 3>{0, 2, 3}) {
    exchange.timeline.record(
        {.at = at,
         .account = "main",
         .what =
             kalshi::CashMove{.subaccount = 0,
                              .shard = shard,
                              .change = Money::from_units(
                                  (20'000 + 1'000 * options.kalshi_positions.value_or(0)) * one)}});
  }
  for (const std::uint16_t shard : std::array<std::uint16_t, 2>{0, 2}) {
    exchange.timeline.record(
        {.at = at,
         .account = "main",
         .what = kalshi::CashMove{
             .subaccount = 2, .shard = shard, .change = Money::from_units(1'000 * one)}});
  }
  exchange.members["main"].subaccounts.insert(2);
  if (options.kalshi_positions) {
    add_large_demo(world, *options.kalshi_positions);
  } else {
    add_small_demo(world);
  }
}

}  // namespace holdfast::sim
