#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <ostream>

#include "cli/commands/commands.hpp"

namespace holdfast::cli {
namespace {

// A new file; a book that is there already is somebody's and stays as it is.
Result<void> write_new(const std::string& path, std::string_view text) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    return fail(Fault::refused, path +
                                    " exists already, and no book is ever overwritten. Name a "
                                    "new file.");
  }
  std::ofstream file{path, std::ios::binary};
  file << text << "\n";
  file.close();
  if (!file) return fail(Fault::storage, "cannot write " + path);
  return {};
}

}  // namespace

int map_book(Session& session, const std::string& book, const std::string& into) {
  std::string target = book;
  if (target.empty()) {
    const auto all = session.get("/api/v1/books");
    if (!all) return session.refuse(all.error());
    const auto books = read_tree(*all);
    if (!books) return session.refuse(books.error());
    if (books->rows("books").empty()) {
      return session.refuse({Fault::refused, "no book is configured: [[book]] names one"});
    }
    target = std::string{books->rows("books").front().text("name")};
  }
  const auto body = session.get("/api/v1/books/" + url_quoted(target) + "/map");
  if (!body) return session.refuse(body.error());
  const auto answer = read_tree(*body);
  if (!answer) return session.refuse(answer.error());
  if (!into.empty()) {
    if (const auto done = write_new(into, answer->text("copy")); !done) {
      return session.refuse(done.error());
    }
  }
  if (session.wants_json()) {
    session.out() << *body << "\n";
    return 0;
  }
  std::vector<Line> rows;
  for (const JsonTree& row : answer->rows("proposals")) {
    rows.push_back({std::string{row.text("market_id")}, std::string{row.text("leg")},
                    std::string{row.text("field")}, std::string{row.text("value")},
                    std::string{row.text("title")}});
  }
  print_table(session.out(), {{"MARKET"}, {"LEG"}, {"FIELD"}, {"PROPOSED"}, {"TITLE"}}, rows,
              session.table_form());
  session.err() << (into.empty() ? fmt::format("{} proposals; --write FILE makes a copy of the "
                                               "book with them filled in\n",
                                               rows.size())
                                 : fmt::format("{} proposals written into {}: look at each before "
                                               "your program uses it\n",
                                               rows.size(), into));
  return 0;
}

}  // namespace holdfast::cli
