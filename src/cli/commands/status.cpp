#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/print/words.hpp"
#include "domain/verdict.hpp"

namespace holdfast::cli {
namespace {

void print_status(Session& session, const JsonTree& status) {
  const UtcTime now = session.doors().now();
  const auto paint = session.paint_of(status.text("verdict"));
  session.out() << fmt::format("{}{} {}{}   {}\n\n", paint, verdict_shape(status.text("verdict")),
                               status.text("headline"), paint.empty() ? "" : "\x1b[0m",
                               status.text("text"));
  std::vector<Line> rows;
  std::vector<std::string> notes;
  for (const JsonTree& venue : status.rows("venues")) {
    const std::string verdict{venue.text("verdict")};
    const auto value = venue.text("value");
    rows.push_back(
        {std::string{venue.text("name")}, Cell{verdict_words(verdict), session.paint_of(verdict)},
         std::string{venue.text("holdings")}, value.empty() ? "unknown" : "$" + std::string{value},
         age_words(venue.text("as_of"), now), std::string{venue.text("witness")}});
    if (const auto trouble = venue.text("error.what"); !trouble.empty()) {
      notes.push_back(
          fmt::format("{}: {}: {}", venue.text("name"), venue.text("error.fault"), trouble));
    }
    if (auto note = polled_only_words(venue); !note.empty()) notes.push_back(std::move(note));
  }
  print_table(session.out(),
              {{"VENUE"},
               {"VERDICT"},
               {"HOLDINGS", Align::right},
               {"VALUE", Align::right},
               {"AGE", Align::right},
               {"WITNESS"}},
              rows, session.table_form());
  for (const std::string& note : notes) session.out() << "\n" << note << "\n";
  if (session.table_form() != TableForm::aligned) return;
  if (status.text("verdict") == "drift") session.out() << "\nnext: holdfast drift\n";
  if (status.text("verdict") == "unknown") session.out() << "\nnext: holdfast doctor\n";
}

// Nobody watches, so everything the ledger says is as old as its last entry.
int status_of_ledger(Session& session, const Error& why) {
  auto config = session.load_config(platform::Credentials::leave);
  if (!config) return session.refuse(config.error());
  auto reader = session.doors().open_ledger(config->ledger.path);
  if (!reader) return session.refuse(why);
  auto positions = (*reader)->positions(PositionScope::open);
  auto accounts = (*reader)->accounts();
  if (!positions) return session.refuse(positions.error());
  if (!accounts) return session.refuse(accounts.error());
  const std::string text = fmt::format(
      "{}. The ledger has {} open positions of {} accounts, and nobody knows whether they are "
      "still "
      "true",
      why.what, positions->size(), accounts->size());
  if (session.wants_json()) {
    session.out() << fmt::format(
        R"({{"verdict":"unknown","headline":"UNKNOWN","text":{},"venues":[)", json_quoted(text));
    bool first = true;
    for (const AccountRecord& account : *accounts) {
      session.out() << (first ? "" : ",")
                    << fmt::format(
                           R"({{"name":{},"venue":"{}","verdict":"unknown","holdings":null,)"
                           R"("as_of":null,"complete":false,"witness":""}})",
                           json_quoted(account.id.text), name_of(account.venue));
      first = false;
    }
    session.out() << "]}\n";
  } else {
    session.out() << "◌ UNKNOWN   " << text << "\n";
  }
  return exit_code_of(Verdict::unknown);
}

}  // namespace

int status(Session& session) {
  auto body = session.get("/api/v1/status");
  if (!body) {
    const bool silent =
        body.error().fault == Fault::unreachable || body.error().fault == Fault::unknown_outcome;
    if (!silent) return session.refuse(body.error());
    return status_of_ledger(session, body.error());
  }
  return tell_status(session, *body);
}

int tell_status(Session& session, const std::string& body) {
  const auto tree = read_tree(body);
  if (!tree) return session.refuse(tree.error());
  if (session.wants_json()) {
    session.out() << body << std::endl;
  } else {
    print_status(session, *tree);
    session.out().flush();
  }
  return code_of_verdict(tree->text("verdict"));
}

}  // namespace holdfast::cli
