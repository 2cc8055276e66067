#include <algorithm>

#include "sim/polymarket/contracts.hpp"
#include "sim/polymarket/venue_world.hpp"

namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t one = 1'000'000'000;
constexpr std::int64_t base_unit = 1'000;

// One token of a conversion: NO goes, YES comes.
struct Part {
  std::string token_id;
  bool goes{};
};

std::vector<Part> parts_of(const std::map<std::string, Market>& markets, const Market& first,
                           const std::vector<std::string>& conditions) {
  std::vector<Part> parts;
  for (const auto& [condition, market] : markets) {
    if (!market.neg_risk || market.event_id != first.event_id) continue;
    const bool goes = std::ranges::find(conditions, condition) != conditions.end();
    parts.push_back({market.outcomes.at(goes ? 1 : 0).token_id, goes});
  }
  return parts;
}

}  // namespace

Result<std::string> VenueWorld::convert(const std::string& wallet,
                                        const std::vector<std::string>& conditions, Quantity size,
                                        UtcTime at, Random& random) {
  const auto found = conditions.empty() ? markets.end() : markets.find(conditions.front());
  if (found == markets.end()) return fail(Fault::refused, "no such condition");
  const auto parts = parts_of(markets, found->second, conditions);
  const auto going = std::ranges::count_if(parts, [](const Part& part) { return part.goes; });
  if (size.units() <= 0 || size.units() % base_unit != 0 || going != std::ssize(conditions) ||
      going == std::ssize(parts)) {
    return fail(Fault::refused, "a conversion takes NO of some markets of one neg-risk event");
  }
  const auto block = polygon::Chain::height_at(at + lags.settlement) + 1;
  auto hash = random.hex32();
  const auto cash = (going - 1) * size.units();
  WalletEvent event{.at = polygon::Chain::time_of(block),
                    .wallet = wallet,
                    .type = "CONVERSION",
                    .condition_id = found->first,
                    .size = size,
                    .usdc = Money::from_units(cash),
                    .transaction_hash = hash};
  const auto yes = one / std::ssize(parts);
  for (const Part& part : parts) {
    if (part.goes && held(wallet, part.token_id) < size) {
      return fail(Fault::refused, wallet + " holds less NO than that");
    }
    event.legs.push_back({.token_id = part.token_id,
                          .change = Quantity::from_units(part.goes ? -size.units() : size.units()),
                          .price = Price::from_units(part.goes ? one - yes : yes),
                          .counts_as_bought = false});
  }
  for (const Part& part : parts) {
    const std::string adapter{neg_risk_adapter};
    chain.add(polygon::Transfer{.block = block,
                                .transaction_hash = hash,
                                .contract = std::string{conditional_tokens},
                                .operator_address = adapter,
                                .from = part.goes ? wallet : adapter,
                                .to = part.goes ? adapter : wallet,
                                .ids = {U256::parse_decimal(part.token_id).value_or(U256{})},
                                .values = {static_cast<std::uint64_t>(size.units() / base_unit)}});
  }
  move_cash(wallet, cash, block, hash);
  timeline.record(std::move(event));
  return hash;
}

}  // namespace holdfast::sim::polymarket
