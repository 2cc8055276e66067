#include "scenario/read_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "crypto/eth_address.hpp"
#include "crypto/solana_address.hpp"
#include "domain/u256.hpp"

namespace holdfast::scenario {
namespace {

constexpr std::array<std::string_view, 14> delivery_names{"complete",        "cut_after_page",
                                                          "error",           "auth_as_empty",
                                                          "body_error",      "schema_renamed",
                                                          "row_unreadable",  "duplicate_row",
                                                          "stale_watermark", "timeout",
                                                          "wrong_owner",     "behind",
                                                          "one_lies",        "slow"};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t space = std::min(text.find(' ', from), text.size());
    if (space > from) words.emplace_back(text.substr(from, space - from));
    from = space + 1;
  }
  return words;
}

std::int64_t number_of(const std::string& text) {
  std::int64_t number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::optional<VenueName> read_venue(Form& form, std::string_view name) {
  const auto text = form.text(name);
  const auto venue = venue_from(text);
  if (!venue) {
    form.refuse("no venue is called " + text);
    return std::nullopt;
  }
  return venue;
}

namespace {

std::string only_one(const std::vector<std::string>& fit, const std::string& named, Form& form) {
  if (fit.size() == 1) return fit.front();
  form.refuse(fit.empty() ? "no account of this venue is called so" : "needs account: several fit");
  return named;
}

}  // namespace

std::string Names::account(Form& form, VenueName venue) {
  const auto named = form.text("account", "");
  std::vector<std::string> fit;
  for (const AccountPlan& account : scenario_.accounts) {
    if (account.venue == venue && (named.empty() || named == account.id)) fit.push_back(account.id);
  }
  return only_one(fit, named, form);
}

std::string Names::wallet(Form& form) {
  const auto named = form.text("account", "");
  std::vector<std::string> fit;
  for (const AccountPlan& account : scenario_.accounts) {
    const bool meant = named.empty() || named == account.id;
    if (has_wallet(account.venue) && meant) fit.push_back(account.id);
  }
  return only_one(fit, named, form);
}

bool Names::knows_account(std::string_view id) const {
  return std::ranges::find(scenario_.accounts, id, &AccountPlan::id) != scenario_.accounts.end();
}

const InstrumentPlan* Names::find(std::string_view id) const {
  const auto found = std::ranges::find(scenario_.instruments, id, &InstrumentPlan::id);
  return found == scenario_.instruments.end() ? nullptr : &*found;
}

const InstrumentPlan* Names::instrument(Form& form) {
  const auto id = form.text("instrument");
  const auto* found = find(id);
  if (found == nullptr) form.refuse("no instrument is called " + id);
  return found;
}

void read_config(Scenario& scenario, Form& file, std::optional<Refusal>& refusal) {
  const Value* value = file.find("config");
  if (value == nullptr) return;
  Form config{*value, "config", refusal};
  if (const Value* patience = config.find("patience")) {
    Form form{*patience, "config.patience", refusal};
    scenario.patience.sightings_min = static_cast<std::uint32_t>(form.whole("sightings_min", 2));
    scenario.patience.age_min = std::chrono::seconds{form.whole("age_min_s", 30)};
    form.close();
  }
  if (const Value* brake = config.find("brake")) {
    Form form{*brake, "config.brake", refusal};
    scenario.brake.closes_max = static_cast<std::uint32_t>(form.whole("max_closes", 3));
    if (const auto share = form.maybe_amount<Quantity>("max_share")) {
      scenario.brake.share_max_permille = static_cast<std::uint32_t>(share->units() / 1'000'000);
    }
    scenario.brake.cost_max = form.maybe_amount<Money>("max_value");
    form.close();
  }
  if (const auto stale = config.whole("stale_after_s", 0); stale > 0) {
    scenario.stale_after = std::chrono::seconds{stale};
  }
  scenario.streams = config.flag("streams", false);
  scenario.chain_endpoints = config.whole("chain_endpoints", 2);
  config.close();
}

bool has_wallet(VenueName venue) {
  return venue == VenueName::polymarket || venue == VenueName::kalshi_solana;
}

WalletSource wallet_source(Form& form) {
  const auto word =
      form.word("wallet", {"configured", "in_history", "in history", "absent"}, "configured");
  if (word.starts_with("in")) return WalletSource::in_history;
  return word == "absent" ? WalletSource::absent : WalletSource::configured;
}

namespace {

// "…" is how the format's description abbreviates: then it is made from the name, as if left out.
std::string unless_abbreviated(const std::string& text) {
  return text.find("…") == std::string::npos ? text : std::string{};
}

std::string address_of(Form& form, VenueName venue) {
  auto text = unless_abbreviated(form.text("address", ""));
  if (text.empty()) return {};
  if (venue == VenueName::polymarket) {
    const auto address = crypto::EthAddress::parse(text);
    if (address) return address->lower();
  } else if (venue != VenueName::kalshi && crypto::SolanaAddress::parse(text)) {
    return text;
  }
  form.refuse("address: no address of this venue: " + text);
  return {};
}

std::string token_of(Form& form, VenueName venue) {
  const bool solana = venue == VenueName::kalshi_solana;
  auto text = unless_abbreviated(form.text(solana ? "mint" : "token_id", ""));
  if (text.empty()) return {};
  const bool known = solana ? crypto::SolanaAddress::parse(text).has_value()
                            : U256::parse_decimal(text).has_value();
  if (!known) form.refuse(std::string{solana ? "mint" : "token_id"} + ": no token's id: " + text);
  return text;
}

}  // namespace

void read_accounts(Scenario& scenario, Form& file, std::optional<Refusal>& refusal) {
  for (const Value& value : file.list("accounts")) {
    Form form{value, "accounts", refusal};
    AccountPlan account{.id = form.text("id"), .address = {}};
    account.venue = read_venue(form, "venue").value_or(VenueName::kalshi);
    account.address = address_of(form, account.venue);
    account.wallet = wallet_source(form);
    if (account.wallet != WalletSource::configured && !has_wallet(account.venue)) {
      form.refuse("wallet: this venue's accounts are no wallets");
    }
    if (std::ranges::find(scenario.accounts, account.id, &AccountPlan::id) !=
        scenario.accounts.end()) {
      form.refuse("two accounts are called " + account.id);
    }
    form.close();
    scenario.accounts.push_back(std::move(account));
  }
}

void read_instruments(Scenario& scenario, Form& file, std::optional<Refusal>& refusal) {
  for (const Value& value : file.list("instruments")) {
    Form form{value, "instruments", refusal};
    InstrumentPlan plan{.id = form.text("id")};
    plan.venue = read_venue(form, "venue").value_or(VenueName::kalshi);
    const bool solana = plan.venue == VenueName::kalshi_solana;
    plan.market = form.text("market", "");
    plan.outcome =
        solana ? form.word("outcome", {"Yes", "No"}, "Yes") : form.text("outcome", "Yes");
    plan.token_id = token_of(form, plan.venue);
    plan.ticker = form.text(plan.venue == VenueName::pacifica ? "symbol" : "ticker", plan.id);
    plan.isolated = form.flag("isolated", false);
    if (form.has("close_time_s")) {
      plan.closes = std::chrono::seconds{form.whole("close_time_s", 0)};
    }
    plan.subaccount = static_cast<std::uint16_t>(form.whole("subaccount", 0));
    plan.shard = static_cast<std::uint16_t>(form.whole("shard", 0));
    plan.negative_risk = form.flag("neg_risk", false);
    if (std::ranges::find(scenario.instruments, plan.id, &InstrumentPlan::id) !=
        scenario.instruments.end()) {
      form.refuse("two instruments are called " + plan.id);
    }
    form.close();
    scenario.instruments.push_back(std::move(plan));
  }
}

namespace {

// What no account of the venue can hold.
void check_holdable(Form& form, const HeldPlan& row, const InstrumentPlan& plan) {
  const bool token = has_wallet(plan.venue);
  if (token && row.quantity.is_negative()) form.refuse("a token is held or not, never short");
  if (plan.venue == VenueName::pacifica || !row.average_price) return;
  const auto price = row.average_price->units();
  if (price < 0 || price > Price::parse("1")->units()) form.refuse("average_price is within 0..1");
}

}  // namespace

std::vector<HeldPlan> read_held(const std::vector<Value>& rows, Names& names, VenueName venue,
                                std::string_view where) {
  std::vector<HeldPlan> held;
  for (const Value& value : rows) {
    Form form{value, std::string{where}, names.refusal()};
    HeldPlan row{.line = value.line};
    if (const auto* instrument = names.instrument(form)) {
      row.instrument = instrument->id;
      if (instrument->venue != venue) form.refuse(row.instrument + " is not of this venue");
    }
    const auto side = form.word("side", {"long", "short", "yes", "no"}, "long");
    row.quantity = form.amount<Quantity>("quantity");
    if (side == "short" || side == "no") {
      row.quantity = Quantity::from_units(-std::abs(row.quantity.units()));
    } else if (form.has("side") && row.quantity.is_negative()) {
      form.refuse("quantity is below zero, and side is " + side);
    }
    row.average_price = form.maybe_amount<Price>("average_price");
    if (const auto* plan = names.find(row.instrument)) check_holdable(form, row, *plan);
    form.close();
    held.push_back(std::move(row));
  }
  return held;
}

namespace {

// One row a key. Pacifica holds a symbol cross or isolated, never both.
void check_once(Form& form, const Scenario& scenario, const HeldPlan& row,
                const InstrumentPlan& plan) {
  for (const HeldPlan& known : scenario.ledger) {
    if (known.account != row.account) continue;
    if (known.instrument == row.instrument) form.refuse(row.instrument + " stands here already");
    const auto other =
        std::ranges::find(scenario.instruments, known.instrument, &InstrumentPlan::id);
    const bool same_symbol = plan.venue == VenueName::pacifica && other->ticker == plan.ticker;
    if (same_symbol) form.refuse(other->id + " is of the same symbol: Pacifica holds it once");
  }
}

}  // namespace

void read_ledger(Scenario& scenario, Form& file, Names& names) {
  const Value* value = file.find("ledger");
  if (value == nullptr || value->is(Value::Kind::null)) return;
  Form ledger{*value, "ledger", names.refusal()};
  for (const Value& row : ledger.list("positions")) {
    Form form{row, "ledger.positions", names.refusal()};
    const auto* instrument = names.find(form.text("instrument"));
    if (instrument == nullptr) {
      form.refuse("no such instrument");
      break;
    }
    const auto account = names.account(form, instrument->venue);
    Value plain = row;
    std::erase_if(plain.fields, [](const Field& field) { return field.name == "account"; });
    auto held = read_held({plain}, names, instrument->venue, "ledger.positions");
    held.front().account = account;
    check_once(form, scenario, held.front(), *instrument);
    scenario.ledger.push_back(std::move(held.front()));
  }
  ledger.close();
}

Delivery read_delivery(Form& form, const Names& names,
                       std::initializer_list<Delivery::Kind> known) {
  const auto text = form.text("then", "complete");
  const auto words = words_of(text);
  const auto name = words.empty() ? std::string{} : words.front();
  const auto found = std::ranges::find(delivery_names, name);
  Delivery delivery;
  if (found != delivery_names.end()) {
    delivery.kind = static_cast<Delivery::Kind>(found - delivery_names.begin());
  }
  if (found == delivery_names.end() || std::ranges::find(known, delivery.kind) == known.end()) {
    form.refuse("then: no answer of this kind comes so: " + text);
    return delivery;
  }
  using Kind = Delivery::Kind;
  if (words.size() < 2) return delivery;
  if (delivery.kind == Kind::row_unreadable || delivery.kind == Kind::schema_renamed) {
    delivery.text = words[1];
  } else {
    delivery.number = number_of(words[1]);
  }
  if (words.size() == 4) delivery.page = number_of(words[3]);
  if (delivery.kind == Kind::row_unreadable && names.find(delivery.text) == nullptr) {
    form.refuse("then: no instrument is called " + delivery.text);
  }
  return delivery;
}

}  // namespace holdfast::scenario
