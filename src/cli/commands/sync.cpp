#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"

namespace holdfast::cli {

int sync(Session& session, const std::string& account) {
  const std::string body =
      account.empty() ? "{}" : fmt::format(R"({{"accounts":[{}]}})", json_quoted(account));
  auto answer = session.post("/api/v1/sync", body);
  if (!answer) return session.refuse(answer.error());
  const auto tree = read_tree(*answer);
  if (!tree) return session.refuse(tree.error());
  if (session.wants_json()) {
    session.out() << *answer << "\n";
  } else if (tree->text("outcome") == "done") {
    session.out() << "Asked every venue; the ledger is in step as of " << tree->text("as_of")
                  << ".\n";
  } else if (tree->text("outcome") == "under_way") {
    session.out() << "The pass is still under way; `holdfast status` shows how it ends.\n";
  } else {
    session.err() << fmt::format("holdfast: not every account could be asked: {}: {}\n",
                                 tree->text("error.fault"), tree->text("error.what"));
  }
  return tree->text("outcome") == "partly" ? code(ExitCode::unknown) : 0;
}

}  // namespace holdfast::cli
