#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.hpp"

namespace holdfast::api {

// Of which moments a route can tell: with ?at= one that knows only the present refuses.
enum class Tense : std::uint8_t { present, past_too };

struct Route {
  std::string_view method;
  std::string_view pattern;    // "/api/v1/cases/{id}/confirm"
  std::optional<Scope> scope;  // none: open to everybody
  Answer (*answer)(const Call&);
  Errand (*errand)(const Call&){};  // null: nothing to ask before
  Tense tense{Tense::present};
};

// Exactly the operations of api/openapi.yaml; a test compares them.
std::span<const Route> all_routes();

struct RouteMatch {
  const Route* route{};            // null: no route of this method, or none at all
  std::vector<std::string> names;  // what stands for {…}
  std::string allowed;             // methods of this path; empty: the path is unknown
};

// HEAD is answered like GET.
RouteMatch find_route(const Request& request);

}  // namespace holdfast::api
