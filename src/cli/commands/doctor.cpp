#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/print/words.hpp"
#include "cli/uncertain.hpp"
#include "net/host_port.hpp"
#include "platform/escape_controls.hpp"

namespace holdfast::cli {
namespace {

using platform::escape_controls;
using Checks = std::vector<IdentityCheck>;
using Points = std::vector<UncertainPoint>;

constexpr std::uint64_t mebibyte = 1ULL << 20U;
constexpr std::uint64_t free_mib_min = 256;

void check_disk(Checks& checks, const platform::Config& config) {
  namespace fs = std::filesystem;
  fs::path folder = fs::path{config.ledger.path}.parent_path();
  while (!folder.empty() && !fs::exists(folder)) folder = folder.parent_path();
  struct statvfs disk{};
  if (::statvfs(folder.c_str(), &disk) != 0) {
    checks.push_back(
        {"disk", false, "cannot look at " + folder.string(), "choose another ledger.path"});
    return;
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    checks.push_back({"disk", false, "Holdfast may not write into " + folder.string(),
                      "give its user that folder, or choose another ledger.path"});
    return;
  }
  const std::uint64_t free_mib = disk.f_bavail * disk.f_frsize / mebibyte;
  checks.push_back({"disk", free_mib >= free_mib_min,
                    fmt::format("{} MiB free below {}", free_mib, folder.string()),
                    free_mib >= free_mib_min ? ""
                                             : "free some space: a ledger that cannot write "
                                               "changes nothing"});
}

void check_ledger(Checks& checks, Session& session, const platform::Config& config) {
  if (!std::filesystem::exists(config.ledger.path)) {
    checks.push_back(
        {"ledger", true, "none yet; the daemon makes it at " + config.ledger.path, ""});
    return;
  }
  auto reader = session.doors().open_ledger(config.ledger.path);
  if (!reader) {
    checks.push_back(
        {"ledger", false, reader.error().what, "see docs/operating/faults.md: storage"});
    return;
  }
  const auto report = (*reader)->verify();
  const bool sound = report && report->findings.empty();
  checks.push_back(
      {"ledger", sound,
       !report ? report.error().what
       : sound ? fmt::format("{} entries, chain and projections fit", report->entries)
               : report->findings.front(),
       sound ? "" : "restore a backup, or keep the file and ask: holdfast ledger verify"});
}

void check_identity(Checks& checks, Session& session, const platform::Config& config) {
  if (config.accounts.empty()) {
    checks.push_back({"accounts", false, "no account is configured here",
                      "name one in holdfast.toml or .env (docs/operating/config.md)"});
    return;
  }
  auto heard = session.doors().identify(config);
  if (!heard) {
    checks.push_back({"accounts", false, heard.error().what, "mend it and run doctor again"});
    return;
  }
  for (IdentityCheck& check : *heard) checks.push_back(std::move(check));
}

// What a configuration that can be used warns of: said, and no failure.
constexpr auto warning = "warning";

void check_warnings(Checks& checks, const platform::Config& config) {
  for (const std::string& text : config.warnings) checks.push_back({warning, true, text, ""});
}

// When the account that waits longest was asked.
std::string last_pass(const JsonTree& status, UtcTime now) {
  std::string oldest;
  for (const JsonTree& account : status.rows("venues")) {
    const std::string at{account.text("asked_at")};
    if (at.empty()) return "not every account was asked yet";
    if (oldest.empty() || at < oldest) oldest = at;
  }
  return oldest.empty() ? "no account is watched"
                        : fmt::format("last pass over all accounts {} ago", age_words(oldest, now));
}

// None that watches is no failure: who has not started one yet wants to know the rest. One that
// does not answer is.
void check_daemon(Checks& checks, Session& session, const platform::Config& config) {
  const auto body = session.get("/api/v1/status");
  const auto status = body ? read_tree(*body) : tl::make_unexpected(body.error());
  if (!status) {
    const bool absent = status.error().fault == Fault::unreachable;
    checks.push_back({"daemon", absent, (absent ? "no daemon watches: " : "") + status.error().what,
                      absent ? "" : "mend it and run doctor again", status.error().fault});
    return;
  }
  checks.push_back(
      {"daemon", true,
       fmt::format("answers at http://{}, {}", net::host_port(config.http.bind, config.http.port),
                   last_pass(*status, session.doors().now())),
       ""});
  // What its streams have no room for is no failure: it is read by polling.
  for (const JsonTree& venue : status->rows("venues")) {
    auto words = polled_only_words(venue);
    if (!words.empty()) checks.push_back({"streams", true, std::move(words), ""});
  }
}

void print_json(Session& session, const Checks& checks) {
  session.out() << "{\"checks\":[";
  bool first = true;
  for (const IdentityCheck& check : checks) {
    session.out() << (first ? "" : ",")
                  << fmt::format(R"({{"name":{},"passed":{},"text":{},"fix":{},"fault":{}}})",
                                 json_quoted(check.name), check.passed, json_quoted(check.text),
                                 json_quoted(check.fix),
                                 check.passed ? "null" : json_quoted(name_of(check.fault)));
    first = false;
  }
  session.out() << "]";
}

// What the venues showed, beside what is rested on until it is known.
void add_what_is_seen(Points& points, Session& session, const platform::Config& config) {
  auto findings = session.doors().probe(config);
  if (!findings) {
    session.err() << "holdfast: the venues could not be probed: " << findings.error().what << "\n";
    return;
  }
  for (ProbeFinding& finding : *findings) {
    const auto point = std::ranges::find(points, finding.point, &UncertainPoint::id);
    if (point != points.end()) point->seen.push_back(std::move(finding.seen));
  }
}

std::string json_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ",") + json_quoted(text);
  return "[" + list + "]";
}

