#include <algorithm>

#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"
#include "platform/json_reader.hpp"

namespace holdfast::api::routes {
namespace {

struct Word {
  std::vector<std::string> keys;
  std::string by;
};

Result<Word> read_word(std::string_view body) {
  Word word;
  platform::JsonReader reader{body};
  const auto read = reader.object([&](std::string_view name, platform::JsonValue& value) {
    if (name == "by") {
      return value.string().map([&](std::string_view text) { word.by = text; });
    }
    if (name == "keys") {
      return value.each_element([&](platform::JsonValue& key) {
        return key.string().map([&](std::string_view text) { word.keys.emplace_back(text); });
      });
    }
    return Result<void>{};
  });
  if (!read) return tl::make_unexpected(read.error());
  if (word.keys.empty()) return fail(Fault::malformed, "`keys` names no key");
  if (word.by.empty() || word.by.size() > 100) {
    return fail(Fault::malformed, "`by` should name who says so, in at most 100 bytes");
  }
  return word;
}

// The keys of the case whose canonical texts are named; none when one of them is not the case's.
std::optional<std::vector<PositionKey>> keys_of(const Case& open,
                                                const std::vector<std::string>& texts) {
  std::vector<PositionKey> known = open.keys;
  if (open.key) known.push_back(*open.key);
  std::vector<PositionKey> keys;
  for (const std::string& text : texts) {
    const auto found =
        std::ranges::find_if(known, [&](const PositionKey& key) { return key.text() == text; });
    if (found == known.end()) return std::nullopt;
    keys.push_back(*found);
  }
  return keys;
}

const Case* open_case(const Call& call) {
  const CaseId id{call.names.at(0)};
  const auto found = std::ranges::find(call.replica().cases, id, &Case::id);
  return found == call.replica().cases.end() ? nullptr : &*found;
}

Answer conflict(std::string detail) {
  return problem_answer({.status = 409,
                         .name = "conflict",
                         .title = "Understood and refused",
                         .detail = std::move(detail),
                         .fix = "Read the case again: GET /api/v1/cases."});
}

}  // namespace

Errand confirm_errand(const Call& call) {
  const Case* open = open_case(call);
  const auto word = read_word(call.request.body);
  if (!open || !word) return {};
  auto keys = keys_of(*open, word->keys);
  if (!keys) return {};
  return ConfirmErrand{open->id, std::move(*keys), word->by};
}

Answer confirm(const Call& call) {
  const auto word = read_word(call.request.body);
  if (!word) {
    return bad_request("The body cannot be used: " + word.error().what,
                       R"(Send {"keys": ["<key as the case shows it>"], "by": "<who>"}.)");
  }
  if (!call.asked) {
    const Case* open = open_case(call);
    if (!open) {
      return not_found("No open case has this id.", "GET /api/v1/cases lists the open ones.");
    }
    return conflict("The case does not hold one of these keys; nothing was confirmed.");
  }
  if (!call.asked->outcome) {
    return not_ready("The engine did not answer in time; whether it took the word is not known.",
                     "Read the case again: its confirmed_at tells.");
  }
  if (!*call.asked->outcome) return conflict(call.asked->outcome->error().what);
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("case").string(call.names.at(0));
  json.key("keys").begin_array();
  for (const std::string& key : word->keys) json.string(key);
  json.end_array();
  json.key("by").string(word->by).end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
