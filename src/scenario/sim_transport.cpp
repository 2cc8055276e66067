#include "scenario/sim_transport.hpp"

#include <string>
#include <utility>

namespace holdfast::scenario {

Async<HttpResponse> SimTransport::exchange(HttpRequest request) {
  ++requests_;
  sim::Simulator& simulator = choose_(request);
  sim::Request asked{.method = std::string{name_of(request.method)},
                     .target = request.target,
                     .headers = {},
                     .body = std::move(request.body)};
  for (auto& [name, value] : request.headers) {
    asked.headers.push_back({.name = std::move(name), .value = std::move(value)});
  }
  sim::Reply reply = simulator.answer(asked, venue_time_());
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
      co_return fail(Fault::malformed, "the answer was cut in the middle of the body");
    case sim::Ending::drip:
      if (reply.bytes_per_s > 0) {
        co_await clock_.sleep_for(std::chrono::seconds{reply.body.size() / reply.bytes_per_s + 1});
      }
      break;
  }
  HttpResponse response{.status = reply.status, .body = std::move(reply.body)};
  for (auto& [name, value] : reply.headers) {
    response.headers.emplace_back(std::move(name), std::move(value));
  }
  co_return response;
}

}  // namespace holdfast::scenario
