#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/answers.hpp"
#include "cli/commands/lists.hpp"
#include "cli/exit_code.hpp"
#include "cli/listing.hpp"
#include "domain/verdict.hpp"

namespace holdfast::cli {
namespace {

using Rows = std::vector<Listing::Row>;

std::string target_of(const ListCommand& command, const ListWish& wish) {
  std::string target{command.target};
  const auto ask = [&](std::string_view field, const std::string& value) {
    if (value.empty()) return;
    target += target.find('?') == std::string::npos ? "?" : "&";
    target += fmt::format("{}={}", field, url_quoted(value));
  };
  ask("at", wish.at);
  ask("instrument", wish.instrument);
  ask("account", wish.account);
  ask("scope", wish.ended ? "all" : "");
  return target;
}

void print_nothing(Session& session, const ListCommand& command, std::string_view as_of,
                   const Answers& answers) {
  if (!answers.silent.empty()) {
    session.out() << fmt::format("Unknown: {}. Otherwise: ", answers.silent_names());
  }
  session.out() << command.nothing
                << (as_of.empty() ? " No complete answer yet." : fmt::format(" As of {}.", as_of))
                << "\n";
}

// What a case is about: its own key, or how many it holds; `cases confirm` shows them.
std::string position_of(const JsonTree& row) {
  const auto& keys = row.rows("keys");
  if (keys.empty()) return std::string{row.text("key")};
  if (keys.size() == 1) return std::string{keys.front().text("")};
  return fmt::format("{} positions", keys.size());
}

Cell cell_of(const Session& session, const JsonTree& row, const ListColumn& column) {
  if (column.field == "key") return position_of(row);
  const auto text = row.text(column.field);
  // Unknown is a word, never a blank that reads like nothing.
  const bool figure = column.align == Align::right;
  return {std::string{text.empty() && figure ? "unknown" : text},
          column.field == "verdict" ? session.paint_of(text) : std::string_view{}};
}

void print_rows(Session& session, const ListCommand& command, const ListWish& wish,
                const Rows& rows) {
  std::vector<ListColumn> shown = command.columns;
  std::erase_if(shown, [&](const ListColumn& column) {
    return (column.shown == Shown::of_the_present && !wish.at.empty()) ||
           (column.shown == Shown::with_ended && !wish.ended);
  });
  std::vector<Column> columns;
  for (const ListColumn& column : shown) {
    columns.push_back({std::string{column.title}, column.align});
  }
  std::vector<Line> cells;
  for (const auto& row : rows) {
    auto& line = cells.emplace_back();
    for (const ListColumn& column : shown) line.push_back(cell_of(session, row.tree, column));
  }
  print_table(session.out(), columns, cells, session.table_form());
}

// 0 is a program's leave to enter: every gate that is shown is open, and there is one.
int code_of_gates(const Rows& rows) {
  if (rows.empty()) return exit_code_of(Verdict::unknown);
  Verdict worst = Verdict::agrees;
  for (const auto& row : rows) {
    const auto gate = row.tree.text("gate");
    if (gate == "open") continue;
    worst = worse(worst, gate == "reduce_only" ? Verdict::drift : Verdict::unknown);
  }
  return exit_code_of(worst);
}

int code_of(const ListCommand& command, const Rows& rows, const Answers& answers) {
  switch (command.traits.ends) {
    case Ends::by_verdict:
      return code_of_verdict(answers.verdict);
    case Ends::by_gates:
      return code_of_gates(rows);
    case Ends::answered:
      break;
  }
  return 0;
}

}  // namespace

int show_list(Session& session, const ListCommand& command, const ListWish& wish) {
  auto listing = Listing::read(session, target_of(command, wish), command.rows);
  if (!listing) return session.refuse(listing.error());
  if (wish.since) listing->keep_since(*wish.since);
  if (wish.last) listing->keep_last(*wish.last);
  // A past moment rests on the ledger alone.
  const bool by_answers = command.traits.by_answers && wish.at.empty();
  const auto answers = by_answers ? ask_answers(session) : Result<Answers>{};
  if (!answers) return session.refuse(answers.error());
  if (session.wants_json()) {
    session.out() << listing->json() << "\n";
  } else if (listing->rows().empty() && session.table_form() == TableForm::aligned) {
    print_nothing(session, command, listing->as_of(), *answers);
  } else {
    print_rows(session, command, wish, listing->rows());
  }
  say_silent(session, *answers);
  return code_of(command, listing->rows(), *answers);
}

}  // namespace holdfast::cli
