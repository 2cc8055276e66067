#include "venues/kalshi_solana/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "venues/kalshi_solana/listing.hpp"

namespace holdfast::kalshi_solana {
namespace {

constexpr std::int64_t units_of_atom = 1'000;

// What one contract cost or brought, from what left or reached the wallet. DFlow does not say
// whether its amounts hold the fee; read so, the sum of a trade is the wallet's own.
Result<Price> price_of(std::uint64_t cash, std::uint64_t fee, bool buys, Quantity contracts) {
  const Int128 whole = Int128{cash} + (buys ? -Int128{fee} : Int128{fee});
  const auto money = Money::from_wide(whole * units_of_atom);
  if (!money) return tl::make_unexpected(money.error());
  return divide(*money, contracts, Rounding::half_even);
}

bool speaks_of_redemption(std::string event) {
  std::ranges::transform(event, event.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  });
  return event.find("redeem") != std::string::npos || event.find("redemption") != std::string::npos;
}

}  // namespace

const PositionKey* EventBook::asked(const std::string& mint, UtcTime at) const {
  const auto found = std::ranges::find_if(
      query_, [&](const auto& entry) { return entry.first.instrument.text == mint; });
  return found == query_.end() || at < found->second ? nullptr : &found->first;
}

void EventBook::touch(const PositionKey& key, UtcTime at) {
  UtcTime& newest = events_.newest_activity.emplace(key, at).first->second;
  newest = std::max(newest, at);
}

// Exactly the payout of a market that was closed already: a redemption, whatever it is called.
bool EventBook::is_payout(const std::string& mint, Price price, UtcTime at) const {
  const auto known = outcomes_.find(mint);
  if (known == outcomes_.end()) return false;
  const Instrument& about = known->second.about;
  return about.payout == price && about.close_time && at >= *about.close_time;
}

Result<void> EventBook::exchange(const Exchange& deal) {
  touch(deal.key, deal.at);
  signatures_.insert(deal.signature);
  const auto change = contracts_of(deal.atoms);
  if (!change) return tl::make_unexpected(change.error());
  const auto size = Quantity::from_wide(magnitude(*change));
  if (!size) return tl::make_unexpected(size.error());
  if (size->is_zero()) return {};
  const bool buys = deal.atoms > 0;
  const std::uint64_t fee = buys && deal.fee > deal.cash ? 0 : deal.fee;
  const auto price = price_of(deal.cash, fee, buys, *size);
  const auto paid = Money::from_wide(Int128{fee} * units_of_atom);
  if (!price) return tl::make_unexpected(price.error());
  if (!paid) return tl::make_unexpected(paid.error());
  const std::string place = deal.signature + ":" + deal.key.instrument.text;
  const std::string id = fmt::format("{}:{}", place, ++ordinals_[place]);
  const bool redeems =
      deal.redeems || (!buys && is_payout(deal.key.instrument.text, *price, deal.at));
  if (redeems) {
    events_.settlements.push_back({.id = id,
                                   .key = deal.key,
                                   .change = *change,
                                   .payout = *price,
                                   .fee = *paid,
                                   .at = deal.at,
                                   .cause = Cause::redemption});
    return {};
  }
  events_.fills.push_back({.id = FillId{id},
                           .key = deal.key,
                           .change = *change,
                           .price = *price,
                           .fee = *paid,
                           .at = deal.at,
                           .order_id = deal.signature,
                           .listed = deal.listed});
  return {};
}

Result<void> EventBook::add_trade(const Trade& trade) {
  if (const PositionKey* key = asked(trade.output_mint, trade.at)) {
    // Bought for another wallet: it came here as nothing.
    if (!trade.recipient.empty() && trade.recipient != wallet_) return {};
    const bool fee_in_cash = trade.fee_mint.empty() || trade.fee_mint == trade.input_mint;
    auto done = exchange({*key, trade.signature, Int128{trade.output}, trade.input,
                          fee_in_cash ? trade.fee : 0, trade.at, false});
    if (!done) return done;
  }
  if (const PositionKey* key = asked(trade.input_mint, trade.at)) {
    const bool fee_in_cash = trade.fee_mint.empty() || trade.fee_mint == trade.output_mint;
    return exchange({*key, trade.signature, -Int128{trade.input}, trade.output,
                     fee_in_cash ? trade.fee : 0, trade.at, speaks_of_redemption(trade.event)});
  }
  return {};
}

Result<void> EventBook::add_order(const OrderStatus& order, UtcTime at) {
  for (const std::string& signature : order.reverts) signatures_.insert(signature);
  for (const OrderFill& fill : order.fills) {
    if (signatures_.contains(fill.signature)) continue;  // the trade list has it
    if (const PositionKey* key = asked(fill.output_mint, at)) {
      auto done =
          exchange({*key, fill.signature, Int128{fill.output}, fill.input, 0, at, false, false});
      if (!done) return done;
    } else if (const PositionKey* sold = asked(fill.input_mint, at)) {
      auto done =
          exchange({*sold, fill.signature, -Int128{fill.input}, fill.output, 0, at, false, false});
      if (!done) return done;
    }
  }
  return {};
}

Result<void> EventBook::add_transfer(const PositionKey& key, const TokenMove& move) {
  const auto change = contracts_of(move.changes.at(key.instrument.text));
  if (!change) return tl::make_unexpected(change.error());
  events_.transfers.push_back({.id = move.signature,
                               .key = key,
                               .change = *change,
                               .price = std::nullopt,
                               .cause = Cause::transfer,
                               .at = move.at});
  return {};
}

Int128 EventBook::sum_of(const PositionKey& key) const {
  Int128 units = 0;
  for (const Fill& fill : events_.fills) {
    if (fill.key == key) units += fill.change.units();
  }
  for (const Settlement& settlement : events_.settlements) {
    if (settlement.key == key) units += settlement.change.units();
  }
  return units;
}

VenueEvents EventBook::take() && {
  std::ranges::sort(events_.fills, {}, [](const Fill& f) { return std::tie(f.at, f.id); });
  std::ranges::sort(events_.settlements, {},
                    [](const Settlement& s) { return std::tie(s.at, s.id); });
  std::ranges::sort(events_.transfers, {}, [](const Transfer& t) { return std::tie(t.at, t.id); });
  return std::move(events_);
}

}  // namespace holdfast::kalshi_solana
