#include "sim/polymarket/wallets.hpp"

#include "sim/amount_text.hpp"

namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t one = 1'000'000'000;

template <class Amount>
void grow(Amount& amount, std::int64_t units) {
  amount = Amount::from_units(amount.units() + units);
}

std::int64_t share(std::int64_t total, std::int64_t part, std::int64_t whole) {
  return static_cast<std::int64_t>(
      divide_rounded(Int128{total} * part, whole, Rounding::half_even));
}

void book(Holding& holding, const Leg& leg, UtcTime at) {
  const auto change = leg.change.units();
  if (change > 0) {
    if (holding.size.is_zero()) holding.first_entry = at;
    grow(holding.entry_cost, share(leg.price.units(), change, one));
    grow(holding.entry_fees, leg.fee.units());
    if (leg.counts_as_bought) grow(holding.total_bought, change);
  } else if (!holding.size.is_zero()) {
    const auto sold = -change;
    const auto cost = share(holding.entry_cost.units(), sold, holding.size.units());
    const auto fees = share(holding.entry_fees.units(), sold, holding.size.units());
    grow(holding.realized, share(leg.price.units(), sold, one) - cost);
    grow(holding.entry_cost, -cost);
    grow(holding.entry_fees, -fees);
  }
  grow(holding.size, change);
  holding.last_event = at;
}

}  // namespace

void Wallets::apply(const WalletEvent& event) {
  Wallet& wallet = by_address[event.wallet];
  for (const auto& leg : event.legs) book(wallet.holdings[leg.token_id], leg, event.at);
  if (!event.type.empty()) activity.push_back({event, std::ssize(activity) + 1});
}

const Wallet* Wallets::find(const std::string& address) const {
  const auto found = by_address.find(address);
  return found == by_address.end() ? nullptr : &found->second;
}

}  // namespace holdfast::sim::polymarket
