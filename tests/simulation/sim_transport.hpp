#pragma once
#include <string>
#include <utility>

#include "ports/clock.hpp"
#include "ports/transport.hpp"
#include "sim/simulator.hpp"

namespace holdfast::simulation {

// The simulator behind the transport door, without sockets: delays and broken endings happen on the
// given clock. Simulator and clock must outlive it.
class SimTransport final : public Transport {
 public:
  SimTransport(sim::Simulator& simulator, Clock& clock) : simulator_{simulator}, clock_{clock} {}

  Async<HttpResponse> exchange(HttpRequest request) override {
    sim::Request asked{.method = std::string{name_of(request.method)},
                       .target = request.target,
                       .headers = {},
                       .body = std::move(request.body)};
    for (auto& [name, value] : request.headers) {
      asked.headers.push_back({.name = std::move(name), .value = std::move(value)});
    }
    sim::Reply reply = simulator_.answer(asked, clock_.now());
    if (reply.delay > Duration{}) co_await clock_.sleep_for(reply.delay);
    switch (reply.ending) {
      case sim::Ending::whole:
        break;
      case sim::Ending::never:
        // Whoever set a deadline has cancelled us long before.
        co_await clock_.sleep_for(std::chrono::hours{24});
        co_return fail(Fault::unreachable, "no answer within a day");
      case sim::Ending::reset:
        co_return fail(Fault::unreachable, "the connection was dropped");
      case sim::Ending::cut:
        co_return fail(Fault::unreachable, "the connection was dropped in the middle of the body");
      case sim::Ending::drip:
        if (reply.bytes_per_s > 0) {
          co_await clock_.sleep_for(
              std::chrono::seconds{reply.body.size() / reply.bytes_per_s + 1});
        }
        break;
    }
    HttpResponse response{.status = reply.status, .body = std::move(reply.body)};
    for (auto& [name, value] : reply.headers) {
      response.headers.emplace_back(std::move(name), std::move(value));
    }
    co_return response;
  }

 private:
  sim::Simulator& simulator_;
  Clock& clock_;
};

}  // namespace holdfast::simulation
