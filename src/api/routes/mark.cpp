#include <algorithm>

#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"
#include "platform/json_reader.hpp"

namespace holdfast::api::routes {
namespace {

// The last segment says which: …/note or …/dismiss.
CaseMark::Kind kind_of(const Call& call) {
  return call.request.segments.back() == "dismiss" ? CaseMark::Kind::dismissal
                                                   : CaseMark::Kind::note;
}

Result<CaseMark> read_mark(const Call& call) {
  constexpr std::size_t text_max = 1'000;
  constexpr std::size_t name_max = 100;
  CaseMark mark{.kind = kind_of(call), .text = {}, .by = {}};
  platform::JsonReader reader{call.request.body};
  const auto read = reader.object([&](std::string_view name, platform::JsonValue& value) {
    if (name != "by" && name != "text") return Result<void>{};
    std::string& into = name == "by" ? mark.by : mark.text;
    return value.string().map([&](std::string_view text) { into = text; });
  });
  if (!read) return tl::make_unexpected(read.error());
  if (mark.by.empty() || mark.by.size() > name_max) {
    return fail(Fault::malformed, "`by` should name who says so, in at most 100 bytes");
  }
  if (mark.text.size() > text_max || (mark.text.empty() && mark.kind == CaseMark::Kind::note)) {
    return fail(Fault::malformed, "`text` should be the note, in at most 1000 bytes");
  }
  return mark;
}

const Case* lasting_case(const Call& call) {
  const CaseId id{call.names.at(0)};
  const auto& cases = call.replica().cases;
  const auto found = std::ranges::find(cases, id, &Case::id);
  return found == cases.end() ? nullptr : &*found;
}

}  // namespace

Errand mark_errand(const Call& call) {
  const Case* lasting = lasting_case(call);
  auto mark = read_mark(call);
  if (!lasting || !mark) return {};
  return MarkErrand{lasting->id, *std::move(mark)};
}

Answer mark(const Call& call) {
  const auto mark = read_mark(call);
  if (!mark) {
    return bad_request("The body cannot be used: " + mark.error().what,
                       R"(Send {"text": "<the note>", "by": "<who>"}.)");
  }
  if (!call.asked) {
    return not_found("No open case has this id.", "GET /api/v1/cases lists the open ones.");
  }
  if (!call.asked->outcome) {
    return not_ready("The engine did not answer in time; whether it took the word is not known.",
                     "Read the case again: its note tells.");
  }
  if (!*call.asked->outcome) {
    return problem_answer({.status = 409,
                           .name = "conflict",
                           .title = "Understood and refused",
                           .detail = call.asked->outcome->error().what,
                           .fix = "Read the case again: GET /api/v1/cases."});
  }
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("case").string(call.names.at(0));
  json.key("dismissed").boolean(mark->kind == CaseMark::Kind::dismissal);
  json.key("text").string(mark->text);
  json.key("by").string(mark->by).end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
