#pragma once
#include <functional>
#include <string_view>

#include "ports/clock.hpp"
#include "ports/transport.hpp"
#include "sim/simulator.hpp"

namespace holdfast::scenario {

// The simulator behind the transport door, without sockets: delays and broken endings happen on the
// given clock. What it refers to must outlive it.
class SimTransport final : public Transport {
 public:
  // Which simulator answers a target, and what time it is at the venue.
  using Choose = std::function<sim::Simulator&(std::string_view target)>;
  using VenueTime = std::function<UtcTime()>;

  SimTransport(sim::Simulator& simulator, Clock& clock)
      : SimTransport{[&simulator](std::string_view) -> sim::Simulator& { return simulator; },
                     [&clock] { return clock.now(); }, clock} {}
  SimTransport(Choose choose, VenueTime venue_time, Clock& clock)
      : choose_{std::move(choose)}, venue_time_{std::move(venue_time)}, clock_{clock} {}

  Async<HttpResponse> exchange(HttpRequest request) override;

 private:
  Choose choose_;
  VenueTime venue_time_;
  Clock& clock_;
};

}  // namespace holdfast::scenario
