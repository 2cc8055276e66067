#include <fmt/format.h>

#include <array>
#include <ostream>

#include "cli/commands/commands.hpp"

namespace holdfast::cli {
namespace {

constexpr std::array<std::string_view, 6> figures{"realized_pnl", "fees",      "funding",
                                                  "net",          "positions", "unpriced"};

Line line_of(std::string_view name, const JsonTree& tree, const std::string& prefix) {
  Line line;
  line.emplace_back(std::string{name}, std::string_view{});
  for (const std::string_view figure : figures) {
    const auto text = tree.text(prefix + std::string{figure});
    line.emplace_back(std::string{text.empty() ? "unknown" : text}, std::string_view{});
  }
  return line;
}

}  // namespace

int pnl(Session& session, const std::string& by, const std::string& at) {
  std::string target = "/api/v1/pnl?by=" + url_quoted(by);
  if (!at.empty()) target += "&at=" + url_quoted(at);
  const auto body = session.get(target);
  if (!body) return session.refuse(body.error());
  if (session.wants_json()) {
    session.out() << *body << "\n";
    return 0;
  }
  const auto tree = read_tree(*body);
  if (!tree) return session.refuse(tree.error());
  const std::vector<Column> columns{{"GROUP", Align::left},    {"REALIZED", Align::right},
                                    {"FEES", Align::right},    {"FUNDING", Align::right},
                                    {"NET", Align::right},     {"POSITIONS", Align::right},
                                    {"UNPRICED", Align::right}};
  std::vector<Line> cells;
  for (const JsonTree& row : tree->rows("rows")) {
    cells.push_back(line_of(row.text("group"), row, ""));
  }
  // A sheet that adds up its rows must not find their sum among them.
  if (session.table_form() != TableForm::csv) cells.push_back(line_of("total", *tree, "total."));
  print_table(session.out(), columns, cells, session.table_form());
  const auto unpriced = tree->text("total.unpriced");
  if (unpriced != "0") {
    session.err() << fmt::format(
        "{} {} a closed part whose price or cost nobody knows yet: it is in no sum.\n", unpriced,
        unpriced == "1" ? "position has" : "positions have");
  }
  if (tree->text("total.at_par") == "true") {
    session.err() << "The total adds different currencies one for one.\n";
  }
  return 0;
}

}  // namespace holdfast::cli
