#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/copy_json.hpp"
#include "platform/escape_controls.hpp"

namespace holdfast::cli {
namespace {

using platform::escape_controls;
using platform::JsonValue;
using Targets = std::vector<std::string>;

void add_target(Targets& targets, std::string_view kind, std::string_view id) {
  if (id.empty()) return;
  std::string target = fmt::format("/api/v1/{}/{}/raw", kind, url_quoted(id));
  if (std::ranges::find(targets, target) == targets.end()) targets.push_back(std::move(target));
}

// Where the bytes are that one position rests on: listings that entries name, its cases, and the
// newest listing.
Targets raw_targets(const JsonTree& key) {
  Targets targets;
  for (const JsonTree& entry : key.rows("entries")) {
    if (entry.text("evidence.kind") != "listing") continue;
    add_target(targets, "snapshots", entry.text("evidence.id"));
  }
  for (const JsonTree& found : key.rows("cases")) {
    add_target(targets, "cases", found.text("id"));
  }
  add_target(targets, "snapshots", key.text("snapshot.id"));
  return targets;
}

// A pipe gets the venue's bytes as they are; a terminal none that could steer it.
void print_body(Session& session, std::string_view body) {
  session.out() << (session.doors().terminal ? escape_controls(body) : std::string{body}) << "\n";
}

void print_raw(Session& session, const std::string& target) {
  session.out() << "  bytes of " << target << "\n";
  const auto body = session.get(target);
  const auto tree = body ? read_tree(*body) : Result<JsonTree>{tl::make_unexpected(body.error())};
  if (!tree) {
    session.out() << "    not kept: " << escape_controls(tree.error().what) << "\n";
    return;
  }
  for (const JsonTree& answer : tree->rows("answers")) {
    const bool none = answer.text("status") == "0";
    session.out() << escape_controls(
                         fmt::format("    {} {} -> {}{}", answer.text("at"), answer.text("source"),
                                     none ? std::string_view{"no answer"} : answer.text("status"),
                                     answer.text("encoding") == "hex" ? ", in hex" : ""))
                  << "\n";
    print_body(session, answer.text("body"));
  }
}

void print_key(Session& session, const JsonTree& key, const Targets& targets) {
  session.out() << escape_controls(fmt::format("{}  {}", key.text("key"), key.text("title")))
                << "\n";
  for (const JsonTree& line : key.rows("lines")) {
    session.out() << "  " << escape_controls(line.text("")) << "\n";
  }
  for (const std::string& asked : targets) print_raw(session, asked);
  session.out() << "\n";
}

// One object: the explanation, and the bytes by where they are kept.
int print_json(Session& session, const std::string& body, const Targets& targets) {
  platform::JsonWriter json;
  json.begin_object().key("explanation").token(body).key("raw").begin_object();
  for (const std::string& target : targets) {
    const auto raw = session.get(target);
    json.key(target);
    if (raw) {
      json.token(*raw);
    } else {
      json.null();
    }
  }
  json.end_object().end_object();
  session.out() << json.take() << "\n";
  return 0;
}

// The answer with one of its keys alone; refused, with the keys that there are, where none is it.
Result<std::string> only_key(std::string_view body, const std::string& wanted) {
  platform::JsonWriter kept;
  std::string others;
  bool found = false;
  const auto copy_if_wanted = [&](JsonValue& element) -> Result<void> {
    platform::JsonWriter json;
    std::string key;
    json.begin_object();
    auto read = element.each_field([&](std::string_view name, JsonValue& field) -> Result<void> {
      json.key(name);
      if (name != "key" || field.kind() != JsonValue::Kind::string) return copy_json(field, json);
      return platform::read_text(key, field).map([&] { json.string(key); });
    });
    json.end_object();
    if (key != wanted) others += (others.empty() ? "" : ", ") + key;
    if (key == wanted) kept.token(json.take());
    found = found || key == wanted;
    return read;
  };
  platform::JsonReader reader{body};
  kept.begin_object();
  const auto read = reader.object([&](std::string_view name, JsonValue& field) -> Result<void> {
    kept.key(name);
    if (name != "keys") return copy_json(field, kept);
    kept.begin_array();
    auto copied = field.each_element(copy_if_wanted);
    kept.end_array();
    return copied;
  });
  if (!read) return tl::make_unexpected(read.error());
  if (found) return kept.end_object().take();
  return fail(Fault::refused,
              fmt::format("no position has the key {}; of its instrument there "
                          "{}: {}. Name one of them, or the instrument alone",
                          wanted, others.find(", ") == std::string::npos ? "is" : "are", others));
}

}  // namespace

int explain(Session& session, const std::string& position, const std::string& at, Bytes bytes) {
  // A key names one position, its instrument all that hold it.
  const auto colon = position.find(':');
  const bool is_key = position.find('#') != std::string::npos && colon != std::string::npos;
  std::string instrument = is_key ? position.substr(colon + 1) : position;
  // A perpetual's key ends in its margin mode.
  if (is_key) instrument = instrument.substr(0, instrument.find('~'));
  std::string target = "/api/v1/instruments/" + url_quoted(instrument) + "/explanation";
  if (!at.empty()) target += "?at=" + url_quoted(at);
  auto body = session.get(target);
  if (body && is_key) body = only_key(*body, position);
  if (!body) return session.refuse(body.error());
  if (session.wants_json() && bytes == Bytes::left_out) {
    session.out() << *body << "\n";
    return 0;
  }
  const auto tree = read_tree(*body);
  if (!tree) return session.refuse(tree.error());
  Targets all;
  for (const JsonTree& key : tree->rows("keys")) {
    const Targets targets = bytes == Bytes::shown ? raw_targets(key) : Targets{};
    all.insert(all.end(), targets.begin(), targets.end());
    if (!session.wants_json()) print_key(session, key, targets);
  }
  return session.wants_json() ? print_json(session, *body, all) : 0;
}

}  // namespace holdfast::cli
