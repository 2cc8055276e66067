#include "cli/answers.hpp"

#include <fmt/format.h>

#include <ostream>

#include "domain/verdict.hpp"
#include "platform/escape_controls.hpp"

namespace holdfast::cli {
namespace {

std::string why_of(const JsonTree& account) {
  const auto as_of = account.text("as_of");
  const auto what = account.text("error.what");
  const std::string shown = as_of.empty() ? "; nothing is shown of it"
                                          : fmt::format("; what is shown of it is as of {}", as_of);
  if (!what.empty()) return fmt::format("{}: {}{}", account.text("error.fault"), what, shown);
  if (as_of.empty()) return "no whole answer yet" + shown;
  return "its last answer is too old, or has rows that cannot be read" + shown;
}

}  // namespace

std::string Answers::silent_names() const {
  std::string names;
  for (const Silent& one : silent) names += (names.empty() ? "" : ", ") + one.account;
  return names;
}

Result<Answers> ask_answers(Session& session) {
  const auto body = session.get("/api/v1/status");
  if (!body) return tl::make_unexpected(body.error());
  const auto status = read_tree(*body);
  if (!status) return tl::make_unexpected(status.error());
  Answers answers{.verdict = std::string{status->text("verdict")}, .silent = {}};
  for (const JsonTree& account : status->rows("venues")) {
    if (account.text("verdict") != name_of(Verdict::unknown)) continue;
    answers.silent.push_back({std::string{account.text("name")}, why_of(account)});
  }
  return answers;
}

void say_silent(Session& session, const Answers& answers) {
  for (const Answers::Silent& one : answers.silent) {
    session.err() << platform::escape_controls(
                         fmt::format("{} is unknown: {}", one.account, one.why))
                  << "\n";
  }
}

}  // namespace holdfast::cli
