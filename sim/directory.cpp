#include "sim/directory.hpp"

#include <span>

#include "sim/kalshi/auth.hpp"
#include "sim/kalshi/errors.hpp"
#include "sim/kalshi/venue.hpp"
#include "sim/world.hpp"

namespace holdfast::sim {
namespace {

struct Venue {
  std::string_view name;
  std::size_t prefix_segments{};
  std::span<const Route> routes;
};

std::optional<Venue> venue_of(const std::vector<std::string>& path) {
  const auto starts = [&](std::size_t at, std::string_view segment) {
    return path.size() > at && path[at] == segment;
  };
  if (starts(0, "trade-api") && starts(1, "v2")) return Venue{"kalshi", 2, kalshi::routes()};
  return std::nullopt;
}

}  // namespace

std::optional<Destination> find_destination(const std::string& method, const Target& target) {
  const auto venue = venue_of(target.segments());
  if (!venue) return std::nullopt;
  Destination destination{.venue = std::string{venue->name}};
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
  return std::nullopt;
}

Answer unknown_path(const std::string& venue, World& world) {
  static_cast<void>(world);
  static_cast<void>(venue);
  return kalshi::not_found();
}

Answer refused_key(const std::string& venue, World& world) {
  static_cast<void>(world);
  static_cast<void>(venue);
  return kalshi::signature_refused();
}

}  // namespace holdfast::sim
