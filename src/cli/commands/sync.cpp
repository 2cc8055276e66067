#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "platform/escape_controls.hpp"

namespace holdfast::cli {
namespace {

// The daemon answers after at most five seconds: two minutes, in which every question that a pass
// asks has long reached its own deadline.
constexpr int questions_max = 24;

struct Pass {
  std::string body;
  JsonTree told;
};

// Asks until the pass has ended; a question during a pass shares it and starts no other.
Result<Pass> pass_to_its_end(Session& session, const std::string& asked) {
  Pass pass;
  for (int i = 0; i < questions_max; ++i) {
    auto body = session.post("/api/v1/sync", asked);
    if (!body) return tl::make_unexpected(body.error());
    auto told = read_tree(*body);
    if (!told) return tl::make_unexpected(told.error());
    pass = {*std::move(body), *std::move(told)};
    if (pass.told.text("outcome") != "under_way") break;
  }
  return pass;
}

}  // namespace

int sync(Session& session, const std::string& account) {
  const auto pass = pass_to_its_end(
      session,
      account.empty() ? "{}" : fmt::format(R"({{"accounts":[{}]}})", json_quoted(account)));
  if (!pass) return session.refuse(pass.error());
  const auto outcome = pass->told.text("outcome");
  if (session.wants_json()) session.out() << pass->body << "\n";
  if (outcome == "done") {
    if (!session.wants_json()) {
      session.out() << "Asked every venue; the ledger is in step as of " << pass->told.text("as_of")
                    << ".\n";
    }
    return 0;
  }
  if (outcome == "under_way") {
    session.err() << "holdfast: the pass is still under way after two minutes, so nobody knows yet "
                     "whether the ledger is in step; `holdfast status` shows how it ends\n";
  } else {
    session.err() << platform::escape_controls(
                         fmt::format("holdfast: not every account could be asked: {}: {}",
                                     pass->told.text("error.fault"), pass->told.text("error.what")))
                  << "\n";
  }
  return code(ExitCode::unknown);
}

}  // namespace holdfast::cli
