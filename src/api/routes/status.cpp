#include <fmt/format.h>

#include <algorithm>

#include "api/owners.hpp"
#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/valuation.hpp"
#include "api/write_values.hpp"

namespace holdfast::api::routes {
namespace {

struct Drifts {
  std::int64_t count{};
  std::int64_t cases{};
  std::optional<Money> at_stake;  // of those whose stake is known
  std::optional<UtcTime> first_seen;
};

Drifts count_drifts(const Replica& replica) {
  Drifts drifts;
  Sum<Money> sum;
  bool priced = false;
  for (const Case& open : replica.cases) {
    ++drifts.cases;
    if (!open.key) continue;
    ++drifts.count;
    if (!drifts.first_seen || open.opened_at < *drifts.first_seen)
      drifts.first_seen = open.opened_at;
    if (!open.at_stake) continue;
    sum.add(*open.at_stake);
    priced = true;
  }
  if (priced) drifts.at_stake = value_or_none(sum.total());
  return drifts;
}

// One sentence that stands beside the headline.
std::string sentence(const Replica& replica, const Drifts& drifts) {
  if (replica.accounts.empty()) return "no account is watched";
  std::string away;
  for (const AccountStatus& account : replica.accounts) {
    if (account.verdict != Verdict::unknown) continue;
    away += fmt::format("{}{}: {}", away.empty() ? "" : "; ", account.id.text,
                        account.error ? account.error->what : "no whole answer yet");
  }
  std::string text;
  if (drifts.count > 0) {
    text =
        fmt::format("{} of {} positions differ{}", drifts.count, replica.positions.size(),
                    drifts.at_stake ? fmt::format(", {} at stake", drifts.at_stake->text()) : "");
  }
  if (!away.empty()) text += (text.empty() ? "" : "; ") + away;
  if (text.empty())
    text = fmt::format("{} positions are what the venues say", replica.positions.size());
  return text;
}

// Null while any account has never answered: a part is no total.
void write_holdings_total(JsonWriter& json, const Picture& picture) {
  json.key("holdings");
  if (!picture.complete()) {
    json.null();
    return;
  }
  std::size_t total = 0;
  for (const AccountStatus& account : picture.replica().accounts) {
    total += account.snapshot->holdings().size();
  }
  json.integer(static_cast<std::int64_t>(total));
}

}  // namespace

Answer status(const Call& call) {
  const Replica& replica = call.replica();
  const Drifts drifts = count_drifts(replica);
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("verdict").string(name_of(replica.verdict));
  json.key("headline").string(headline_of(replica.verdict));
  json.key("exit_code").integer(exit_code_of(replica.verdict));
  json.key("text").string(sentence(replica, drifts));
  write_text_or_null(json, "environment", call.context.settings.environment);
  json.key("version").string(call.context.settings.version);
  write_holdings_total(json, call.picture);
  json.key("positions").integer(static_cast<std::int64_t>(replica.positions.size()));
  json.key("drifts").begin_object();
  json.key("count").integer(drifts.count);
  json.key("at_stake").amount(drifts.at_stake);
  write_time(json, "first_seen", drifts.first_seen);
  json.end_object();
  json.key("cases").integer(drifts.cases);
  json.key("venues").begin_array();
  for (const AccountStatus& account : replica.accounts) {
    write_account_status(json, account, call.picture);
  }
  json.end_array().end_object();
  return json_answer(json.take());
}

namespace {

// The last proof that this is the account that is meant; null for an account nobody watches.
void write_identity(JsonWriter& json, const AccountStatus* watched) {
  json.key("identity");
  if (watched == nullptr) {
    json.null();
    return;
  }
  json.begin_object();
  write_time(json, "asked_at", watched->identity_at);
  json.key("checks").begin_array();
  for (const IdentityCheck& check : watched->identity) {
    json.begin_object();
    json.key("name").string(check.name);
    json.key("passed").boolean(check.passed);
    json.key("text").string(check.text);
    json.key("fix").string(check.fix);
    write_text_or_null(json, "fault", check.passed ? "" : name_of(check.fault));
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

Answer accounts(const Call& call) {
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  const auto records = (*ledger)->accounts();
  if (!records) return ledger_problem(records.error());
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("accounts").begin_array();
  for (const AccountRecord& record : *records) {
    const AccountStatus* watched = call.picture.account(record.id);
    json.begin_object();
    json.key("id").string(record.id.text);
    json.key("venue").string(name_of(record.venue));
    json.key("owner").string(shown_owner(record.owner, call.context.settings));
    json.key("revision").integer(static_cast<std::int64_t>(record.revision));
    json.key("head").string(record.head);
    json.key("verdict").string(name_of(watched ? watched->verdict : Verdict::unknown));
    write_identity(json, watched);
    json.end_object();
  }
  json.end_array().end_object();
  return json_answer(json.take());
}

Answer public_config(const Call& call) {
  JsonWriter json;
  json.begin_object();
  write_text_or_null(json, "environment", call.context.settings.environment);
  write_text_or_null(json, "poly_address", call.context.settings.public_poly_address);
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
