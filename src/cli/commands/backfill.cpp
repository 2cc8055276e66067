#include <fmt/format.h>

#include <array>
#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"

namespace holdfast::cli {
namespace {

constexpr std::array<std::string_view, 4> state_names{"bound", "found", "written", "unknown"};

std::string_view name_of(Backfill::State state) {
  return state_names.at(static_cast<std::size_t>(state));
}

void print_json(Session& session, const std::vector<Backfill>& rows, Rehearsal rehearsal) {
  session.out() << fmt::format(R"({{"written":{},"accounts":[)", rehearsal == Rehearsal::no);
  bool first = true;
  for (const Backfill& row : rows) {
    session.out() << (first ? "" : ",")
                  << fmt::format(R"({{"account":{},"state":{},"owner":{},"source":{},"why":{}}})",
                                 json_quoted(row.account), json_quoted(name_of(row.state)),
                                 json_quoted(row.owner), json_quoted(row.source),
                                 json_quoted(row.why));
    first = false;
  }
  session.out() << "]}\n";
}

void print_rows(Session& session, const std::vector<Backfill>& rows) {
  std::vector<Line> lines;
  for (const Backfill& row : rows) {
    lines.push_back({row.account, std::string{name_of(row.state)}, row.owner,
                     row.state == Backfill::State::unknown ? row.why : row.source});
  }
  print_table(session.out(), {{"ACCOUNT"}, {"STATE"}, {"WALLET"}, {"FROM"}}, lines,
              session.table_form());
}

}  // namespace

int backfill(Session& session, Rehearsal rehearsal) {
  auto config = session.load_config(platform::Credentials::read);
  if (!config) return session.refuse(config.error());
  const auto rows = session.doors().backfill(*config, rehearsal);
  if (!rows) return session.refuse(rows.error());
  bool unknown = false;
  bool waiting = false;
  for (const Backfill& row : *rows) {
    unknown = unknown || row.state == Backfill::State::unknown;
    waiting = waiting || row.state == Backfill::State::found;
  }
  if (session.wants_json()) {
    print_json(session, *rows, rehearsal);
  } else if (rows->empty()) {
    session.out() << "Every account names its owner: there is nothing to write back.\n";
  } else {
    print_rows(session, *rows);
  }
  if (waiting) {
    session.err() << "Nothing was written. `holdfast accounts backfill --write` binds these "
                     "accounts to these wallets, for good.\n";
  }
  return unknown ? code(ExitCode::unknown) : 0;
}

}  // namespace holdfast::cli