void print_points(Session& session, const Points& points) {
  if (session.wants_json()) {
    session.out() << R"(,"uncertain":[)";
    bool first = true;
    for (const UncertainPoint& one : points) {
      session.out() << (first ? "" : ",")
                    << fmt::format(
                           R"({{"id":{},"venue":{},"question":{},"default":{},"simulator":{},)"
                           R"("probe":{},"seen":{}}})",
                           json_quoted(one.id), json_quoted(one.venue), json_quoted(one.question),
                           json_quoted(one.reading), json_quoted(one.simulator),
                           json_quoted(one.probe), json_list(one.seen));
      first = false;
    }
    session.out() << "]";
    return;
  }
  session.out() << "\nWhat nobody knows for certain of these venues: what is rested on, and what "
                   "was seen just now or how to see it by hand:\n";
  for (const UncertainPoint& one : points) {
    session.out() << fmt::format("? {} {}: {}\n    here: {}\n    simulator: {}\n", one.id,
                                 one.venue, one.question, one.reading, one.simulator);
    for (const std::string& seen : one.seen) session.out() << "    seen: " << seen << "\n";
    if (one.seen.empty()) session.out() << "    by hand: " << one.probe << "\n";
  }
}

void print_text(Session& session, const Checks& checks) {
  for (const IdentityCheck& check : checks) {
    const auto* const shape = !check.passed ? "■" : check.name == warning ? "▲" : "●";
    session.out() << escape_controls(fmt::format("{} {:<28} {}", shape, check.name, check.text))
                  << "\n";
    if (!check.passed && !check.fix.empty()) session.out() << "    fix: " << check.fix << "\n";
  }
}

int say(Session& session, const Checks& checks, const Points& points = {}) {
  if (session.wants_json()) {
    print_json(session, checks);
  } else {
    print_text(session, checks);
  }
  if (!points.empty()) print_points(session, points);
  if (session.wants_json()) session.out() << "}\n";
  for (const IdentityCheck& check : checks) {
    if (!check.passed) return code(ExitCode::failure);
  }
  return 0;
}

}  // namespace

int doctor(Session& session, Probe probe) {
  Checks checks;
  Points points;
  auto config = session.load_config(platform::Credentials::read);
  if (!config) {
    checks.push_back({"configuration", false, config.error().what, "mend it and run doctor again"});
  } else {
    checks.push_back({"configuration", true,
                      fmt::format("{} accounts, mode {}", config->accounts.size(),
                                  platform::name_of(config->mode)),
                      ""});
    check_warnings(checks, *config);
    check_disk(checks, *config);
    check_ledger(checks, session, *config);
    check_identity(checks, session, *config);
    check_daemon(checks, session, *config);
    if (probe == Probe::yes) {
      points = uncertain_points_of(*config);
      add_what_is_seen(points, session, *config);
    }
  }
  return say(session, checks, points);
}

int identify(Session& session) {
  auto config = session.load_config(platform::Credentials::read);
  if (!config) return session.refuse(config.error());
  Checks checks;
  check_identity(checks, session, *config);
  return say(session, checks);
}

}  // namespace holdfast::cli
