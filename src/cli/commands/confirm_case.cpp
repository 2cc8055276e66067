#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"
#include "platform/escape_controls.hpp"

namespace holdfast::cli {
namespace {

// What the case is about: its own key, or those that a brake holds back.
Result<std::vector<std::string>> keys_of(Session& session, const std::string& id) {
  auto body = session.get("/api/v1/cases/" + url_quoted(id));
  if (!body) return tl::make_unexpected(body.error());
  const auto tree = read_tree(*body);
  if (!tree) return tl::make_unexpected(tree.error());
  std::vector<std::string> keys;
  for (const JsonTree& key : tree->rows("case.keys")) keys.emplace_back(key.text(""));
  if (keys.empty()) keys.emplace_back(tree->text("case.key"));
  if (keys.size() == 1 && keys.front().empty()) {
    return fail(Fault::refused,
                "case " + id + " is about no position; there is nothing to confirm");
  }
  return keys;
}

// A person's word ends positions for good: of several nobody says it without having seen them.
std::string unseen(const std::string& id, const std::vector<std::string>& keys) {
  std::string text = fmt::format(
      "case {} is about {} positions; nothing was confirmed. Name those that are gone, or say "
      "--yes "
      "for all of them:",
      id, keys.size());
  for (const std::string& key : keys) text += "\n  " + key;
  return text;
}

}  // namespace

int confirm_case(Session& session, const std::string& id, const std::vector<std::string>& keys,
                 const std::string& by, Consent consent) {
  std::vector<std::string> named = keys;
  if (named.empty()) {
    auto held = keys_of(session, id);
    if (!held) return session.refuse(held.error());
    named = *std::move(held);
    if (named.size() > 1 && consent == Consent::not_given) {
      return session.usage(unseen(id, named));
    }
  }
  std::string list;
  for (const std::string& key : named) list += (list.empty() ? "" : ",") + json_quoted(key);
  auto answer = session.post("/api/v1/cases/" + url_quoted(id) + "/confirm",
                             fmt::format(R"({{"keys":[{}],"by":{}}})", list, json_quoted(by)));
  if (!answer) return session.refuse(answer.error());
  if (session.wants_json()) {
    session.out() << *answer << "\n";
    return 0;
  }
  session.out() << fmt::format(
      "Noted: {} says that {} position{} gone. The next complete answer within ten minutes that "
      "still does not list {} closes {}:\n",
      by, named.size(), named.size() == 1 ? " is" : "s are", named.size() == 1 ? "it" : "them",
      named.size() == 1 ? "it" : "them");
  for (const std::string& key : named)
    session.out() << "  " << platform::escape_controls(key) << "\n";
  return 0;
}

}  // namespace holdfast::cli
