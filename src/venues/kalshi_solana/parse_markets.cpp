#include <fmt/format.h>

#include "venues/kalshi_solana/parse.hpp"
#include "venues/kalshi_solana/rails.hpp"
#include "venues/kalshi_solana/read.hpp"

namespace holdfast::kalshi_solana {
namespace {

constexpr std::int64_t whole_unit = 1'000'000'000;  // one settlement unit, as a Price
constexpr std::int64_t unit_of_bps = 100'000;

struct Rail {
  std::string settlement_mint, yes_mint, no_mint, redemption;
  std::optional<std::int64_t> scalar_bps;
};

struct Market {
  std::string ticker, event, title, yes_title, no_title, status, result;
  std::string yes_bid, no_bid;
  std::optional<std::int64_t> close_s;
  std::vector<Rail> rails;
  bool names_rails{};
};

Result<void> read_rail(Rail& rail, JsonValue& value) {
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "yesMint") return read_text(rail.yes_mint, field);
    if (key == "noMint") return read_text(rail.no_mint, field);
    if (key == "redemptionStatus") return read_text(rail.redemption, field);
    if (key != "scalarOutcomePct" || field.is_null()) return {};
    return store(rail.scalar_bps, field.integer());
  });
}

Result<void> read_rails(Market& market, JsonValue& value) {
  market.names_rails = true;
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    Rail rail{.settlement_mint = std::string{key}};
    if (auto done = read_rail(rail, field); !done) return done;
    // A rail that was never initialised may have no mints yet.
    if (rail.yes_mint.empty() && rail.no_mint.empty()) return {};
    if (rail.settlement_mint.empty() || rail.yes_mint.empty() || rail.no_mint.empty() ||
        rail.yes_mint == rail.no_mint) {
      return fail(Fault::malformed,
                  "a market's rail names no money or no two mints: " + market.ticker);
    }
    market.rails.push_back(std::move(rail));
    return {};
  });
}

Result<void> read_field(Market& market, std::string_view key, JsonValue& value) {
  if (key == "ticker") return read_text(market.ticker, value);
  if (key == "eventTicker") return read_text(market.event, value);
  if (key == "title") return read_text(market.title, value);
  if (key == "yesSubTitle") return read_text(market.yes_title, value);
  if (key == "noSubTitle") return read_text(market.no_title, value);
  if (key == "status") return read_text(market.status, value);
  if (key == "result") return read_text(market.result, value);
  if (key == "yesBid") return read_text(market.yes_bid, value);
  if (key == "noBid") return read_text(market.no_bid, value);
  if (key == "closeTime" && !value.is_null()) return store(market.close_s, value.integer());
  return key == "accounts" ? read_rails(market, value) : Result<void>{};
}

bool is_decided(const Market& market) {
  return market.status == "determined" || market.status == "finalized";
}

// What one token pays once the market has a result; none while nobody knows.
std::optional<Price> payout_of(const Market& market, const Rail& rail, bool yes) {
  if (!is_decided(market)) return std::nullopt;
  if (market.result == "yes" || market.result == "no") {
    return Price::from_units((market.result == "yes") == yes ? whole_unit : 0);
  }
  if (!market.result.empty() || !rail.scalar_bps) return std::nullopt;
  const std::int64_t part = *rail.scalar_bps * unit_of_bps;
  if (part < 0 || part > whole_unit) return std::nullopt;
  return Price::from_units(yes ? part : whole_unit - part);
}

// "determined" may still be disputed at Kalshi: it is final once paying out has begun.
MarketState state_of(const Market& market, const Rail& rail, bool has_payout) {
  if (is_decided(market)) {
    const bool is_final =
        market.status == "finalized" || rail.redemption == "open" || rail.redemption == "closed";
    return is_final && has_payout ? MarketState::resolved : MarketState::closed;
  }
  if (market.status == "active") return MarketState::open;
  if (market.status == "initialized" || market.status == "inactive") return MarketState::paused;
  return market.status == "closed" ? MarketState::closed : MarketState::unknown;
}

