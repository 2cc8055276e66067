#include <fmt/format.h>

#include <algorithm>

#include "api/problem.hpp"
#include "api/write_contract.hpp"

namespace holdfast::api {
namespace {

bool among(std::initializer_list<VenueName> venues, VenueName venue) {
  return std::ranges::find(venues, venue) != venues.end();
}

bool was_asked_in_vain(const Call& call, const AccountStatus& account) {
  if (!call.asked || call.asked->outcome) return false;
  const auto& accounts = call.asked->accounts;
  return accounts.empty() || std::ranges::find(accounts, account.id) != accounts.end();
}

// Moments and not ages: a text that changes by itself would make every answer a new one.
std::string trouble(const Call& call, const AccountStatus& account) {
  std::string what;
  if (account.error) {
    what = account.error->what;
  } else if (!account.snapshot) {
    what = "no whole answer yet";
  } else if (was_asked_in_vain(call, account)) {
    what = "a fresh pass did not end in time";
  } else if (account.verdict == Verdict::unknown) {
    what = "the last word is too old or doubted";
  } else {
    return "";
  }
  if (!account.snapshot) return fmt::format("{}: {}; nothing is known", account.id.text, what);
  return fmt::format("{}: {}; the last whole answer is of {}", account.id.text, what,
                     iso_text(account.snapshot->as_of()));
}

}  // namespace

ContractErrors errors_of(const Call& call, std::initializer_list<VenueName> venues) {
  ContractErrors errors;
  for (const AccountStatus& account : call.replica().accounts) {
    if (!among(venues, account.venue)) continue;
    const std::string text = trouble(call, account);
    if (text.empty()) continue;
    std::string& all = errors[std::string{name_of(account.venue)}];
    all += (all.empty() ? "" : "; ") + text;
  }
  return errors;
}

std::optional<Answer> nothing_known(const Call& call, std::initializer_list<VenueName> venues) {
  std::size_t watched = 0;
  std::string names;
  for (const VenueName venue : venues) {
    names += (names.empty() ? "" : ", ") + std::string{name_of(venue)};
  }
  for (const AccountStatus& account : call.replica().accounts) {
    if (!among(venues, account.venue)) continue;
    if (account.snapshot) return std::nullopt;
    ++watched;
  }
  if (watched == 0) {
    return not_ready(
        fmt::format("No account of {} is watched, so what is held there is not known.", names),
        "Configure one (docs/operating/config.md) and restart the daemon.");
  }
  std::string detail = "There is no complete snapshot yet.";
  for (const auto& [venue, text] : errors_of(call, venues)) detail += " " + text + ".";
  return not_ready(std::move(detail), "Ask again soon; GET /api/v1/status shows each account.");
}

void write_errors(JsonWriter& json, const ContractErrors& errors) {
  if (errors.empty()) return;
  json.key("errors").begin_object();
  for (const auto& [venue, text] : errors) json.key(venue).string(text);
  json.end_object();
}

}  // namespace holdfast::api
