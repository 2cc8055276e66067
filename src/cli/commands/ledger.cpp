#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"

namespace holdfast::cli {
namespace {

Result<std::unique_ptr<LedgerReader>> open(Session& session) {
  auto config = session.load_config(platform::Credentials::leave);
  if (!config) return tl::make_unexpected(config.error());
  return session.doors().open_ledger(config->ledger.path);
}

}  // namespace

int ledger_verify(Session& session) {
  auto reader = open(session);
  if (!reader) return session.refuse(reader.error());
  const auto report = (*reader)->verify();
  if (!report) return session.refuse(report.error());
  if (session.wants_json()) {
    std::string findings;
    for (const std::string& finding : report->findings) {
      findings += (findings.empty() ? "" : ",") + json_quoted(finding);
    }
    session.out() << fmt::format(R"({{"accounts":{},"entries":{},"findings":[{}]}})",
                                 report->accounts, report->entries, findings)
                  << "\n";
  } else {
    for (const std::string& finding : report->findings) session.out() << "■ " << finding << "\n";
    session.out() << fmt::format("{} accounts, {} entries: {}\n", report->accounts, report->entries,
                                 report->findings.empty()
                                     ? "the ledger is what its journal says"
                                     : fmt::format("{} findings", report->findings.size()));
  }
  return report->findings.empty() ? 0 : code(ExitCode::failure);
}

int ledger_backup(Session& session, const std::string& path) {
  auto reader = open(session);
  if (!reader) return session.refuse(reader.error());
  if (auto made = (*reader)->backup(path); !made) return session.refuse(made.error());
  if (session.wants_json()) {
    session.out() << fmt::format(R"({{"backup":{}}})", json_quoted(path)) << "\n";
  } else {
    session.out() << "Backup written to " << path << ".\n";
  }
  return 0;
}

}  // namespace holdfast::cli
