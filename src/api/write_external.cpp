#include "api/owners.hpp"
#include "api/valuation.hpp"
#include "api/write_contract.hpp"

namespace holdfast::api {
namespace {

// One row of one account's snapshot with all that belongs to it.
struct Row {
  const Holding& holding;
  const AccountStatus& account;
  const Picture& picture;
  const std::string& wallet;  // empty: not known

  [[nodiscard]] std::optional<Money> cost() const {
    return cost_of(holding, picture.position(holding.key));
  }
  [[nodiscard]] std::optional<Quantity> size() const { return size_of(holding.quantity); }
  [[nodiscard]] std::optional<Price> average() const {
    return holding.quantity ? average_of(cost(), *holding.quantity) : std::nullopt;
  }
  [[nodiscard]] std::string_view side() const {
    return side_of(holding.key, holding.quantity, holding.about);
  }
};

void write_tail(JsonWriter& json, const Row& row) {
  json.key("account").string(row.account.id.text);
  if (!row.holding.flaw.empty()) json.key("flaw").string(row.holding.flaw);
  write_time(json, "as_of", row.account.snapshot->as_of());
  json.key("verdict").string(name_of(row.picture.verdict(row.holding.key)));
}

void write_kalshi(JsonWriter& json, const Row& row) {
  json.key("market_ticker").string(row.holding.key.instrument.text);
  json.key("side").string(row.side());
  json.key("contracts").number(row.size());
  json.key("avg_price").number(row.average());
  json.key("cost_basis").number(row.cost());
  json.key("realized_pnl").number(row.holding.figures.realized_pnl.value);
  json.key("fees_paid").number(row.holding.figures.fees.value);
  json.key("subaccount").integer(row.holding.key.subaccount);
  json.key("exchange_index").integer(row.holding.key.shard);
  json.key("title").string(row.holding.about.title);
}

void write_polymarket(JsonWriter& json, const Row& row) {
  const Instrument& about = row.holding.about;
  const VenueFigures& figures = row.holding.figures;
  const auto average = row.average();
  write_text_or_null(json, "proxy_wallet", row.wallet);
  json.key("asset").string(row.holding.key.instrument.text);
  json.key("condition_id").string(about.condition_id);
  json.key("size").number(row.size());
  json.key("avg_price").number(average ? average : figures.average_price.value);
  json.key("initial_value").number(row.cost());
  json.key("current_value").number(worth_of(row.holding));
  json.key("cash_pnl").number(figures.pnl.value);
  json.key("percent_pnl").number(figures.percent_pnl.value);
  json.key("cur_price").number(about.price);
  json.key("slug").string(about.slug);
  json.key("event_slug").string(about.event);
  json.key("outcome").string(about.outcome);
  json.key("opposite_asset").string(about.opposite);
  json.key("opposite_outcome").string(about.opposite_outcome);
  json.key("end_date").string(about.end_date);
  json.key("negative_risk").boolean(about.negative_risk);
  json.key("redeemable").boolean(row.holding.redeemable);
  json.key("title").string(about.title);
}

constexpr std::array<std::string_view, 3> margin_names{"none", "cross", "isolated"};

void write_pacifica(JsonWriter& json, const Row& row) {
  const auto average = row.average();
  json.key("symbol").string(row.holding.key.instrument.text);
  json.key("side").string(row.side());
  json.key("amount").number(row.size());
  json.key("entry_price").number(average ? average : row.holding.figures.average_price.value);
  json.key("cost_basis").number(row.cost());
  json.key("value").number(row.holding.figures.value.value);
  json.key("unrealized_pnl").number(row.holding.figures.pnl.value);
  json.key("margin").string(margin_names.at(static_cast<std::size_t>(row.holding.key.margin)));
}

void write_kalshi_solana(JsonWriter& json, const Row& row) {
  const Instrument& about = row.holding.about;
  write_text_or_null(json, "market_ticker", about.slug);
  json.key("outcome_mint").string(row.holding.key.instrument.text);
  json.key("side").string(row.side());
  json.key("contracts").number(row.size());
  json.key("avg_price").number(row.average());
  json.key("cost_basis").number(row.cost());
  json.key("current_value").number(worth_of(row.holding));
  json.key("redeemable").boolean(row.holding.redeemable);
  json.key("title").string(about.title);
}

using Wallets = std::map<AccountId, std::string>;

void write_rows(JsonWriter& json, VenueName venue, const Call& call, const Wallets& wallets,
                void (*write)(JsonWriter&, const Row&)) {
  static const std::string unknown;
  const Picture& picture = call.picture;
  json.key(name_of(venue));
  if (is_unheard(call, venue)) {
    json.null();
    return;
  }
  json.begin_array();
  for (const AccountStatus& account : picture.replica().accounts) {
    if (account.venue != venue || !account.snapshot) continue;
    const auto wallet = wallets.find(account.id);
    for (const auto& [key, holding] : account.snapshot->holdings()) {
      // A flat row is not held; one that cannot be read may be.
      if (holding.quantity && holding.quantity->is_zero()) continue;
      const Row row{holding, account, picture, wallet == wallets.end() ? unknown : wallet->second};
      json.begin_object();
      write(json, row);
      write_tail(json, row);
      json.end_object();
    }
  }
  json.end_array();
}

}  // namespace

void write_external(JsonWriter& json, const Call& call, const ContractErrors& errors) {
  const Wallets wallets = shown_wallets(call);
  json.begin_object();
  write_time(json, "snapshot_time", call.picture.as_of());
  write_rows(json, VenueName::kalshi, call, wallets, write_kalshi);
  write_rows(json, VenueName::polymarket, call, wallets, write_polymarket);
  write_rows(json, VenueName::pacifica, call, wallets, write_pacifica);
  write_rows(json, VenueName::kalshi_solana, call, wallets, write_kalshi_solana);
  write_errors(json, errors);
  json.end_object();
}

}  // namespace holdfast::api
