#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <system_error>

#include "cli/commands/commands.hpp"

namespace holdfast::cli {
namespace {

void print_plan(Session& session, const JsonTree& answer) {
  std::vector<Line> rows;
  for (const JsonTree& row : answer.rows("rows")) {
    rows.push_back(
        {std::string{row.text("row")}, std::string{row.text("leg")}, std::string{row.text("key")},
         std::string{row.text("taken") == "true" ? "yes" : "no"}, std::string{row.text("text")}});
  }
  print_table(session.out(), {{"ROW"}, {"LEG"}, {"POSITION"}, {"TAKEN"}, {"WHY"}}, rows,
              session.table_form());
}

// Where the row is that the daemon names.
Error in_file(const std::string& path, Error error) {
  if (error.fault == Fault::refused) error.what = path + ": " + error.what;
  return error;
}

// The name of the configured book that is read from this file; empty: none is.
Result<std::string> book_of_file(Session& session, const std::string& path) {
  const auto config = session.config();
  if (!config) return tl::make_unexpected(config.error());
  for (const platform::BookConfig& book : (*config)->books) {
    std::error_code ignored;
    if (std::filesystem::equivalent(book.path, path, ignored)) return book.name;
  }
  return std::string{};
}

}  // namespace

// The plan is asked for first, so that what is shown is what is then taken over.
int import_book(Session& session, const std::string& path, const std::string& book,
                const Rehearsal rehearsal) {
  const auto content = content_of(path, "Name the positions.json, or the table, to take from.");
  if (!content) return session.refuse(content.error());
  const auto manner = book.empty() ? book_of_file(session, path) : Result<std::string>{book};
  if (!manner) return session.refuse(manner.error());
  const std::string target = "/api/v1/import?book=" + url_quoted(*manner);
  const auto plan = session.post(target + "&dry_run=1", *content);
  if (!plan) return session.refuse(in_file(path, plan.error()));
  std::string said = *plan;
  if (rehearsal == Rehearsal::no) {
    auto done = session.post(target, *content);
    if (!done) return session.refuse(in_file(path, done.error()));
    said = *std::move(done);
  }
  if (session.wants_json()) {
    session.out() << said << "\n";
    return 0;
  }
  const auto shown = read_tree(*plan);
  const auto result = read_tree(said);
  if (!shown) return session.refuse(shown.error());
  if (!result) return session.refuse(result.error());
  print_plan(session, *shown);
  session.err() << (rehearsal == Rehearsal::yes
                        ? std::string{"nothing was written (--dry-run)\n"}
                        : fmt::format("cost taken over for {} positions\n", result->text("taken")));
  return 0;
}

}  // namespace holdfast::cli
