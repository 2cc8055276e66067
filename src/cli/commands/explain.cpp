#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"

namespace holdfast::cli {

int explain(Session& session, const std::string& position, const std::string& at) {
  // A key names one position, its instrument all that hold it.
  const auto colon = position.find(':');
  const bool is_key = position.find('#') != std::string::npos && colon != std::string::npos;
  std::string instrument = is_key ? position.substr(colon + 1) : position;
  // A perpetual's key ends in its margin mode.
  if (is_key) instrument = instrument.substr(0, instrument.find('~'));
  std::string target = "/api/v1/instruments/" + url_quoted(instrument) + "/explanation";
  if (!at.empty()) target += "?at=" + url_quoted(at);
  auto body = session.get(target);
  if (!body) return session.refuse(body.error());
  if (session.wants_json()) {
    session.out() << *body << "\n";
    return 0;
  }
  const auto tree = read_tree(*body);
  if (!tree) return session.refuse(tree.error());
  for (const JsonTree& key : tree->rows("keys")) {
    if (is_key && key.text("key") != position) continue;
    session.out() << fmt::format("{}  {}\n", key.text("key"), key.text("title"));
    for (const JsonTree& line : key.rows("lines")) session.out() << "  " << line.text("") << "\n";
    session.out() << "\n";
  }
  return 0;
}

}  // namespace holdfast::cli
