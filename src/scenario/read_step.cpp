#include <fmt/format.h>

#include <array>

#include "scenario/read_about.hpp"

namespace holdfast::scenario {
namespace {

using Kind = Delivery::Kind;

constexpr std::array<std::string_view, 21> words{
    "holdings", "witness", "events",  "price_source", "fill",       "settlement",   "move",
    "funding",  "market",  "tick",    "sync",         "open_order", "trade_status", "book",
    "wallet",   "clock",   "restart", "expect",       "confirm",    "approval",     "note"};
constexpr std::array<std::string_view, 4> later_words{"rule", "exit", "gas", "order_outcome"};

ShowHoldings read_holdings(Form& step, Names& names) {
  ShowHoldings show;
  show.venue = read_venue(step, "venue").value_or(VenueName::kalshi);
  show.account = names.account(step, show.venue);
  if (step.has("holdings")) {
    show.rows = read_held(step.list("holdings"), names, show.venue, "holdings");
  } else if (!step.has("then")) {
    step.refuse("needs holdings, or then: how the answer comes");
  }
  show.filler = step.whole("filler", 0);
  const bool pages = show.venue == VenueName::kalshi || show.venue == VenueName::polymarket;
  if (show.filler > 0 && !pages) step.refuse("filler: this venue lists everything in one page");
  show.then = read_delivery(
      step, names,
      {Kind::complete, Kind::cut_after_page, Kind::error, Kind::auth_as_empty, Kind::body_error,
       Kind::schema_renamed, Kind::row_unreadable, Kind::duplicate_row, Kind::stale_watermark,
       Kind::timeout, Kind::wrong_owner, Kind::slow});
  if (show.then.kind == Kind::row_unreadable && show.venue == VenueName::kalshi_solana) {
    step.refuse("then: no row of a chain's answer comes so");
  }
  if (show.then.kind == Kind::cut_after_page && show.venue == VenueName::pacifica) {
    step.refuse("then: this venue lists everything in one page, which none can be cut from");
  }
  if (show.then.kind == Kind::stale_watermark && show.venue == VenueName::polymarket) {
    step.refuse("then: this venue's listing has no watermark that could be stale");
  }
  return show;
}

ShowWitness read_witness(Form& step, Names& names) {
  const auto venue = read_venue(step, "witness").value_or(VenueName::polymarket);
  ShowWitness show{.account = names.account(step, venue)};
  if (venue == VenueName::kalshi) {
    step.refuse("witness: Kalshi's are its fills and settlements, which have steps of their own");
  }
  if (const Value* balances = step.find("balances")) {
    for (const auto& [id, amount] : balances->fields) {
      const auto quantity = Quantity::parse(amount.text);
      const auto* known = names.find(id);
      if (known == nullptr || known->venue != venue) {
        step.refuse_at(amount, "no instrument of this venue is called " + id);
      }
      if (!quantity) step.refuse_at(amount, id + " is no exact decimal: " + amount.text);
      show.rows.push_back({.instrument = id, .quantity = quantity.value_or(Quantity{})});
    }
  }
  if (step.has("count")) {
    if (venue != VenueName::pacifica) step.refuse("count: only Pacifica counts positions");
    show.count = step.whole("count", 0);
  }
  show.then = read_delivery(
      step, names,
      {Kind::complete, Kind::error, Kind::timeout, Kind::behind, Kind::one_lies, Kind::slow});
  const bool of_a_chain = show.then.kind == Kind::behind || show.then.kind == Kind::one_lies;
  if (of_a_chain && venue == VenueName::pacifica) step.refuse("then: this venue has no chain");
  return show;
}

ShowEvents read_events(Form& step, Names& names) {
  const auto venue = read_venue(step, "events").value_or(VenueName::kalshi);
  return {.account = names.account(step, venue),
          .then = read_delivery(step, names,
                                {Kind::complete, Kind::error, Kind::timeout, Kind::schema_renamed,
                                 Kind::cut_after_page, Kind::slow})};
}

ShowPrices read_prices(Form& step, Names& names) {
  const auto venue = read_venue(step, "price_source").value_or(VenueName::kalshi);
  return {.account = names.account(step, venue),
          .then = read_delivery(step, names, {Kind::complete, Kind::error, Kind::timeout})};
}

SetBook read_book(Form& step, Names& names) {
  const Value* value = step.find("book");
  return value == nullptr ? SetBook{} : book_of(*value, names);
}

SetWallet read_wallet(Form& step, Names& names) {
  SetWallet wallet{.account = {}, .source = wallet_source(step)};
  wallet.account = names.wallet(step);
  return wallet;
}

Confirm read_confirm(Form& step, Names& names) {
  auto about = read_about(step, names, "confirm");
  about.form.close();
  return {.instrument = about.id, .account = about.account};
}

WriteNote read_note(Form& step, Names& names) {
  auto about = read_about(step, names, "note");
  std::string text = about.form.text("text");
  about.form.close();
  return {.instrument = about.id, .account = about.account, .text = std::move(text)};
}

JumpClock read_clock(Form& step, std::optional<Refusal>& refusal) {
  const Value* value = step.find("clock");
  if (value->is(Value::Kind::number)) return {std::chrono::seconds{step.whole("clock", 0)}};
  Form form{*value, "clock", refusal};
  const JumpClock jump{std::chrono::seconds{form.whole("jump_s", 0)}};
  form.close();
  return jump;
}

Restart read_restart(Form& step) {
  if (!step.flag("restart", false)) step.refuse("restart is true");
  return {};
}

// What happens while a pass is under way is no pass of another account, and expects nothing.
Sync read_sync(Form& step, Names& names, Duration now) {
  Sync sync{.account = step.text("sync"), .meanwhile = {}};
  if (sync.account == "all") sync.account.clear();
  if (!sync.account.empty() && !names.knows_account(sync.account)) {
    step.refuse("no account is called " + sync.account);
  }
  for (const Value& value : step.list("meanwhile")) {
    sync.meanwhile.push_back(read_step(value, names, now));
    if (std::holds_alternative<Expect>(sync.meanwhile.back().action)) {
      step.refuse_at(value, "meanwhile: nothing is expected before the sync is over");
    }
  }
  return sync;
}

Action read_action(Form& step, Names& names, Duration now) {
  if (const Value* expect = step.find("expect")) return read_expect(*expect, names);
  if (step.has("holdings")) return read_holdings(step, names);
  if (step.has("witness")) return read_witness(step, names);
  if (step.has("events")) return read_events(step, names);
  if (step.has("price_source")) return read_prices(step, names);
  if (step.has("fill")) return read_fill(step, names, now);
  if (step.has("settlement")) return read_settlement(step, names, now);
  if (step.has("move")) return read_move(step, names, now);
  if (step.has("funding")) return read_funding(step, names, now);
  if (step.has("open_order")) return read_order(step, names, now);
  if (step.has("trade_status")) return read_trade(step, names, now);
  if (step.has("approval")) return read_approval(step, names);
  if (step.has("market")) return read_market(step, names);
  if (step.has("tick")) return read_tick(step, names);
  if (step.has("book")) return read_book(step, names);
  if (step.has("wallet")) return read_wallet(step, names);
  if (step.has("sync")) return read_sync(step, names, now);
  if (step.has("clock")) return read_clock(step, names.refusal());
  if (step.has("confirm")) return read_confirm(step, names);
  if (step.has("note")) return read_note(step, names);
  if (step.has("restart")) return read_restart(step);
  if (step.has("venue")) return read_holdings(step, names);
  step.refuse(fmt::format("is of no kind; there are {}", fmt::join(words, ", ")));
  return Restart{};
}

}  // namespace

Step read_step(const Value& value, Names& names, Duration otherwise) {
  Form form{value, "step", names.refusal()};
  Step step{.line = value.line};
  step.at = std::chrono::seconds{form.whole("at_s", otherwise / std::chrono::seconds{1})};
  step.label = form.text("label", "");
  static_cast<void>(form.find("why"));
  step.action = read_action(form, names, step.at);
  if (!names.refusal()) form.close();
  return step;
}

std::optional<Refusal> beyond_this_version(const Value& file) {
  const Value* steps = file.find("steps");
  for (std::size_t i = 0; steps != nullptr && i < steps->elements.size(); ++i) {
    const Value& step = steps->elements[i];
    for (const std::string_view later : later_words) {
      if (step.find(later) == nullptr) continue;
      return Refusal{step.line, fmt::format("the step kind {} is not in this version", later),
                     true};
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> step_words() { return {words.begin(), words.end()}; }
std::vector<std::string_view> unsupported_step_words() {
  return {later_words.begin(), later_words.end()};
}

}  // namespace holdfast::scenario
