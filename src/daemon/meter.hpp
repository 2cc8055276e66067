#pragma once
#include <map>
#include <string>

#include "platform/metrics.hpp"
#include "ports/clock.hpp"
#include "ports/event_sink.hpp"
#include "ports/replica.hpp"

namespace holdfast::daemon {

// Counts what happens as it happens, hands it on, and reads the gauges off the replica when
// somebody asks: gauges then cannot be older than the page.
class Meter final : public EventSink {
 public:
  explicit Meter(const Clock& clock);

  void hand_on_to(EventSink* next) { next_ = next; }
  void publish(const Event& event) override;
  // The exposition text. Any thread.
  std::string render(const Replica& replica);

 private:
  void set_account(const AccountStatus& account, UtcTime now);
  void set_streams(const AccountStatus& account);
  void set_drifts(const Replica& replica);

  const Clock& clock_;
  platform::Metrics metrics_;
  EventSink* next_{};
};

}  // namespace holdfast::daemon
