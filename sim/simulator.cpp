#include "sim/simulator.hpp"

#include <algorithm>

#include "sim/bend.hpp"
#include "sim/control/control.hpp"
#include "sim/directory.hpp"

namespace holdfast::sim {
namespace {

constexpr std::size_t remembered_requests = 10'000;

std::string names_of(const std::vector<SetFault>& faults) {
  std::string names;
  for (const auto& fault : faults) {
    if (!names.empty()) names += ',';
    names += name_of(fault.kind);
  }
  return names;
}

// A write that a fault stops before it takes effect: a refusal always does, a time-out, a reset or
// a gateway's error when the switch says so. Otherwise the order stands although its answer is
// lost.
bool stopped_before(const Call& call, const Route& route) {
  if (route.access != Access::write) return false;
  return std::ranges::any_of(call.faults, [](const SetFault& fault) {
    switch (fault.kind) {
      case FaultKind::rate_limited:
      case FaultKind::unauthorised:
      case FaultKind::auth_as_empty:
        return true;
      case FaultKind::timeout:
      case FaultKind::reset:
      case FaultKind::http:
        return fault.param("before") == "true";
      default:
        return false;
    }
  });
}

Duration skew_of(const std::vector<SetFault>& faults) {
  Duration skew{};
  for (const auto& fault : faults) {
    if (fault.kind == FaultKind::clock_skew) {
      skew += std::chrono::milliseconds{fault.number("ms", 0)};
    }
  }
  return skew;
}

}  // namespace

Reply Simulator::answer(const Request& request, UtcTime now) {
  const auto world_now = now + clock_offset_;
  world_.pass_time(world_now);
  if (request.target.starts_with("/_sim/")) return control::answer(*this, request, world_now);
  return answer_venue(request, world_now);
}

Reply Simulator::answer_venue(const Request& request, UtcTime now) {
  Target target{request.target};
  const auto destination = find_destination(request.method, target);
  if (!destination) {
    return {.status = 404,
            .headers = {{"Content-Type", "application/json"}},
            .body = R"({"error":"no venue has this path; sim/README.md lists the prefixes"})"};
  }
  const auto endpoint = endpoint_name(*destination, request);
  auto faults = world_.faults.draw({.venue = destination->venue,
                                    .endpoint = endpoint,
                                    .target = request.target,
                                    .body = request.body});
  Call call{.request = request,
            .target = std::move(target),
            .venue = destination->venue,
            .endpoint = endpoint,
            .captures = destination->captures,
            .now = now + skew_of(faults),
            .true_now = now,
            .faults = std::move(faults),
            .caller = {}};
  Answer answer;
  if (destination->route == nullptr) {
    answer = unknown_path(call.venue, world_);
  } else if (auto refusal = guard(world_, call, *destination->route)) {
    answer = std::move(*refusal);
  } else if (!stopped_before(call, *destination->route)) {
    answer = destination->route->handler(world_, call);
  }
  add_headers(world_, call, answer);
  bend(answer, call, world_);
  auto reply = deliver(answer, call, world_);
  remember({.at = now,
            .venue = call.venue,
            .endpoint = endpoint,
            .method = request.method,
            .target = request.target,
            .status = reply.status,
            .faults = names_of(call.faults)});
  return reply;
}

void Simulator::remember(SeenRequest request) {
  ++counters_[request.venue + " " + request.endpoint];
  seen_.push_back(std::move(request));
  if (seen_.size() > remembered_requests) seen_.pop_front();
}

void Simulator::forget_requests() {
  counters_.clear();
  seen_.clear();
}

}  // namespace holdfast::sim
