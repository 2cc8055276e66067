#include <fmt/format.h>

#include <map>
#include <set>

#include "api/past.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/routes/routes.hpp"
#include "api/valuation.hpp"
#include "api/write_values.hpp"
#include "core/earnings.hpp"

namespace holdfast::api::routes {
namespace {

Result<Money> sum_of(Money a, Money b) { return add(a, b); }

struct Total {
  Sum<Money> gains;
  bool priced{};  // something of it has brought something
  Sum<Money> fees;
  Sum<Money> funding;
  std::set<std::pair<PositionKey, std::uint32_t>> lives;
  std::set<std::pair<PositionKey, std::uint32_t>> unpriced;  // with a part nobody can price yet
  std::set<std::string> currencies;

  void add(const Earning& earning, const std::string& currency) {
    gains.add(earning.realized);
    priced = priced || !earning.realized.is_zero();
    fees.add(earning.fees);
    funding.add(earning.funding);
    lives.emplace(earning.key, earning.life);
    if (!earning.unpriced.is_zero()) unpriced.emplace(earning.key, earning.life);
    currencies.insert(currency);
  }

  // None while nothing of it can be priced: that is not zero.
  [[nodiscard]] std::optional<Money> realized() const {
    return priced || unpriced.empty() ? value_or_none(gains.total()) : std::nullopt;
  }

  [[nodiscard]] std::optional<Money> net() const {
    const auto gain = realized();
    const auto paid = fees.total();
    const auto received = funding.total();
    if (!gain || !paid || !received) return std::nullopt;
    const auto after_fees = subtract(*gain, *paid);
    return after_fees ? value_or_none(sum_of(*after_fees, *received)) : std::nullopt;
  }
};

void write_total(JsonWriter& json, const Total& total) {
  json.key("realized_pnl").amount(total.realized());
  json.key("fees").amount(value_or_none(total.fees.total()));
  json.key("funding").amount(value_or_none(total.funding.total()));
  json.key("net").amount(total.net());
  json.key("positions").integer(std::ssize(total.lives));
  json.key("unpriced").integer(std::ssize(total.unpriced));
  json.key("currencies").begin_array();
  for (const std::string& currency : total.currencies) json.string(currency);
  json.end_array();
  json.key("at_par").boolean(total.currencies.size() > 1);
}

std::string market_of(const PositionKey& key, const Picture& picture) {
  const Instrument about = picture.instrument(key);
  if (!about.condition_id.empty()) return about.condition_id;
  return key.instrument.text;
}

std::string group_of(const Earning& earning, std::string_view by, const Picture& picture) {
  if (by == "market") return market_of(earning.key, picture);
  if (by == "venue") return std::string{name_of(earning.key.venue)};
  if (by == "strategy") return owners_of(earning);
  if (by == "day") return iso_text(earning.at).substr(0, 10);
  return fmt::format("{}#{}", earning.key.text(), earning.life);
}

// Everything the ledger has ever earned, key by key; with ?at= from what was booked by then.
Result<std::vector<Earning>> all_earnings(LedgerReader& ledger, const KeyFilter& filter,
                                          std::optional<UtcTime> at) {
  const auto accounts = ledger.accounts();
  if (!accounts) return tl::make_unexpected(accounts.error());
  std::map<PositionKey, std::vector<JournalEntry>> entries;
  for (const AccountRecord& account : *accounts) {
    if (!filter.account.empty() && account.id.text != filter.account) continue;
    auto rows = whole_journal(ledger, account.id);
    if (!rows) return tl::make_unexpected(rows.error());
    for (JournalRow& row : *rows) {
      if (at && row.booked_at > *at) continue;
      if (filter.passes(row.entry.key)) entries[row.entry.key].push_back(std::move(row.entry));
    }
  }
  std::vector<Earning> earned;
  for (const auto& [key, of_key] : entries) {
    auto some = earnings(of_key);
    if (!some) return some;
    earned.insert(earned.end(), some->begin(), some->end());
  }
  return earned;
}

}  // namespace

// Profit and loss by position, market, venue, day (UTC) or strategy, exact. What nobody can price
// yet is in no sum and is counted. Totals over several currencies are at par and say so.
Answer pnl(const Call& call) {
  const auto filter = filter_from(call.request);
  if (!filter) return filter.error();
  const auto by = word_from(call.request, "by", {"position", "market", "venue", "day", "strategy"});
  if (!by) return by.error();
  const auto at = moment_from(call);
  if (!at) return at.error();
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  const auto earned = all_earnings(**ledger, *filter, *at);
  if (!earned) return ledger_problem(earned.error());
  std::map<std::string, Total> groups;
  Total total;
  for (const Earning& earning : *earned) {
    const std::string currency{
        currency_of(earning.key.venue, call.picture.instrument(earning.key).currency)};
    groups[group_of(earning, *by, call.picture)].add(earning, currency);
    total.add(earning, currency);
  }
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture, *at);
  json.key("by").string(*by);
  json.key("rows").begin_array();
  for (const auto& [group, sum] : groups) {
    json.begin_object();
    json.key("group").string(group);
    write_total(json, sum);
    json.end_object();
  }
  json.end_array();
  json.key("total").begin_object();
  write_total(json, total);
  json.end_object().end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
