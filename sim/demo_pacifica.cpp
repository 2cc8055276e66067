#include "sim/demo_pacifica.hpp"

#include <fmt/format.h>

#include <array>

namespace holdfast::sim {
namespace {

struct DemoPosition {
  std::string_view symbol;
  std::string_view amount;  // minus is short
  std::string_view entry;
  std::string_view mark;
  bool isolated;
};

constexpr std::array<DemoPosition, 6> demo_positions{{
    {"BTC", "0.125", "87185", "88420.5", false},
    {"ETH", "-1.5", "2984.4", "2951.7", false},
    {"SOL", "42.5", "136.25", "141.118", false},
    {"ZEC", "-12.75", "512.3", "498.6", true},
    {"HYPE", "180", "33.415", "34.02", false},
    {"kBONK", "-95000", "0.0102", "0.0099", false},
}};

void add_market(World& world, std::string symbol, Price mark) {
  pacifica::Market market{
      .symbol = symbol, .mark = mark, .created = world.genesis - std::chrono::days{200}};
  market.tick = Price::from_units(100'000);      // 0.0001
  market.lot = Quantity::from_units(1'000'000);  // 0.001
  world.pacifica.markets.emplace(std::move(symbol), std::move(market));
}

void trade(World& world, std::string_view symbol, Quantity change, Price price, bool isolated,
           UtcTime at) {
  must(world.pacifica.trade({.account = std::string{demo_pacifica_account},
                             .symbol = std::string{symbol},
                             .change = change,
                             .price = price,
                             .isolated = isolated},
                            at));
}

// Opened in two parts, so that averages have something to average; one hour's funding on BTC.
void add_small_demo(World& world) {
  auto at = world.genesis - std::chrono::days{6};
  for (const auto& demo : demo_positions) {
    add_market(world, std::string{demo.symbol}, Price::parse(demo.mark).value());
    const Quantity amount = Quantity::parse(demo.amount).value();
    const Price entry = Price::parse(demo.entry).value();
    const auto first = Quantity::from_units(amount.units() / 5 * 2);
    const auto second = Quantity::from_units(amount.units() - first.units());
    trade(world, demo.symbol, first, entry, demo.isolated, at);
    trade(world, demo.symbol, second, entry, demo.isolated, at + std::chrono::hours{3});
    at += std::chrono::hours{19};
  }
  must(world.pacifica.fund("BTC", std::nullopt, at));
  add_market(world, "XPL", Price::parse("1.0848").value());
  world.pacifica.markets.at("XPL").yesterday = Price::parse("1.3412").value();
  add_market(world, "SOL-USDC", Price::parse("141.1").value());
  world.pacifica.markets.at("SOL-USDC").is_spot = true;
}

void add_large_demo(World& world, std::int64_t rows) {
  auto at = world.genesis - std::chrono::days{6};
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto symbol = fmt::format("BULK{}", i);
    const auto cents = static_cast<std::int64_t>(world.random.below(90'000)) + 1'000;
    const Price price = Price::from_units(cents * 10'000'000);
    add_market(world, symbol, price);
    const auto lots = static_cast<std::int64_t>(world.random.below(900'000)) + 1;
    at += std::chrono::milliseconds{53};
    trade(world, symbol, Quantity::from_units((i % 3 == 2 ? -lots : lots) * 1'000'000), price,
          i % 5 == 4, at);
  }
}

}  // namespace

void add_pacifica_demo(World& world, const DemoOptions& options) {
  must(world.pacifica.deposit(std::string{demo_pacifica_account},
                              Money::from_units(25'000'000'000'000),
                              world.genesis - std::chrono::days{7}));
  if (options.pacifica_positions) {
    add_large_demo(world, *options.pacifica_positions);
  } else {
    add_small_demo(world);
  }
}

}  // namespace holdfast::sim
