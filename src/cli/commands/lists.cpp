#include "cli/commands/lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace holdfast::cli {

const std::vector<ListCommand>& list_commands() {
  static const std::vector<ListCommand> commands{
      {"positions",
       "what the ledger says is held, beside the venue's word",
       "/api/v1/ledger/positions?scope=open",
       "positions",
       "No open positions.",
       {{"POSITION", "key"},
        {"TITLE", "title"},
        {"SIDE", "side"},
        {"LEDGER", "quantity", Align::right},
        {"VENUE", "at_source", Align::right, true},
        {"COST", "cost", Align::right},
        {"VALUE", "value", Align::right, true},
        {"PNL", "unrealized_pnl", Align::right, true},
        {"PHASE", "phase", Align::left, true},
        {"VERDICT", "verdict", Align::left, true}},
       true},
      {"holdings",
       "what the venues say is held",
       "/api/v1/holdings",
       "holdings",
       "No holdings.",
       {{"ACCOUNT", "account"},
        {"SUB", "subaccount", Align::right},
        {"INSTRUMENT", "instrument"},
        {"OUTCOME", "outcome"},
        {"SIDE", "side"},
        {"QUANTITY", "quantity", Align::right},
        {"VALUE", "value", Align::right},
        {"AS OF", "as_of"},
        {"VERDICT", "verdict"}}},
      {"drift",
       "where ledger and venue differ",
       "/api/v1/drifts",
       "drifts",
       "No drift.",
       {{"POSITION", "key"},
        {"REASON", "reason"},
        {"STATE", "state"},
        {"LEDGER", "ours", Align::right},
        {"VENUE", "theirs", Align::right},
        {"AT STAKE", "at_stake", Align::right},
        {"SEEN", "sightings", Align::right},
        {"SINCE", "first_seen"},
        {"WHY", "text"}}},
      {"history",
       "closed positions and what closed them",
       "/api/v1/history?limit=1000",
       "positions",
       "No closed positions.",
       {{"POSITION", "key"},
        {"TITLE", "title"},
        {"CLOSED", "closed_at"},
        {"QUANTITY", "closed_quantity", Align::right},
        {"PNL", "realized_pnl", Align::right},
        {"UNPRICED", "unpriced", Align::right},
        {"FEES", "fees", Align::right},
        {"BY", "ended_by"},
        {"PHASE", "phase"},
        {"EVIDENCE", "closing.kind"},
        {"ID", "closing.id"}},
       true},
      {"accounts",
       "the accounts the ledger knows",
       "/api/v1/accounts",
       "accounts",
       "No accounts.",
       {{"ACCOUNT", "id"},
        {"VENUE", "venue"},
        {"OWNER", "owner"},
        {"REVISION", "revision", Align::right},
        {"VERDICT", "verdict"},
        {"HEAD", "head"}}},
      {"cases",
       "one case per discrepancy; confirm, dismiss and note are a person's word",
       "/api/v1/cases",
       "cases",
       "No open cases.",
       {{"CASE", "id"},
        {"ACCOUNT", "account"},
        {"REASON", "reason"},
        {"STATE", "state"},
        {"AT STAKE", "at_stake", Align::right},
        {"OPENED", "opened_at"},
        {"WHY", "text"},
        {"WAITS FOR", "waits_text"},
        {"NOTE", "note"}}},
      {"alerts",
       "what there is to say, one message a case; `cases dismiss` silences one",
       "/api/v1/alerts",
       "alerts",
       "Nothing to say.",
       {{"SEVERITY", "severity"},
        {"STATE", "state"},
        {"RAISED", "raised_at"},
        {"EDITED", "edited_at"},
        {"CASE", "case"},
        {"TEXT", "text"}}},
      {"gate",
       "may a program enter? by instrument; exits are never blocked",
       "/api/v1/gates",
       "gates",
       "No accounts.",
       {{"ACCOUNT", "account"},
        {"INSTRUMENT", "instrument"},
        {"GATE", "gate"},
        {"REASON", "reason"},
        {"CASE", "case"},
        {"EXITS", "exits"}}},
      {"events",
       "what happened, newest last",
       "/api/v1/events?limit=1000",
       "events",
       "Nothing happened yet.",
       {{"ID", "id", Align::right},
        {"AT", "at"},
        {"ACCOUNT", "account"},
        {"EVENT", "kind"},
        {"TEXT", "text"}}},
      {"books",
       "other programs' books",
       "/api/v1/books",
       "books",
       "No books: set POSITIONS_PATH or [[book]] in holdfast.toml, or `holdfast books add NAME "
       "FILE`.",
       {{"BOOK", "name"}, {"READ", "read_at"}, {"ROWS", "rows", Align::right}, {"ERROR", "error"}}},
  };
  return commands;
}

