#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"

namespace holdfast::cli {

int mark_case(Session& session, const std::string& id, Mark mark, const std::string& text,
              const std::string& by) {
  const bool dismisses = mark == Mark::dismiss;
  auto answer = session.post(
      fmt::format("/api/v1/cases/{}/{}", url_quoted(id), dismisses ? "dismiss" : "note"),
      fmt::format(R"({{"text":{},"by":{}}})", json_quoted(text), json_quoted(by)));
  if (!answer) return session.refuse(answer.error());
  if (session.wants_json()) {
    session.out() << *answer << "\n";
  } else if (dismisses) {
    session.out() << "Dismissed: its message is silent until what it is about changes or ends. No "
                     "position and no verdict changes by it.\n";
  } else {
    session.out() << "Noted.\n";
  }
  return 0;
}

}  // namespace holdfast::cli
