#include "scenario/read_about.hpp"

#include <algorithm>

namespace holdfast::scenario {
namespace {

Duration seconds(Form& form, std::string_view name, Duration otherwise) {
  return std::chrono::seconds{form.whole(name, otherwise / std::chrono::seconds{1})};
}

// Buying adds, selling takes away.
Quantity signed_size(Form& form, std::string_view field) {
  const bool sells = form.word("side", {"buy", "sell"}, "") == "sell";
  const auto size = form.amount<Quantity>(field);
  return Quantity::from_units(sells ? -size.units() : size.units());
}

void demand_venue(About& about, VenueName venue, std::string_view why) {
  if (about.instrument != nullptr && about.instrument->venue != venue) {
    about.form.refuse(std::string{why});
  }
}

}  // namespace

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
  AddFill fill{.account = about.account, .instrument = about.id, .at = seconds(form, "at_s", now)};
  fill.change = signed_size(form, "quantity");
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
  const auto word = form.word("kind", {"split", "merge", "convert", "send"}, "");
  AddMove move{.account = about.account, .instrument = about.id};
  move.kind = word == "merge"     ? AddMove::Kind::merge
              : word == "convert" ? AddMove::Kind::convert
              : word == "send"    ? AddMove::Kind::send
                                  : AddMove::Kind::split;
  move.quantity = form.amount<Quantity>("quantity");
  move.at = seconds(form, "at_s", now);
  demand_venue(about, VenueName::polymarket, "only Polymarket's tokens move so");
  form.close();
  return move;
}

AddFunding read_funding(Form& step, Names& names, Duration now) {
  auto about = read_about(step, names, "funding");
  AddFunding funding{.account = about.account, .instrument = about.id};
  funding.received = about.form.amount<Money>("received");
  funding.at = seconds(about.form, "at_s", now);
  demand_venue(about, VenueName::pacifica, "only perpetuals are funded");
  about.form.close();
  return funding;
}

SetOrder read_order(Form& step, Names& names, Duration now) {
  auto about = read_about(step, names, "open_order");
  Form& form = about.form;
  SetOrder order{.account = about.account, .id = {}, .instrument = about.id, .state = {}};
  order.id = form.text("id", about.id);
  order.change = signed_size(form, "quantity");
  order.filled = form.maybe_amount<Quantity>("filled").value_or(Quantity{});
  order.price = form.maybe_amount<Price>("price");
  order.state =
      form.word("state", {"resting", "executed", "canceled", "expired", "rejected"}, "resting");
  order.at = seconds(form, "at_s", now);
  form.close();
  return order;
}

// Said again with another status it is the same match: what it was need not be repeated.
SetTrade read_trade(Form& step, Names& names, Duration now) {
  auto about = read_about(step, names, "trade_status");
  Form& form = about.form;
  SetTrade trade{.account = about.account, .id = {}, .instrument = about.id, .status = {}};
  trade.id = form.text("id", about.id);
  if (form.has("quantity")) trade.change = signed_size(form, "quantity");
  trade.price = form.maybe_amount<Price>("price").value_or(Price{});
  trade.status = form.word("status", {"matched", "mined", "confirmed", "retrying", "failed"}, "");
  std::ranges::transform(trade.status, trade.status.begin(),
                         [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  trade.at = seconds(form, "at_s", now);
  demand_venue(about, VenueName::polymarket, "only Polymarket's matches have a status");
  form.close();
  return trade;
}

SetApproval read_approval(Form& step, Names& names) {
  auto about = read_about(step, names, "approval");
  SetApproval approval{.account = about.account, .instrument = about.id};
  approval.approved = about.form.flag("approved", true);
  demand_venue(about, VenueName::polymarket, "only Polymarket's exchanges need an approval");
  about.form.close();
  return approval;
}

SetMarket read_market(Form& step, Names& names) {
  auto about = read_about(step, names, "market");
  Form& form = about.form;
  SetMarket market{.instrument = about.id, .state = {}};
  market.state = form.word("state", {"open", "paused", "closed", "resolved"}, "open");
  market.payout = form.maybe_amount<Price>("payout");
  if (form.flag("paused", false)) market.state = "paused";
  if (form.has("close_time_s")) market.closes = seconds(form, "close_time_s", {});
  if (market.state == "resolved" && !market.payout) form.refuse("resolved needs payout");
  if (market.state != "resolved" && market.payout) form.refuse("payout goes with resolved");
  form.close();
  return market;
}

SetTick read_tick(Form& step, Names& names) {
  auto about = read_about(step, names, "tick");
  Form& form = about.form;
  SetTick tick{.instrument = about.id};
  tick.bid = form.amount<Price>("bid");
  tick.ask = form.amount<Price>("ask");
  if (form.whole("age_s", 0) > 0) {
    form.unsupported("a tick's age matters to exits, which are not in this version");
  }
  form.close();
  return tick;
}

}  // namespace holdfast::scenario
