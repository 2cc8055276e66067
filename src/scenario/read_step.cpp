#include <array>

#include "scenario/read_parts.hpp"

namespace holdfast::scenario {
namespace {

using Kind = Delivery::Kind;

constexpr std::array<std::string_view, 11> words{"holdings",   "witness", "events", "fill",
                                                 "settlement", "move",    "market", "sync",
                                                 "restart",    "clock",   "confirm"};
constexpr std::array<std::string_view, 12> later_words{
    "rule",         "exit", "approval",      "gas",          "open_order", "note",
    "price_source", "tick", "order_outcome", "trade_status", "wallet",     "book"};

Duration seconds(Form& form, std::string_view name, Duration otherwise) {
  return std::chrono::seconds{form.whole(name, otherwise / std::chrono::seconds{1})};
}

ShowHoldings read_holdings(Form& step, Names& names) {
  ShowHoldings show;
  show.venue = read_venue(step, "venue").value_or(VenueName::kalshi);
  show.account = names.account(step, show.venue);
  show.rows = read_held(step.list("holdings"), names, show.venue, "holdings");
  show.filler = step.whole("filler", 0);
  if (show.filler < 0 || show.filler > 5'000) step.refuse("filler is within 0..5000");
  show.then =
      read_delivery(step, {Kind::complete, Kind::cut_after_page, Kind::error, Kind::auth_as_empty,
                           Kind::body_error, Kind::schema_renamed, Kind::duplicate_row,
                           Kind::stale_watermark, Kind::timeout, Kind::wrong_owner});
  if (show.then.kind == Kind::stale_watermark && show.venue != VenueName::kalshi) {
    step.refuse("then: this venue's listing has no watermark that could be stale");
  }
  return show;
}

ShowBalances read_witness(Form& step, Names& names) {
  if (step.text("witness") != "polymarket") step.refuse("witness: only polymarket has a chain");
  ShowBalances show{.account = names.account(step, VenueName::polymarket)};
  if (const Value* balances = step.find("balances")) {
    for (const auto& [id, amount] : balances->fields) {
      const auto quantity = Quantity::parse(amount.text);
      if (names.find(id) == nullptr) step.refuse_at(amount, "no instrument is called " + id);
      if (!quantity) step.refuse_at(amount, id + " is no exact decimal: " + amount.text);
      show.rows.push_back({.instrument = id, .quantity = quantity.value_or(Quantity{})});
    }
  }
  show.then = read_delivery(
      step, {Kind::complete, Kind::error, Kind::timeout, Kind::behind, Kind::one_lies});
  return show;
}

ShowEvents read_events(Form& step) {
  ShowEvents show;
  show.venue = read_venue(step, "events").value_or(VenueName::kalshi);
  show.then = read_delivery(step, {Kind::complete, Kind::error, Kind::timeout, Kind::schema_renamed,
                                   Kind::cut_after_page});
  return show;
}

// The object below the step's own word, with the account and instrument that it is about.
struct About {
  Form form;
  const InstrumentPlan* instrument{};
  std::string account;
  std::string id;
};

About read_about(Form& step, Names& names, std::string_view word) {
  static const Value nothing{.kind = Value::Kind::object};
  const Value* value = step.find(word);
  About about{.form = Form{value == nullptr ? nothing : *value, std::string{word}, names.refusal()},
              .instrument = nullptr,
              .account = {},
              .id = {}};
  about.instrument = names.instrument(about.form);
  if (about.instrument != nullptr) {
    about.id = about.instrument->id;
    about.account = names.account(about.form, about.instrument->venue);
  }
  return about;
}

AddFill read_fill(Form& step, Names& names, Duration now) {
  auto about = read_about(step, names, "fill");
  Form& form = about.form;
  const bool sells = form.word("side", {"buy", "sell"}, "") == "sell";
  const auto size = form.amount<Quantity>("quantity");
  AddFill fill{.account = about.account, .instrument = about.id, .at = seconds(form, "at_s", now)};
  fill.change = Quantity::from_units(sells ? -size.units() : size.units());
  fill.price = form.amount<Price>("price");
  fill.fee = form.maybe_amount<Money>("fee");
  form.close();
  return fill;
}

AddSettlement read_settlement(Form& step, Names& names, Duration now) {
  auto about = read_about(step, names, "settlement");
  AddSettlement settled{.account = about.account, .instrument = about.id};
  settled.payout = about.form.amount<Price>("payout");
  settled.at = seconds(about.form, "at_s", now);
  about.form.close();
  return settled;
}

AddMove read_move(Form& step, Names& names, Duration now) {
  auto about = read_about(step, names, "move");
  Form& form = about.form;
  const auto word = form.word("kind", {"split", "merge"}, "");
  AddMove move{.account = about.account, .instrument = about.id};
  move.kind = word == "split" ? AddMove::Kind::split : AddMove::Kind::merge;
  move.quantity = form.amount<Quantity>("quantity");
  move.at = seconds(form, "at_s", now);
  if (about.instrument != nullptr && about.instrument->venue != VenueName::polymarket) {
    form.refuse("only Polymarket's tokens move so");
  }
  form.close();
  return move;
}

SetMarket read_market(Form& step, Names& names) {
  auto about = read_about(step, names, "market");
  SetMarket market{.instrument = about.id};
  market.state = about.form.word("state", {"open", "paused", "closed", "resolved"}, "");
  market.payout = about.form.maybe_amount<Price>("payout");
  if (market.state == "resolved" && !market.payout) about.form.refuse("resolved needs payout");
  about.form.close();
  return market;
}

Sync read_sync(Form& step, const Names& names) {
  Sync sync{step.text("sync")};
  if (sync.account == "all") return {};
  if (!names.knows_account(sync.account)) step.refuse("no account is called " + sync.account);
  return sync;
}

Confirm read_confirm(Form& step, Names& names) {
  auto about = read_about(step, names, "confirm");
  about.form.close();
  return {.instrument = about.id, .account = about.account};
}

JumpClock read_clock(Form& step, std::optional<Refusal>& refusal) {
  const Value* value = step.find("clock");
  Form form{*value, "clock", refusal};
  const JumpClock jump{std::chrono::seconds{form.whole("jump_s", 0)}};
  form.close();
  return jump;
}

Action read_action(Form& step, Names& names, Duration now) {
  for (const std::string_view later : later_words) {
    if (step.has(later)) {
      step.unsupported("the step kind " + std::string{later} + " is not in this version");
      return Restart{};
    }
  }
  if (const Value* expect = step.find("expect")) return read_expect(*expect, names);
  if (step.has("holdings")) return read_holdings(step, names);
  if (step.has("witness")) return read_witness(step, names);
  if (step.has("events")) return read_events(step);
  if (step.has("fill")) return read_fill(step, names, now);
  if (step.has("settlement")) return read_settlement(step, names, now);
  if (step.has("move")) return read_move(step, names, now);
  if (step.has("market")) return read_market(step, names);
  if (step.has("sync")) return read_sync(step, names);
  if (step.has("clock")) return read_clock(step, names.refusal());
  if (step.has("confirm")) return read_confirm(step, names);
  if (step.has("restart")) {
    if (!step.flag("restart", false)) step.refuse("restart is true");
    return Restart{};
  }
  step.refuse("no known step kind is here");
  return Restart{};
}

}  // namespace

Step read_step(const Value& value, Names& names) {
  Form form{value, "step", names.refusal()};
  Step step{.line = value.line};
  step.at = std::chrono::seconds{form.whole("at_s", 0)};
  step.label = form.text("label", "");
  static_cast<void>(form.find("why"));
  step.action = read_action(form, names, step.at);
  if (!names.refusal()) form.close();
  return step;
}

std::vector<std::string_view> step_words() { return {words.begin(), words.end()}; }
std::vector<std::string_view> unsupported_step_words() {
  return {later_words.begin(), later_words.end()};
}

}  // namespace holdfast::scenario
