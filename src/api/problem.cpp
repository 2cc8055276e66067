#include "api/problem.hpp"

#include "platform/json_writer.hpp"

namespace holdfast::api {

Answer problem_answer(const Problem& problem) {
  platform::JsonWriter json;
  json.begin_object();
  json.key("type").string("urn:holdfast:problem:" + std::string{problem.name});
  json.key("title").string(problem.title);
  json.key("status").integer(problem.status);
  json.key("detail").string(problem.detail);
  json.key("fix").string(problem.fix);
  json.end_object();
  return {.status = problem.status,
          .content_type = "application/problem+json",
          .body = json.take(),
          .headers = {{"Cache-Control", "no-store"}}};
}

Answer bad_request(std::string detail, std::string fix) {
  return problem_answer({.status = 400,
                         .name = "bad_request",
                         .title = "The request cannot be understood",
                         .detail = std::move(detail),
                         .fix = std::move(fix)});
}

Answer not_found(std::string detail, std::string fix) {
  return problem_answer({.status = 404,
                         .name = "not_found",
                         .title = "There is no such thing",
                         .detail = std::move(detail),
                         .fix = std::move(fix)});
}

Answer not_ready(std::string detail, std::string fix) {
  return problem_answer({.status = 503,
                         .name = "not_ready",
                         .title = "Not known yet",
                         .detail = std::move(detail),
                         .fix = std::move(fix)});
}

Answer ledger_problem(const Error& error) {
  return problem_answer({.status = 503,
                         .name = "ledger",
                         .title = "The ledger cannot be read",
                         .detail = error.what,
                         .fix = "Look at the daemon's log and run `holdfast doctor`."});
}

}  // namespace holdfast::api
