#include "api/route_table.hpp"

#include <array>

#include "api/routes/routes.hpp"

namespace holdfast::api {
namespace {

using namespace routes;

constexpr std::array table{
    Route{"GET", "/api/v1/status", Scope::read, status},
    Route{"GET", "/api/v1/accounts", Scope::read, accounts},
    Route{"GET", "/api/v1/holdings", Scope::read, holdings},
    Route{"GET", "/api/v1/ledger/positions", Scope::read, ledger_positions, nullptr,
          Tense::past_too},
    Route{"GET", "/api/v1/drifts", Scope::read, drifts},
    Route{"GET", "/api/v1/cases", Scope::read, cases},
    Route{"GET", "/api/v1/cases/{id}", Scope::read, one_case},
    Route{"GET", "/api/v1/cases/{id}/raw", Scope::read, case_raw},
    Route{"POST", "/api/v1/cases/{id}/confirm", Scope::resolve, confirm, confirm_errand},
    Route{"POST", "/api/v1/cases/{id}/note", Scope::resolve, mark, mark_errand},
    Route{"POST", "/api/v1/cases/{id}/dismiss", Scope::resolve, mark, mark_errand},
    Route{"GET", "/api/v1/alerts", Scope::read, alerts},
    Route{"GET", "/api/v1/gates", Scope::read, gates},
    Route{"GET", "/api/v1/journal", Scope::read, journal},
    Route{"GET", "/api/v1/history", Scope::read, history, nullptr, Tense::past_too},
    Route{"GET", "/api/v1/pnl", Scope::read, pnl, nullptr, Tense::past_too},
    Route{"GET", "/api/v1/events", Scope::read, events},
    Route{"GET", "/api/v1/instruments/{id}/explanation", Scope::read, explanation, nullptr,
          Tense::past_too},
    Route{"GET", "/api/v1/snapshots/{id}", Scope::read, snapshot},
    Route{"GET", "/api/v1/snapshots/{id}/raw", Scope::read, snapshot_raw},
    Route{"GET", "/api/v1/books", Scope::read, books},
    Route{"GET", "/api/v1/books/{name}", Scope::read, book},
    Route{"POST", "/api/v1/books/{name}", Scope::resolve, post_book},
    Route{"DELETE", "/api/v1/books/{name}", Scope::resolve, delete_book},
    Route{"GET", "/api/v1/books/{name}/map", Scope::read, book_map},
    Route{"POST", "/api/v1/import", Scope::resolve, import_book, import_errand},
    Route{"POST", "/api/v1/sync", Scope::resolve, sync, sync_errand},
    Route{"GET", "/api/v1/public-config", Scope::read, public_config},
    Route{"POST", "/api/v1/session", std::nullopt, open_session},
    Route{"DELETE", "/api/v1/session", Scope::read, close_session},
    Route{"GET", "/api/v1/positions", Scope::read, engine_positions, fresh_errand},
    Route{"GET", "/api/positions/overview", Scope::read, overview, fresh_errand},
    Route{"GET", "/api/positions/external", Scope::read, external, fresh_errand},
    Route{"GET", "/positions", Scope::read, executor_positions, fresh_errand},
    Route{"GET", "/api/trading/positions", Scope::read, unified_positions, fresh_errand},
    // Probes that know only the usual address mean: does it run?
    Route{"GET", "/health", std::nullopt, live},
    Route{"GET", "/health/live", std::nullopt, live},
    Route{"GET", "/health/ready", std::nullopt, ready},
    Route{"GET", "/metrics", Scope::read, metrics},
    Route{"GET", "/openapi.json", Scope::read, openapi},
};

// The segments of a pattern are compared with the path's; {…} takes any one.
bool matches(std::string_view pattern, const std::vector<std::string>& segments,
             std::vector<std::string>& names) {
  names.clear();
  std::size_t at = 0;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const auto part = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(std::min(part.size() + 1, pattern.size()));
    if (at == segments.size()) return false;
    if (part.starts_with('{')) {
      names.push_back(segments[at]);
    } else if (part != segments[at]) {
      return false;
    }
    ++at;
  }
  return at == segments.size();
}

}  // namespace

std::span<const Route> all_routes() { return table; }

RouteMatch find_route(const Request& request) {
  std::string_view method = request.method;
  if (method == "HEAD") method = "GET";
  RouteMatch match;
  std::vector<std::string> names;
  for (const Route& route : table) {
    if (!matches(route.pattern, request.segments, names)) continue;
    match.allowed += (match.allowed.empty() ? "" : ", ") + std::string{route.method};
    if (route.method == "GET") match.allowed += ", HEAD";
    if (route.method != method) continue;
    match.route = &route;
    match.names = names;
  }
  return match;
}

}  // namespace holdfast::api
