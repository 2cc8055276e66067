#include <ostream>

#include "cli/commands/commands.hpp"

namespace holdfast::cli {

int add_book(Session& session, const std::string& name, const std::string& path) {
  const auto content = content_of(path, "Name a positions.json, or a table.");
  if (!content) return session.refuse(content.error());
  const auto answer = session.post("/api/v1/books/" + url_quoted(name), *content);
  if (!answer) return session.refuse(answer.error());
  if (session.wants_json()) {
    session.out() << *answer << "\n";
    return 0;
  }
  const auto read = read_tree(*answer);
  if (!read) return session.refuse(read.error());
  session.out() << "Handed in as " << read->text("book.name")
                << " (rows: " << read->text("book.rows")
                << "). It is compared until it is handed in again or taken away; the file is not "
                   "read again.\n";
  return 0;
}

int remove_book(Session& session, const std::string& name) {
  const auto answer = session.del("/api/v1/books/" + url_quoted(name));
  if (!answer) return session.refuse(answer.error());
  if (session.wants_json()) {
    session.out() << *answer << "\n";
  } else {
    session.out() << "Taken away. What was wrong in it has no case any more.\n";
  }
  return 0;
}

}  // namespace holdfast::cli
