#include "api/openapi.hpp"
#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "platform/json_reader.hpp"

namespace holdfast::api::routes {

// This thread answers whatever becomes of the engine's, so it looks at that one's beat.
Answer live(const Call& call) {
  const ApiContext& seen = call.context;
  if (seen.engine_silence() <= seen.settings.stuck_after) return json_answer(R"({"status":"ok"})");
  return json_answer(R"({"status":"stuck"})", 503);
}

Answer ready(const Call& call) {
  if (Answer alive = live(call); alive.status != 200) return alive;
  if (call.picture.complete()) return json_answer(R"({"status":"ok"})");
  return json_answer(R"({"status":"starting"})", 503);
}

Answer metrics(const Call& call) {
  return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
          .body = call.context.metrics()};
}

Answer openapi(const Call&) { return json_answer(std::string{openapi_json()}); }

Answer open_session(const Call& call) {
  std::string code;
  platform::JsonReader reader{call.request.body};
  const auto read = reader.object([&](std::string_view name, platform::JsonValue& value) {
    if (name != "code") return Result<void>{};
    return value.string().map([&](std::string_view text) { code = text; });
  });
  if (!read || code.empty()) {
    return bad_request("The body bears no code.", R"(Send {"code": "<from the one-time link>"}.)");
  }
  return call.context.door.sign_in(code);
}

Answer close_session(const Call& call) { return call.context.door.sign_out(call.request); }

}  // namespace holdfast::api::routes
