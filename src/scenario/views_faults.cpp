#include <algorithm>
#include <utility>

#include "scenario/views.hpp"
#include "sim/solana/keys.hpp"

// How answers are bent.
namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

using Kind = Delivery::Kind;
using Params = std::map<std::string, std::string>;

sim::FaultKind bent_by(Kind kind) {
  switch (kind) {
    case Kind::cut_after_page:
      return sim::FaultKind::page_cut;
    case Kind::error:
      return sim::FaultKind::http;
    case Kind::auth_as_empty:
      return sim::FaultKind::auth_as_empty;
    case Kind::body_error:
      return sim::FaultKind::empty;
    case Kind::schema_renamed:
      return sim::FaultKind::rename_field;
    case Kind::row_unreadable:
      return sim::FaultKind::set_field;
    case Kind::duplicate_row:
      return sim::FaultKind::duplicate_row;
    case Kind::stale_watermark:
      return sim::FaultKind::stale;
    case Kind::wrong_owner:
      return sim::FaultKind::wrong_owner;
    case Kind::behind:
      return sim::FaultKind::behind;
    case Kind::one_lies:
      return sim::FaultKind::lie;
    case Kind::slow:
      return sim::FaultKind::slow;
    case Kind::timeout:
    case Kind::complete:
      break;
  }
  return sim::FaultKind::timeout;
}

