#pragma once
#include "domain/event.hpp"

namespace holdfast {

// Whoever wants to hear of what happened: log, SSE, metrics.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void publish(const Event& event) = 0;
};

}  // namespace holdfast
