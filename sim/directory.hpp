#pragma once
#include <optional>
#include <string>
#include <variant>

#include "sim/routes.hpp"

namespace holdfast::sim {

// Where a request goes: the venue by its path prefix, the endpoint by the venue's routes.
struct Destination {
  std::string venue;
  const Route* route{};  // null: the venue has no such path
  std::vector<std::string> captures;
};

// None: no venue has that prefix.
std::optional<Destination> find_destination(const std::string& method, const Target& target);
// What faults and counters call the endpoint; a JSON-RPC call by its methods.
std::string endpoint_name(const Destination& destination, const Request& request);
// The venue's own check of credentials and rate limits.
std::optional<Answer> guard(World& world, Call& call, const Route& route);
// What the venue says of itself in the headers of every answer.
void add_headers(const World& world, const Call& call, Answer& answer);
// The venue's answer to a path it does not have, and to a key it refuses.
Answer unknown_path(const std::string& venue, World& world);
Answer refused_key(const std::string& venue, World& world);
// What the venue says when something of its own is broken.
Answer broken(const std::string& venue, int status, const World& world);

}  // namespace holdfast::sim
