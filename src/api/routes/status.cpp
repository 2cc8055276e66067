#include <fmt/format.h>

#include <algorithm>

#include "api/differences.hpp"
#include "api/owners.hpp"
#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"
#include "core/counted.hpp"

namespace holdfast::api::routes {
namespace {

std::optional<UtcTime> first_seen(const std::vector<Difference>& drifts) {
  std::optional<UtcTime> first;
  for (const Difference& one : drifts) {
    if (!first || one.about->opened_at < *first) first = one.about->opened_at;
  }
  return first;
}

// Why nobody knows whether it agrees; empty: somebody does.
std::string trouble_of(const AccountStatus& account, const Replica& replica) {
  if (account.verdict != Verdict::unknown) return "";
  if (account.current) {
    const auto rows = std::ranges::count_if(replica.cases, [&](const Case& one) {
      return one.account == account.id && one.reason == CaseReason::unknown_row;
    });
    return counted(rows, "row", "rows") + " cannot be read";
  }
  if (account.error) return account.error->what;
  return account.snapshot ? "its last whole answer is too old" : "no whole answer yet";
}

// What is known to differ, and how much of it; a row that cannot be read is not known to.
std::string differing(const std::vector<Difference>& drifts, std::size_t positions) {
  std::vector<Difference> known = drifts;
  std::erase_if(known,
                [](const Difference& one) { return one.about->reason == CaseReason::unknown_row; });
  if (known.empty()) return "";
  const Stakes stakes = stakes_of(known);
  const std::string amount = !stakes.known()         ? "an unknown amount"
                             : stakes.unknown() == 0 ? stakes.known()->text()
                                                     : "at least " + stakes.known()->text();
  return fmt::format("{} of {} {}, {} at stake", known.size(),
                     counted(static_cast<std::int64_t>(positions), "position", "positions"),
                     known.size() == 1 ? "differs" : "differ", amount);
}

// One sentence that stands beside the headline.
std::string sentence(const Replica& replica, const std::vector<Difference>& drifts) {
  if (replica.accounts.empty()) return "no account is watched";
  std::string text = differing(drifts, replica.positions.size());
  const auto say = [&](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  };
  for (const AccountStatus& account : replica.accounts) {
    const std::string trouble = trouble_of(account, replica);
    if (!trouble.empty()) say(account.id.text + ": " + trouble);
  }
  for (const Case& one : replica.cases) {
    // All that it was about has ended, each with a witness: somebody should hear of it all the
    // same.
    if (one.reason == CaseReason::brake && one.keys.empty())
      say(one.account.text + ": " + one.text);
  }
  if (!text.empty()) return text;
  return counted(std::ssize(replica.positions), "position is what its venue says",
                 "positions are what the venues say");
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
  const std::vector<Difference> drifts = differences(call.picture);
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
  json.key("count").integer(std::ssize(drifts));
  json.key("at_stake").amount(stakes_of(drifts).known());
  write_time(json, "first_seen", first_seen(drifts));
  json.end_object();
  json.key("cases").integer(std::ssize(replica.cases));
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
