#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace holdfast::platform {

enum class Metric : std::uint8_t {
  build_info,
  verdict,
  account_verdict,
  snapshot_age,
  snapshot_duration,
  snapshots,
  drifts,
  drift_value,
  closes_held,
  positions_created,
  positions_updated,
  positions_closed,
  positions_expired_unmanaged,
  exit_rules,
  exits,
  exit_latency,
  loop_heartbeat,
  alerts,
  venue_requests,
  rate_budget_left,
  ledger_revision,
  stream_up,
  stream_books_watched,
  stream_books_fresh,
  stream_books_stale,
  stream_messages,
  stream_gaps,
  stream_resyncs,
  stream_repeated,
  stream_connections,
  positions_polled_only,
  series_dropped,
};

enum class MetricKind : std::uint8_t { counter, gauge, histogram };
inline constexpr std::array<std::string_view, 3> metric_kind_names{"counter", "gauge", "histogram"};

struct MetricSpec {
  Metric metric{};
  std::string_view name;  // with the prefix holdfast_ and the unit
  MetricKind kind{};
  std::array<std::string_view, 2> labels;  // names; "" for none
  std::string_view help;
};

// In the order of the enum. docs/operating/metrics.md has a row for each.
std::span<const MetricSpec> metric_list();
const MetricSpec& spec_of(Metric metric);

}  // namespace holdfast::platform
