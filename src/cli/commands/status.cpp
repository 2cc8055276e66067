#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/print/words.hpp"
#include "domain/verdict.hpp"
#include "platform/escape_controls.hpp"

namespace holdfast::cli {
namespace {

// What an account is worth as far as anybody knows: an old figure and a part are called so.
std::string value_words(const JsonTree& account) {
  const auto value = account.text("value");
  if (value.empty()) return "unknown";
  const bool old = account.text("verdict") == name_of(Verdict::unknown);
  std::string words = fmt::format("{}${}", old ? "last " : "", value);
  const auto excluded = account.text("value_excludes");
  if (!excluded.empty() && excluded != "0") {
    words += fmt::format(" without {} holding{}", excluded, excluded == "1" ? "" : "s");
  }
  return words;
}

Line row_of(const Session& session, const JsonTree& account, UtcTime now) {
  const std::string verdict{account.text("verdict")};
  const auto holdings = account.text("holdings");
  return {std::string{account.text("name")},
          Cell{verdict_words(verdict), session.paint_of(verdict)},
          std::string{holdings.empty() ? "unknown" : holdings},
          value_words(account),
          age_words(account.text("as_of"), now),
          std::string{account.text("witness")}};
}

std::string headline(const Session& session, const JsonTree& status) {
  const auto verdict = status.text("verdict");
  const auto badge = status.text("environment");
  const auto paint = session.paint_of(verdict);
  return fmt::format("{}{} {}{}{}   {}", paint, verdict_shape(verdict), status.text("headline"),
                     paint.empty() ? "" : "\x1b[0m",
                     badge.empty() ? "" : fmt::format(" [{}]", badge),
                     platform::escape_controls(status.text("text")));
}

std::vector<std::string> notes_of(const JsonTree& status) {
  std::vector<std::string> notes;
  for (const JsonTree& account : status.rows("venues")) {
    if (const auto trouble = account.text("error.what"); !trouble.empty()) {
      notes.push_back(
          fmt::format("{}: {}: {}", account.text("name"), account.text("error.fault"), trouble));
    }
    if (auto note = polled_only_words(account); !note.empty()) notes.push_back(std::move(note));
  }
  if (const auto cases = status.text("cases"); !cases.empty() && cases != "0") {
    notes.push_back(fmt::format("{} open case{}: holdfast cases", cases, cases == "1" ? "" : "s"));
  }
  return notes;
}

// The headline and what there is to remark go to `talk`, so that a pipe or a sheet can have the
// table alone.
void print_status(Session& session, const JsonTree& status, std::ostream& talk) {
  const UtcTime now = session.doors().now();
  std::vector<Line> rows;
  for (const JsonTree& account : status.rows("venues")) {
    rows.push_back(row_of(session, account, now));
  }
  talk << headline(session, status) << "\n\n";
  print_table(session.out(),
              {{"VENUE"},
               {"VERDICT"},
               {"HOLDINGS", Align::right},
               {"VALUE", Align::right},
               {"AGE", Align::right},
               {"WITNESS"}},
              rows, session.table_form());
  for (const std::string& note : notes_of(status)) {
    talk << "\n" << platform::escape_controls(note) << "\n";
  }
  if (session.table_form() != TableForm::aligned) return;
  if (status.text("verdict") == "drift") talk << "\nnext: holdfast drift\n";
  if (status.text("verdict") == "unknown") talk << "\nnext: holdfast doctor\n";
}

int tell(Session& session, const std::string& body, std::ostream& talk) {
  const auto tree = read_tree(body);
  if (!tree) return session.refuse(tree.error());
  if (session.wants_json()) {
    session.out() << body << std::endl;
  } else {
    print_status(session, *tree, talk);
    session.out().flush();
  }
  return code_of_verdict(tree->text("verdict"));
}

// Nobody watches, so everything the ledger says is as old as its last entry.
Result<std::string> status_of_ledger(Session& session, const Error& why) {
  auto config = session.load_config(platform::Credentials::leave);
  if (!config) return tl::make_unexpected(config.error());
  auto reader = session.doors().open_ledger(config->ledger.path);
  if (!reader) return tl::make_unexpected(why);
  auto positions = (*reader)->positions(PositionScope::open);
  auto accounts = (*reader)->accounts();
  if (!positions) return tl::make_unexpected(positions.error());
  if (!accounts) return tl::make_unexpected(accounts.error());
  platform::JsonWriter json;
  json.begin_object();
  json.key("verdict").string(name_of(Verdict::unknown));
  json.key("headline").string(headline_of(Verdict::unknown));
  json.key("text").string(
      fmt::format("{}. The ledger has {} open positions of {} accounts, and nobody knows whether "
                  "they are still "
                  "true",
                  why.what, positions->size(), accounts->size()));
  json.key("venues").begin_array();
  for (const AccountRecord& account : *accounts) {
    json.begin_object();
    json.key("name").string(account.id.text);
    json.key("venue").string(name_of(account.venue));
    json.key("verdict").string(name_of(Verdict::unknown));
    json.key("holdings").null();
    json.key("as_of").null();
    json.key("complete").boolean(false);
    json.key("witness").string("").end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace

int status(Session& session) {
  auto body = session.get("/api/v1/status");
  const bool silent = !body && (body.error().fault == Fault::unreachable ||
                                body.error().fault == Fault::unknown_outcome);
  if (silent) body = status_of_ledger(session, body.error());
  if (!body) return session.refuse(body.error());
  const bool alone = session.table_form() != TableForm::aligned;
  return tell(session, *body, alone ? session.err() : session.out());
}

// What `serve` says where it was started is for people, wherever it goes; a sheet is asked for.
int tell_status(Session& session, const std::string& body) {
  const bool sheet = session.table_form() == TableForm::csv;
  return tell(session, body, sheet ? session.err() : session.out());
}

}  // namespace holdfast::cli
