#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>

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
  void answered(const SnapshotAnswer& answer) override;
  // A request left for a venue or a chain: "ok", or the fault.
  void requested(std::string_view to, std::string_view outcome);
  // The loop has turned, and so many requests may leave to each of these now.
  void turned(std::string_view loop, const std::map<std::string_view, std::uint32_t>& room);
  // The exposition text. Any thread.
  std::string render(const std::shared_ptr<const Replica>& shown);

 private:
  void set_account(const AccountStatus& account, UtcTime now);
  void set_streams(const AccountStatus& account);
  void set_drifts(const Replica& replica);
  void set_drift_value(const std::shared_ptr<const Replica>& replica);

  const Clock& clock_;
  platform::Metrics metrics_;
  EventSink* next_{};
};

}  // namespace holdfast::daemon