Params parameters_of(const Delivery& delivery) {
  switch (delivery.kind) {
    case Kind::error:
      return {{"status", std::to_string(delivery.number)}};
    case Kind::body_error:
      return {{"body", R"({"error":"internal","success":false})"}};
    case Kind::cut_after_page:
      return {{"last", "true"}};
    case Kind::one_lies:
      return {{"balance", "0"}, {"of_nothing", "100000000"}};
    case Kind::stale_watermark:
      return {{"frozen", "true"}};
    case Kind::slow:
      return {{"ms", std::to_string(delivery.number * 1'000)}};
    default:
      return {};
  }
}

// The field that says how much is held, in one venue's rows.
std::string_view listed_quantity(VenueName venue) {
  if (venue == VenueName::kalshi) return "position_fp";
  return venue == VenueName::polymarket ? "current_size" : "amount";
}

std::string_view told_quantity(VenueName venue) {
  if (venue == VenueName::kalshi) return "count_fp";
  if (venue == VenueName::kalshi_solana) return "outputAmount";
  return venue == VenueName::polymarket ? "size" : "amount";
}

std::string_view told_price(VenueName venue) {
  if (venue == VenueName::kalshi) return "yes_price_dollars";
  return venue == VenueName::kalshi_solana ? "inputAmount" : "price";
}

// What does nothing where an answer has nothing of the kind.
bool may_miss(sim::FaultKind kind) {
  return kind == sim::FaultKind::page_cut || kind == sim::FaultKind::rename_field ||
         kind == sim::FaultKind::set_field || kind == sim::FaultKind::duplicate_row;
}

// Solana's listing is two calls, one for each token program: a page of its own each.
void bend_solana(sim::SetFault& fault, const Delivery& delivery) {
  fault.venue = "solana/1";
  fault.endpoint = "getTokenAccountsByOwner";
  const bool second = delivery.kind == Kind::cut_after_page || delivery.page > 1;
  fault.match = second ? std::string{sim::solana::token_program} : "";
  if (delivery.kind == Kind::cut_after_page) {
    fault.kind = sim::FaultKind::rpc_error;
    fault.params = {{"code", "-32012"}, {"message", "scan aborted"}};
  }
  if (delivery.kind == Kind::body_error) fault.kind = sim::FaultKind::rpc_error;
  if (delivery.kind == Kind::auth_as_empty) {
    fault.kind = sim::FaultKind::set_field;
    fault.params = {{"field", "value"}, {"json", "[]"}};
  }
}

}  // namespace

// Quantity and price, under whichever name the venue has for them.
std::string Views::venues_field(View view, const std::string& word) const {
  const bool quantity = word == "quantity" || word == "size";
  if (view == events && word == "price") return std::string{told_price(venue_)};
  if (view == events && quantity) return std::string{told_quantity(venue_)};
  return quantity ? std::string{listed_quantity(venue_)} : word;
}

sim::SetFault Views::fault_of(View view, const Delivery& delivery) const {
  sim::SetFault fault{.kind = bent_by(delivery.kind), .params = parameters_of(delivery)};
  if (delivery.kind == Kind::cut_after_page) fault.skip = delivery.number - 1;
  if (delivery.kind == Kind::slow) fault.count = 1;
  if (delivery.kind == Kind::wrong_owner) fault.params = {{"owner", stranger_}};
  // Older than whatever was applied, also at the start.
  if (delivery.kind == Kind::stale_watermark) fault.since = base_ - 2h;
  if (delivery.kind == Kind::schema_renamed) {
    const std::string field = venues_field(view, delivery.text);
    fault.params = {{"from", field}, {"to", field + "_renamed"}};
  }
  if (delivery.kind == Kind::row_unreadable) {
    fault.params = {{"field", std::string{listed_quantity(venue_)}},
                    {"json", "\"many\""},
                    {"row", "\"" + token_of(delivery.text) + "\""}};
  }
  if (delivery.page > 1) fault.match = "cursor=";
  if (view == witness) {
    const std::string chain = venue_ == VenueName::polymarket ? "polygon/2" : "solana/2";
    if (delivery.kind == Kind::one_lies) fault.venue = chain;
    return fault;
  }
  if (view == events) return fault;
  const bool every_call = delivery.kind == Kind::auth_as_empty;
  switch (venue_) {
    case VenueName::kalshi:
      fault.venue = "kalshi";
      fault.endpoint = every_call                               ? "*"
                       : delivery.kind == Kind::stale_watermark ? "user_data_timestamp"
                                                                : "positions";
      break;
    case VenueName::polymarket:
      fault.venue = "polymarket-data";
      fault.endpoint = every_call ? "*" : "v2_positions";
      break;
    case VenueName::pacifica:
      fault.venue = "pacifica";
      fault.endpoint = "positions";
      break;
    case VenueName::kalshi_solana:
      bend_solana(fault, delivery);
      break;
  }
  return fault;
}

std::string Views::missed_fault() {
  for (const auto& [about, set] : switches_) {
    for (const auto& [where, id] : set) {
      const auto& faults = simulators_.at(where).world().faults.all();
      const auto fault = std::ranges::find(faults, id, &sim::SetFault::id);
      if (fault == faults.end() || !may_miss(fault->kind)) continue;
      if (fault->asked > 0 && fault->bent == 0) return about;
    }
  }
  return {};
}

// A new word on the same subject takes the place of the one before.
void Views::deliver(const std::string& about, View view, const Delivery& delivery,
                    std::vector<sim::SetFault> faults, UtcTime now) {
  auto& set = switches_[about];
  for (const auto& [where, id] : std::exchange(set, {})) {
    simulators_.at(where).world().faults.clear(id);
  }
  if (delivery.kind == Kind::complete) return;
  for (sim::SetFault& fault : faults) {
    if (fault.since == UtcTime{}) fault.since = now;
    set.emplace_back(view, simulators_.at(view).world().faults.set(std::move(fault)));
  }
}

// Market data: names and prices, on which no quantity rests.
Result<void> Views::show(const ShowPrices& show, UtcTime now) {
  std::vector<sim::SetFault> faults;
  const auto add = [&](std::string_view venue, std::string_view endpoint) {
    sim::SetFault fault{.kind = bent_by(show.then.kind), .params = parameters_of(show.then)};
    fault.venue = venue;
    fault.endpoint = endpoint;
    faults.push_back(std::move(fault));
  };
  switch (venue_) {
    case VenueName::kalshi:
      add("kalshi", "markets");
      break;
    case VenueName::polymarket:
      add("polymarket-gamma", "*");
      break;
    case VenueName::pacifica:
      add("pacifica", "info");
      add("pacifica", "prices");
      break;
    case VenueName::kalshi_solana:
      add("dflow-metadata", "*");
      break;
  }
  deliver("prices", listing, show.then, std::move(faults), now);
  return {};
}

}  // namespace holdfast::scenario
