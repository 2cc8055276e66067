#include "sim/directory.hpp"

#include <span>

#include "sim/dflow/venue.hpp"
#include "sim/kalshi/auth.hpp"
#include "sim/kalshi/errors.hpp"
#include "sim/kalshi/venue.hpp"
#include "sim/pacifica/auth.hpp"
#include "sim/pacifica/errors.hpp"
#include "sim/pacifica/venue.hpp"
#include "sim/polygon/rpc.hpp"
#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/polymarket/venue.hpp"
#include "sim/privy/auth.hpp"
#include "sim/privy/venue.hpp"
#include "sim/solana/rpc.hpp"
#include "sim/world.hpp"

namespace holdfast::sim {
namespace {

struct Venue {
  std::string name;
  std::size_t prefix_segments{};
  std::span<const Route> routes;
};

std::optional<Venue> venue_of(const std::vector<std::string>& path) {
  const auto starts = [&](std::size_t at, std::string_view segment) {
    return path.size() > at && path[at] == segment;
  };
  if (starts(0, "trade-api") && starts(1, "v2")) return Venue{"kalshi", 2, kalshi::routes()};
  if (starts(0, "pacifica") && starts(1, "api") && starts(2, "v1")) {
    return Venue{"pacifica", 3, pacifica::routes()};
  }
  if (starts(0, "polymarket-data")) return Venue{"polymarket-data", 1, polymarket::data_routes()};
  if (starts(0, "polymarket-gamma")) {
    return Venue{"polymarket-gamma", 1, polymarket::gamma_routes()};
  }
  if (starts(0, "polymarket-clob")) {
    return Venue{"polymarket-clob", 1, polymarket::clob_routes()};
  }
  if (starts(0, "polygon") && path.size() > 1 && path[1].size() == 1 && path[1] >= "1") {
    return Venue{"polygon/" + path[1], 2, polygon::routes()};
  }
  if (starts(0, "solana") && path.size() > 1 && path[1].size() == 1 && path[1] >= "1") {
    return Venue{"solana/" + path[1], 2, solana::routes()};
  }
  if (starts(0, "dflow-metadata")) return Venue{"dflow-metadata", 1, dflow::metadata_routes()};
  if (starts(0, "dflow-trade")) return Venue{"dflow-trade", 1, dflow::trade_routes()};
  if (starts(0, "privy")) return Venue{"privy", 1, privy::routes()};
  return std::nullopt;
}

}  // namespace

std::optional<Destination> find_destination(const std::string& method, const Target& target) {
  const auto venue = venue_of(target.segments());
  if (!venue) return std::nullopt;
  Destination destination{.venue = venue->name};
  for (const auto& route : venue->routes) {
    if (route.method != method) continue;
    auto captures = fit(route.pattern, target.segments(), venue->prefix_segments);
    if (!captures) continue;
    destination.route = &route;
    destination.captures = std::move(*captures);
    break;
  }
  return destination;
}

std::optional<Answer> guard(World& world, Call& call, const Route& route) {
  if (call.venue == "kalshi") return kalshi::guard(world.kalshi, call, route);
  if (call.venue == "polymarket-clob") return polymarket::clob_guard(world, call, route);
  if (call.venue.starts_with("dflow-")) return dflow::guard(world, call);
  if (call.venue == "pacifica") return pacifica::guard(world.pacifica, call, route);
  if (call.venue == "privy") return privy::guard(world.privy, call, route);
  // What v1 answers since 2026-10-24 is not known; a world can say that it is gone.
  if (call.venue == "polymarket-data" && call.endpoint.starts_with("v1_") &&
      world.polymarket.v1_retired) {
    return unknown_path(call.venue, world);
  }
  return std::nullopt;
}

void add_headers(const World& world, const Call& call, Answer& answer) {
  if (call.venue == "pacifica") pacifica::add_credit_headers(world.pacifica, answer, call.now);
}

Answer unknown_path(const std::string& venue, World& world) {
  if (venue == "pacifica") return pacifica::refusal(world.pacifica.service, 404, "Not found");
  if (venue == "kalshi") return kalshi::not_found();
  if (venue == "polymarket-data") {
    return polymarket::data_error(world, "not_found", "route not found");
  }
  if (venue.starts_with("dflow-")) return dflow::not_found();
  return {.status = 404, .body = Node::object({{"error", Node::text("not found")}})};
}

Answer refused_key(const std::string& venue, World& world) {
  if (venue == "pacifica") {
    return pacifica::refusal(world.pacifica.service, 403,
                             "Beta access required. Signer must redeem a valid beta code.");
  }
  if (venue == "kalshi") return kalshi::signature_refused();
  if (venue == "polymarket-clob") {
    return polymarket::clob_error(401, "Unauthorized/Invalid api key");
  }
  if (venue == "privy") return privy::wrong_application();
  if (venue.starts_with("dflow-") || venue.starts_with("solana/")) {
    return {.status = 401,
            .body = Node::object(
                {{"code", Node::text("unauthorized")}, {"msg", Node::text("Invalid API key")}})};
  }
  return polymarket::data_error(world, "unauthorized", "unauthorized");
}

Answer broken(const std::string& venue, int status, const World& world) {
  if (venue == "pacifica") {
    return pacifica::refusal(world.pacifica.service, status, "Internal server error");
  }
  return {.status = status, .body = Node::object({{"error", Node::text("try again")}})};
}

std::string endpoint_name(const Destination& destination, const Request& request) {
  if (destination.route == nullptr) return "unknown";
  if (destination.venue.starts_with("polygon/") || destination.venue.starts_with("solana/")) {
    return polygon::method_names(request.body);
  }
  return std::string{destination.route->endpoint};
}

}  // namespace holdfast::sim
