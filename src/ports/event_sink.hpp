#pragma once
#include <optional>
#include <string_view>

#include "domain/event.hpp"
#include "domain/time.hpp"

namespace holdfast {

// How one question for a snapshot ended.
struct SnapshotAnswer {
  AccountId account;
  VenueName venue{};
  // "complete"; "older": whole, and older than what is applied, so ignored; or the fault.
  std::string_view result;
  std::optional<Duration> took;  // from the first request to the last byte of what is whole
};

// Whoever wants to hear of what happened: log, SSE, metrics.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void publish(const Event& event) = 0;
  // Counted and never kept, so no event: most passes change nothing.
  virtual void answered(const SnapshotAnswer&) {}
};

}  // namespace holdfast