namespace {

// What comes after the first page, page by page: a list on the command line is complete. Lists that
// come in pages name their limit, so the place goes on behind it.
Result<std::vector<JsonTree>> later_rows(Session& session, std::string_view list,
                                         const std::string& target, std::string after) {
  std::vector<JsonTree> rows;
  while (!after.empty()) {
    auto body = session.get(fmt::format("{}&after={}", target, after));
    if (!body) return tl::make_unexpected(body.error());
    const auto tree = read_tree(*body);
    if (!tree) return tl::make_unexpected(tree.error());
    const auto& more = tree->rows(list);
    rows.insert(rows.end(), more.begin(), more.end());
    after = tree->text("next_after");
  }
  return rows;
}

}  // namespace

const ListCommand* find_list(std::string_view name) {
  const auto& commands = list_commands();
  const auto found = std::ranges::find(commands, name, &ListCommand::name);
  return found == commands.end() ? nullptr : &*found;
}

int show_list(Session& session, const ListCommand& command, const ListWish& wish) {
  std::string target{command.target};
  const auto ask = [&](std::string_view field, const std::string& value) {
    if (value.empty()) return;
    target += target.find('?') == std::string::npos ? "?" : "&";
    target += fmt::format("{}={}", field, url_quoted(value));
  };
  ask("at", wish.at);
  ask("instrument", wish.instrument);
  auto body = session.get(target);
  if (!body) return session.refuse(body.error());
  if (session.wants_json()) {
    session.out() << *body << "\n";
    return 0;
  }
  const auto tree = read_tree(*body);
  if (!tree) return session.refuse(tree.error());
  auto rows = tree->rows(command.rows);
  const auto later =
      later_rows(session, command.rows, target, std::string{tree->text("next_after")});
  if (!later) return session.refuse(later.error());
  rows.insert(rows.end(), later->begin(), later->end());
  if (rows.empty() && session.table_form() == TableForm::aligned) {
    const auto as_of = tree->text("as_of");
    session.out() << command.nothing
                  << (as_of.empty() ? " No complete answer yet." : fmt::format(" As of {}.", as_of))
                  << "\n";
    return 0;
  }
  std::vector<ListColumn> shown = command.columns;
  if (!wish.at.empty()) std::erase_if(shown, &ListColumn::present_only);
  std::vector<Column> columns;
  for (const ListColumn& column : shown) {
    columns.push_back({std::string{column.title}, column.align});
  }
  std::vector<Line> cells;
  for (const JsonTree& row : rows) {
    auto& line = cells.emplace_back();
    for (const ListColumn& column : shown) {
      const auto text = row.text(column.field);
      // Unknown is a word, never a blank that reads like nothing.
      const bool figure = column.align == Align::right;
      line.emplace_back(std::string{text.empty() && figure ? "unknown" : text},
                        column.field == "verdict" ? session.paint_of(text) : std::string_view{});
    }
  }
  print_table(session.out(), columns, cells, session.table_form());
  return 0;
}

}  // namespace holdfast::cli
