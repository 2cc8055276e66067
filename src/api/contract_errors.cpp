#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "api/problem.hpp"
#include "api/write_contract.hpp"
#include "core/counted.hpp"

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

// Why the account's newest word is missing; empty: it is there. Moments and not ages: a text that
// changes by itself would make every answer a new one.
std::string silence_of(const Call& call, const AccountStatus& account) {
  std::string what;
  if (account.error) {
    what = account.error->what;
  } else if (!account.snapshot) {
    what = "no whole answer yet";
  } else if (was_asked_in_vain(call, account)) {
    what = "a fresh pass did not end in time";
  } else if (!account.current) {
    what = "the last word is too old";
  } else {
    return "";
  }
  if (!account.snapshot) return what + "; nothing is known";
  return what + "; the last whole answer is of " + iso_text(account.snapshot->as_of());
}

// Of those rows nobody knows how much is held, not even whether anything is.
std::vector<const Holding*> unread_rows(const AccountStatus& account) {
  std::vector<const Holding*> unread;
  if (!account.snapshot) return unread;
  for (const auto& [key, row] : account.snapshot->holdings()) {
    if (!row.quantity) unread.push_back(&row);
  }
  return unread;
}

std::string names_of(const std::vector<const Holding*>& unread) {
  constexpr std::ptrdiff_t named_max = 5;
  std::string names;
  for (const Holding* row : unread | std::views::take(named_max)) {
    names += (names.empty() ? "" : "; ") + row->key.instrument.text;
    if (!row->flaw.empty()) names += " (" + row->flaw + ")";
  }
  const auto more = std::ssize(unread) - named_max;
  return more > 0 ? fmt::format("{}; and {} more", names, more) : names;
}

std::string trouble(const Call& call, const AccountStatus& account) {
  std::string text = silence_of(call, account);
  if (const auto unread = unread_rows(account); !unread.empty()) {
    text += fmt::format("{}{} cannot be read, the others go on: {}", text.empty() ? "" : "; ",
                        counted(std::ssize(unread), "row", "rows"), names_of(unread));
  }
  return text.empty() ? "" : account.id.text + ": " + text;
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

bool is_unheard(const Call& call, VenueName venue) {
  bool watched = false;
  for (const AccountStatus& account : call.replica().accounts) {
    if (account.venue != venue) continue;
    if (account.snapshot) return false;
    watched = true;
  }
  return watched;
}

void write_ending(JsonWriter& json, const Call& call, std::initializer_list<VenueName> venues,
                  const ContractErrors& errors) {
  const bool whole =
      std::ranges::all_of(call.replica().accounts, [&](const AccountStatus& account) {
        return !among(venues, account.venue) || unread_rows(account).empty();
      });
  write_envelope(json, call.picture, std::nullopt, whole);
  write_errors(json, errors);
}

void write_errors(JsonWriter& json, const ContractErrors& errors) {
  if (errors.empty()) return;
  json.key("errors").begin_object();
  for (const auto& [venue, text] : errors) json.key(venue).string(text);
  json.end_object();
}

}  // namespace holdfast::api
