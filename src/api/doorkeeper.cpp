#include "api/doorkeeper.hpp"

#include <array>

#include "api/problem.hpp"
#include "net/header_name.hpp"

namespace holdfast::api {
namespace {

constexpr Scopes session_scopes = Scopes{}.with(Scope::read).with(Scope::resolve);

Answer unauthorised(std::string detail) {
  Answer answer = problem_answer(
      {.status = 401,
       .name = "unauthorised",
       .title = "Who asks is not known",
       .detail = std::move(detail),
       .fix = "Send `Authorization: Bearer <token>` with the token from the file that the daemon "
              "names at start, or open the one-time link it prints. A link works once, within "
              "fifteen minutes, and a session lasts twelve hours: start it again for a new one."});
  answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  return answer;
}

Answer forbidden(std::string detail, std::string fix) {
  return problem_answer({.status = 403,
                         .name = "forbidden",
                         .title = "This is not allowed",
                         .detail = std::move(detail),
                         .fix = std::move(fix)});
}

std::string_view scope_name(Scope scope) {
  switch (scope) {
    case Scope::read:
      return "read";
    case Scope::resolve:
      return "resolve";
    case Scope::trade:
      return "trade";
  }
  return "";
}

Answer lacks(Scope scope) {
  return forbidden("The scope " + std::string{scope_name(scope)} + " is needed and not granted.",
                   "Use a token that has it. The one in the token file has read and resolve.");
}

// The value of our cookie; a header with two of them bears none.
std::optional<std::string_view> session_cookie(const Request& request) {
  std::optional<std::string_view> found;
  for (const auto& [name, value] : request.headers) {
    if (!net::same_header(name, "cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      auto pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      const auto cookie = pair.substr(0, pair.find('='));
      if (cookie != Doorkeeper::cookie_name || cookie.size() == pair.size()) continue;
      if (found) return std::nullopt;
      found = pair.substr(cookie.size() + 1);
    }
  }
  return found;
}

std::optional<std::string_view> bearer(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() <= scheme.size()) return std::nullopt;
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    if (net::ascii_lower(authorization[i]) != scheme[i]) return std::nullopt;
  }
  return authorization.substr(scheme.size());
}

// "127.0.0.1:8420", "localhost", "[::1]:8420".
bool names_this_machine(std::string_view host) {
  const auto port = host.rfind(':');
  const bool has_port =
      port != std::string_view::npos && host.find(']', port) == std::string_view::npos;
  const auto name = has_port ? host.substr(0, port) : host;
  return name == "127.0.0.1" || name == "localhost" || name == "[::1]";
}

}  // namespace

bool Doorkeeper::may_read_openly(const Request& request) const {
  if (reads_ != ReadRule::open_on_loopback || !request.reads()) return false;
  // Behind a proxy every client looks like this machine.
  for (const auto* header : {"forwarded", "x-forwarded-for", "x-real-ip", "via"}) {
    if (!request.header(header).empty()) return false;
  }
  if (!names_this_machine(request.header("host"))) return false;
  const auto site = request.header("sec-fetch-site");
  return site.empty() || site == "same-origin" || site == "none" ||
         request.header("sec-fetch-mode") == "navigate";
}

std::optional<Answer> Doorkeeper::refusal(const Request& request, Scope needed) const {
  if (const auto authorization = request.header("authorization"); !authorization.empty()) {
    const auto token = bearer(authorization);
    const auto scopes = token ? tokens_.find(*token) : std::nullopt;
    if (!scopes) return unauthorised("The token is not one of this daemon's.");
    if (!scopes->has(needed)) return lacks(needed);
    return std::nullopt;
  }
  if (const auto cookie = session_cookie(request); cookie && sessions_.knows(*cookie)) {
    // A browser names the page's origin with all that is not a read; the server has compared it.
    if (!request.reads() && request.header("origin").empty()) {
      return forbidden("A session writes only from its own page.",
                       "Programs use a token in the Authorization header.");
    }
    if (!session_scopes.has(needed)) return lacks(needed);
    return std::nullopt;
  }
  if (needed == Scope::read && may_read_openly(request)) return std::nullopt;
  return unauthorised(request.header("cookie").empty()
                          ? "The request bears neither a token nor a session."
                          : "The session is over or was never opened here.");
}

Answer Doorkeeper::sign_in(std::string_view code) {
  const auto session = sessions_.open(code);
  if (!session) return unauthorised("The link was used before, is too old, or is not ours.");
  Answer answer{.status = 204};
  // Plain loopback cannot have Secure or the __Host- prefix.
  answer.headers.emplace_back("Set-Cookie",
                              std::string{cookie_name} + "=" + *session +
                                  "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + "43200");
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

Answer Doorkeeper::sign_out(const Request& request) {
  if (const auto cookie = session_cookie(request)) sessions_.close(*cookie);
  Answer answer{.status = 204};
  answer.headers.emplace_back(
      "Set-Cookie", std::string{cookie_name} + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

}  // namespace holdfast::api
