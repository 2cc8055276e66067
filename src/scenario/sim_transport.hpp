#pragma once
#include <cstdint>
#include <functional>

#include "ports/clock.hpp"
#include "ports/transport.hpp"
#include "sim/simulator.hpp"

namespace holdfast::scenario {

// The simulator behind the transport door, without sockets: delays and broken endings happen on the
// given clock. What it refers to must outlive it.
class SimTransport final : public Transport {
 public:
  // Which simulator answers a request, and what time it is at the venue.
  using Choose = std::function<sim::Simulator&(const HttpRequest&)>;
  using VenueTime = std::function<UtcTime()>;

  SimTransport(sim::Simulator& simulator, Clock& clock)
      : SimTransport{[&simulator](const HttpRequest&) -> sim::Simulator& { return simulator; },
                     [&clock] { return clock.now(); }, clock} {}
  SimTransport(Choose choose, VenueTime venue_time, Clock& clock)
      : choose_{std::move(choose)}, venue_time_{std::move(venue_time)}, clock_{clock} {}

  Async<HttpResponse> exchange(HttpRequest request) override;
  // How many requests have left so far.
  [[nodiscard]] std::uint64_t requests() const { return requests_; }

 private:
  Choose choose_;
  VenueTime venue_time_;
  Clock& clock_;
  std::uint64_t requests_{};
};

}  // namespace holdfast::scenario