// What somebody would pay for it now; anything outside 0 to 1 is no price.
std::optional<Price> bid_of(const std::string& text) {
  const auto price = Price::parse(text);
  if (!price || price->is_negative() || price->units() > whole_unit) return std::nullopt;
  return *price;
}

std::string title_of(const Market& market, const Rail& rail) {
  const std::string& title = market.title.empty() ? market.yes_title : market.title;
  // The usual rail goes without saying.
  if (rail.settlement_mint == rails::usdc) return title;
  const auto name = rails::name_of(rail.settlement_mint);
  return fmt::format("{} (paid in {})", title, name.empty() ? rail.settlement_mint : name);
}

Outcome outcome_of(const Market& market, const Rail& rail, bool yes) {
  Outcome outcome{.about = {.id = InstrumentId{yes ? rail.yes_mint : rail.no_mint},
                            .venue = VenueName::kalshi_solana},
                  .settlement_mint = rail.settlement_mint};
  Instrument& about = outcome.about;
  about.title = title_of(market, rail);
  about.outcome = yes ? "Yes" : "No";
  about.opposite_outcome = yes ? "No" : "Yes";
  about.opposite = yes ? rail.no_mint : rail.yes_mint;
  about.slug = market.ticker;
  const auto currency = rails::name_of(rail.settlement_mint);
  about.currency = currency.empty() ? rail.settlement_mint : std::string{currency};
  about.event = market.event;
  const auto payout = payout_of(market, rail, yes);
  about.state = state_of(market, rail, payout.has_value());
  if (market.close_s) {
    if (const auto at = from_unix_s(*market.close_s)) {
      about.close_time = *at;
      about.end_date = iso_text(*at);
    }
  }
  about.price = bid_of(yes ? market.yes_bid : market.no_bid);
  if (about.state == MarketState::resolved) about.price = about.payout = payout;
  const bool pays = payout && !payout->is_zero();
  outcome.redeemable = rail.redemption == "open" && pays;
  outcome.lost = about.state == MarketState::resolved && !pays;
  return outcome;
}

Result<void> read_market(std::vector<Outcome>& outcomes, JsonValue& value) {
  Market market;
  auto done = value.each_field(
      [&](std::string_view key, JsonValue& field) { return read_field(market, key, field); });
  if (!done) return done;
  if (market.ticker.empty()) return missing_field("a dflow market", "ticker");
  if (market.status.empty()) return missing_field("a dflow market", "status");
  if (!market.names_rails) return missing_field("a dflow market", "accounts");
  for (const Rail& rail : market.rails) {
    outcomes.push_back(outcome_of(market, rail, true));
    outcomes.push_back(outcome_of(market, rail, false));
  }
  return {};
}

Result<void> read_list(std::string_view body, std::string_view what, std::string_view name,
                       const platform::OnElement& on_element) {
  bool listed = false;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key != name) return {};
    listed = true;
    return value.each_element(on_element);
  });
  if (!done) return fail(done.error().fault, fmt::format("dflow {}: {}", what, done.error().what));
  if (!listed) return missing_field(fmt::format("dflow {}", what), name);
  return {};
}

}  // namespace

Result<std::vector<Outcome>> parse_markets(std::string_view body) {
  std::vector<Outcome> outcomes;
  auto done = read_list(body, "markets", "markets",
                        [&](JsonValue& value) { return read_market(outcomes, value); });
  if (!done) return tl::make_unexpected(std::move(done).error());
  return outcomes;
}

Result<std::vector<std::string>> parse_outcome_mints(std::string_view body) {
  std::vector<std::string> mints;
  auto done = read_list(body, "outcome mints", "outcomeMints", [&](JsonValue& value) {
    const auto mint = value.string();
    if (!mint) return Result<void>{tl::make_unexpected(mint.error())};
    mints.emplace_back(*mint);
    return Result<void>{};
  });
  if (!done) return tl::make_unexpected(std::move(done).error());
  return mints;
}

}  // namespace holdfast::kalshi_solana
