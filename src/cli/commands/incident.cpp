#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"

namespace holdfast::cli {
namespace {

// A case is understood from a moment at which nothing of its account was open.
UtcTime quiet_before(const Case& incident, const std::vector<Case>& cases) {
  UtcTime from = incident.opened_at;
  for (bool moved = true; moved;) {
    moved = false;
    for (const Case& other : cases) {
      const bool overlaps = other.account == incident.account && other.opened_at < from &&
                            (!other.closed_at || *other.closed_at >= from);
      if (!overlaps) continue;
      from = other.opened_at;
      moved = true;
    }
  }
  return from;
}

Result<void> write_bundle(Session& session, const std::string& path, const std::string& case_id) {
  auto config = session.load_config(platform::Credentials::leave);
  if (!config) return tl::make_unexpected(config.error());
  auto reader = session.doors().open_ledger(config->ledger.path);
  if (!reader) return tl::make_unexpected(reader.error());
  if (case_id.empty()) return (*reader)->backup(path);
  const auto cases = (*reader)->cases(false);
  if (!cases) return tl::make_unexpected(cases.error());
  const auto found = std::ranges::find(*cases, CaseId{case_id}, &Case::id);
  if (found == cases->end()) {
    return fail(Fault::refused,
                "no case is called " + case_id + "; `holdfast cases` lists the open ones");
  }
  return (*reader)->bundle(path, found->account, quiet_before(*found, *cases),
                           found->closed_at.value_or(UtcTime::max()));
}

std::string json_of(const Replayed& account) {
  return fmt::format(
      R"({{"account":{},"passes":{},"decided":{},"copied":{},"head":{},"same":{},"difference":{}}})",
      json_quoted(account.account), account.passes, account.decided, account.copied,
      json_quoted(account.head), account.difference.empty(), json_quoted(account.difference));
}

}  // namespace

int bundle(Session& session, const std::string& path, const std::string& case_id) {
  if (auto made = write_bundle(session, path, case_id); !made) return session.refuse(made.error());
  if (session.wants_json()) {
    session.out() << fmt::format(R"({{"bundle":{}}})", json_quoted(path)) << "\n";
  } else {
    session.out() << fmt::format(
        "{} holds the journal, the cases and what the venues answered. It names your accounts and "
        "positions and no key.\n`holdfast replay {}` runs it again.\n",
        path, path);
  }
  return 0;
}

int replay(Session& session, const std::string& path) {
  const auto config = session.load_config(platform::Credentials::leave);
  if (!config) return session.refuse(config.error());
  const auto accounts = session.doors().replay(*config, path);
  if (!accounts) return session.refuse(accounts.error());
  const bool same = std::ranges::all_of(
      *accounts, [](const Replayed& account) { return account.difference.empty(); });
  if (session.wants_json()) {
    std::string all;
    for (const Replayed& account : *accounts) all += (all.empty() ? "" : ",") + json_of(account);
    session.out() << fmt::format(R"({{"accounts":[{}]}})", all) << "\n";
    return same ? 0 : code(ExitCode::failure);
  }
  for (const Replayed& account : *accounts) {
    session.out() << fmt::format(
        "{}: {} passes run again, {} entries decided as then, {} taken over: {}\n", account.account,
        account.passes, account.decided, account.copied,
        account.difference.empty() ? "the same ledger hash " + account.head
                                   : "■ " + account.difference);
  }
  return same ? 0 : code(ExitCode::failure);
}

}  // namespace holdfast::cli
