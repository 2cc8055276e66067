#include "scenario/views.hpp"

#include <fmt/format.h>

#include <utility>

namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t one = 1'000'000'000;

// Every view shows its world as it is; delays are the file's business.
sim::Simulator quiet_world(UtcTime base) {
  sim::World world{7, base - std::chrono::days{30}};
  world.kalshi.lags = {.positions = 0s,
                       .orders = 0s,
                       .fills = 0s,
                       .settlements = 0s,
                       .balance = 0s,
                       .archive = std::chrono::hours{24 * 365}};
  world.kalshi.rate_limits = false;
  world.polymarket.lags = {
      .positions = 0s, .activity = 0s, .trades = 0s, .value = 0s, .settlement = 0s};
  world.polymarket.cdn = false;
  world.polymarket.rate_limits = false;
  world.pacifica.lags = {.positions = 0s, .account = 0s, .orders = 0s, .trades = 0s, .funding = 0s};
  world.pacifica.service.rate_limits = false;
  world.dflow.lags = {.markets = 0s, .trades = 0s, .order_status = 0s, .fill = 0s};
  return sim::Simulator{std::move(world)};
}

// Of a Kalshi fill it is that of YES, whichever side is bought.
Price fill_price(VenueName venue, const HeldPlan& row) {
  const bool no = venue == VenueName::kalshi && row.quantity.is_negative();
  return no ? Price::from_units(one - row.average_price->units()) : *row.average_price;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

Views::Views(const AccountPlan& account, const Scenario& scenario, UtcTime base,
             const std::string& kalshi_public_pem)
    : name_{account.id},
      venue_{account.venue},
      base_{base},
      simulators_{quiet_world(base), quiet_world(base), quiet_world(base)} {
  switch (venue_) {
    case VenueName::kalshi:
      begin_kalshi(kalshi_public_pem);
      break;
    case VenueName::polymarket:
      begin_polymarket(account.address);
      break;
    case VenueName::pacifica:
      begin_pacifica(account.address);
      break;
    case VenueName::kalshi_solana:
      begin_solana(account.address);
      break;
  }
  std::map<std::string, std::vector<const InstrumentPlan*>> markets;
  for (const InstrumentPlan& plan : scenario.instruments) {
    if (plan.venue != venue_) continue;
    plans_.emplace(plan.id, plan);
    markets[plan.market.empty() ? plan.id : plan.market].push_back(&plan);
  }
  for (const auto& [name, plans] : markets) add_market(name, plans);
}

void Views::add_market(const std::string& market, const std::vector<const InstrumentPlan*>& plans) {
  if (venue_ == VenueName::polymarket) return add_polymarket(market, plans);
  for (const InstrumentPlan* plan : plans) {
    if (venue_ == VenueName::kalshi) add_kalshi(*plan);
    if (venue_ == VenueName::pacifica) add_pacifica(*plan);
    if (venue_ == VenueName::kalshi_solana) add_solana(*plan);
  }
}

// Whose word a request asks for. On Solana listing and witness speak to endpoints of their own.
Views::View Views::view_of(const HttpRequest& request) const {
  const std::string_view target = request.target;
  switch (venue_) {
    case VenueName::kalshi:
      for (const std::string_view feed :
           {"/portfolio/fills", "/portfolio/settlements", "/portfolio/orders", "/historical/"}) {
        if (contains(target, feed)) return events;
      }
      return listing;
    case VenueName::polymarket:
      if (target.starts_with("/polygon/")) return witness;
      return contains(target, "/activity") || contains(target, "/data/") ? events : listing;
    case VenueName::pacifica:
      if (contains(target, "/account?")) return witness;
      return contains(target, "/history") || contains(target, "/orders") ? events : listing;
    case VenueName::kalshi_solana:
      if (contains(request.origin, "//chain-")) return witness;
      if (contains(target, "/onchain-trades") || contains(target, "/order-status") ||
          contains(request.body, "getSignaturesForAddress") ||
          contains(request.body, "\"getTransaction\"")) {
        return events;
      }
      return listing;
  }
  return listing;
}

sim::Simulator& Views::answering(const HttpRequest& request) {
  return simulators_.at(view_of(request));
}

const InstrumentPlan& Views::plan_of(const std::string& instrument) const {
  return plans_.at(instrument);
}

std::string Views::token_of(const std::string& instrument) const {
  const auto found = tokens_.find(instrument);
  return found == tokens_.end() ? instrument : found->second;
}

PositionKey Views::key_of(const std::string& instrument) const {
  const InstrumentPlan& plan = plan_of(instrument);
  PositionKey key{.account = AccountId{name_},
                  .venue = venue_,
                  .subaccount = plan.subaccount,
                  .shard = plan.shard,
                  .instrument = InstrumentId{token_of(instrument)}};
  if (venue_ == VenueName::pacifica) {
    key.margin = plan.isolated ? MarginMode::isolated : MarginMode::cross;
  }
  return key;
}

Result<void> Views::begin(const std::vector<HeldPlan>& held, UtcTime now) {
  std::vector<HeldPlan> rows;
  for (const HeldPlan& row : held) {
    if (row.account != name_) continue;
    rows.push_back(row);
    const UtcTime at = now - 1h;
    if (row.average_price) {
      auto added = add(AddFill{.account = row.account,
                               .instrument = row.instrument,
                               .change = row.quantity,
                               .price = fill_price(venue_, row),
                               .fee = Money{}},
                       at);
      if (!added) return added;
    } else if (venue_ == VenueName::polymarket) {
      slip_in(token_of(row.instrument), row.quantity, at);
    }
    set_balance(row, now);
  }
  list(rows, now);
  return {};
}

void Views::list(const std::vector<HeldPlan>& rows, UtcTime now) {
  switch (venue_) {
    case VenueName::kalshi:
      return list_kalshi(rows);
    case VenueName::polymarket:
      return list_polymarket(rows);
    case VenueName::pacifica:
      list_pacifica(listing, rows, now);
      if (!count_is_said_) list_pacifica(witness, rows, now);
      return;
    case VenueName::kalshi_solana:
      return list_solana(rows, now);
  }
}

std::vector<HeldPlan> Views::with_filler(const ShowHoldings& show) {
  std::vector<HeldPlan> rows = *show.rows;
  for (std::int64_t i = 0; i < show.filler; ++i) {
    const std::string id = fmt::format("FILLER-{:04}", i);
    const bool is_new = filler_.insert(id).second;
    const HeldPlan row{.instrument = id, .quantity = Quantity::from_units(10 * one)};
    if (is_new) {
      InstrumentPlan plan{.id = id, .venue = venue_, .outcome = "Yes", .ticker = id};
      plans_.emplace(id, plan);
      add_market(id, {&plan});
      set_balance(row, base_);
    }
    rows.push_back(row);
  }
  return rows;
}

// What the second witness says of one instrument. Kalshi has none of this kind, and Pacifica's
// counts positions.
void Views::set_balance(const HeldPlan& row, UtcTime now) {
  const std::string token = token_of(row.instrument);
  if (venue_ == VenueName::polymarket) set_tokens(token, row.quantity.units(), now);
  if (venue_ == VenueName::kalshi_solana) {
    set_atoms(witness, token, row.quantity.units() / 1'000, now - 1min);
  }
}

// A row that the file says twice the venue shows twice.
std::vector<HeldPlan> Views::once_each(std::vector<HeldPlan> rows, UtcTime now) {
  std::set<std::string> seen;
  std::vector<sim::SetFault> again;
  const Delivery twice{.kind = Delivery::Kind::duplicate_row};
  std::erase_if(rows, [&](const HeldPlan& row) {
    if (seen.insert(row.instrument).second) return false;
    again.push_back(fault_of(listing, twice));
    again.back().params = {{"row", "\"" + token_of(row.instrument) + "\""}};
    return true;
  });
  deliver("repeated rows", listing, twice, std::move(again), now);
  return rows;
}

Result<void> Views::show(const ShowHoldings& show, UtcTime now) {
  if (show.rows) list(once_each(with_filler(show), now), now);
  sim::SetFault fault = fault_of(listing, show.then);
  deliver("holdings", listing, show.then, {std::move(fault)}, now);
  return {};
}

Result<void> Views::show(const ShowWitness& show, UtcTime now) {
  if (venue_ == VenueName::pacifica) {
    count_is_said_ = show.count || !show.rows.empty();
    if (show.count) {
      count_pacifica(*show.count, now);
    } else if (!show.rows.empty()) {
      list_pacifica(witness, show.rows, now);
    }
  } else {
    for (const HeldPlan& row : show.rows) set_balance(row, now);
  }
  sim::SetFault fault = fault_of(witness, show.then);
  deliver("witness", witness, show.then, {std::move(fault)}, now);
  return {};
}

Result<void> Views::show(const ShowEvents& show, UtcTime now) {
  sim::SetFault fault = fault_of(events, show.then);
  deliver("events", events, show.then, {std::move(fault)}, now);
  return {};
}

Result<void> Views::add(const AddFill& fill, UtcTime at) {
  switch (venue_) {
    case VenueName::kalshi:
      return fill_kalshi(fill, at);
    case VenueName::polymarket:
      return fill_polymarket(fill, at);
    case VenueName::pacifica:
      return fill_pacifica(fill, at);
    case VenueName::kalshi_solana:
      return fill_solana(fill, at);
  }
  return {};
}

Result<void> Views::add(const AddSettlement& settlement, UtcTime at) {
  switch (venue_) {
    case VenueName::kalshi:
      return settle_kalshi(settlement, at);
    case VenueName::polymarket:
      return redeem_polymarket(settlement, at);
    case VenueName::pacifica:
      return settle_pacifica(settlement, at);
    case VenueName::kalshi_solana:
      return redeem_solana(settlement, at);
  }
  return {};
}

Result<void> Views::set(const SetOrder& order, UtcTime at) {
  switch (venue_) {
    case VenueName::kalshi:
      return order_kalshi(order, at);
    case VenueName::pacifica:
      return order_pacifica(order, at);
    case VenueName::kalshi_solana:
      return order_solana(order, at);
    case VenueName::polymarket:
      return order_polymarket(order, at);
  }
  return {};
}

}  // namespace holdfast::scenario
