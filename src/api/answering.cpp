#include "api/answering.hpp"

#include <charconv>

#include "api/page.hpp"
#include "api/problem.hpp"

namespace holdfast::api {
namespace {

Answer not_allowed(const std::string& allowed) {
  Answer answer = problem_answer({.status = 405,
                                  .name = "method_not_allowed",
                                  .title = "This address knows other methods",
                                  .detail = "The method is not one that this address takes.",
                                  .fix = "Use one of: " + allowed + "."});
  answer.headers.emplace_back("Allow", allowed);
  return answer;
}

// A form of another site can post texts without asking first; JSON it cannot.
std::optional<Answer> wrong_type(const Request& request) {
  if (request.method != "POST") return std::nullopt;
  auto type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  if (type == json_type) return std::nullopt;
  return problem_answer({.status = 415,
                         .name = "unsupported_media_type",
                         .title = "Only JSON is taken",
                         .detail = "Writes bear `Content-Type: application/json`, also without a "
                                   "body.",
                         .fix = "Add the header."});
}

// An answer about now to a question about then would be believed.
std::optional<Answer> wrong_tense(const Request& request, const Route& route) {
  if (route.tense == Tense::past_too || request.query_text("at").empty()) return std::nullopt;
  return bad_request("This address answers for now only, and `at` asks for another moment.",
                     "Leave it out. Positions, history, pnl and explanations answer for the past.");
}

// A browser without a session gets the page that explains how to get one.
Answer shown_to(const Request& request, Answer refusal) {
  const bool page = refusal.status == 401 && request.reads() && request.prefers_html();
  return page ? sign_in_page(401) : std::move(refusal);
}

Decision decide_on_route(const Request& request, const ApiContext& context, RouteMatch match) {
  const Route& route = *match.route;
  if (route.scope) {
    if (auto refusal = context.door.refusal(request, *route.scope)) {
      return shown_to(request, std::move(*refusal));
    }
  }
  if (auto problem = wrong_type(request)) return std::move(*problem);
  if (auto problem = wrong_tense(request, route)) return std::move(*problem);
  if (route.pattern == "/positions" && request.prefers_html()) {
    if (auto page = dashboard_answer(request, context)) return std::move(*page);
  }
  const bool stream = request.header("accept").find("text/event-stream") != std::string_view::npos;
  if (route.pattern == "/api/v1/events" && stream && request.method == "GET") {
    const auto text = request.header("last-event-id");
    std::uint64_t id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (text.empty()) return Streaming{};
    if (failed == std::errc{} && end == text.data() + text.size()) return Streaming{id};
    return bad_request("Last-Event-ID is not a whole number.",
                       "Send the id of the last event you saw, or leave the header out.");
  }
  return match;
}

}  // namespace

Decision decide(const Request& request, const ApiContext& context) {
  if (auto file = sign_in_file(request)) return std::move(*file);
  RouteMatch match = find_route(request);
  if (match.route) return decide_on_route(request, context, std::move(match));
  // Whoever is not known does not learn what there is.
  if (auto refusal = context.door.refusal(request, Scope::read)) {
    return shown_to(request, std::move(*refusal));
  }
  if (!match.allowed.empty()) return not_allowed(match.allowed);
  if (auto page = dashboard_answer(request, context)) return std::move(*page);
  return not_found("There is nothing at this address.", "GET /openapi.json lists all addresses.");
}

Answer answer(const Request& request, const ApiContext& context, std::optional<Asked> asked) {
  Decision decision = decide(request, context);
  if (auto* ready = std::get_if<Answer>(&decision)) return std::move(*ready);
  auto* match = std::get_if<RouteMatch>(&decision);
  if (!match) return not_found("Events are streamed by the server only.", "Ask for JSON.");
  const Picture picture{context.replicas.current()};
  const Call call{.request = request,
                  .context = context,
                  .picture = picture,
                  .names = match->names,
                  .asked = std::move(asked)};
  return match->route->answer(call);
}

}  // namespace holdfast::api
