#include "platform/metric_list.hpp"

namespace holdfast::platform {
namespace {

constexpr auto counter = MetricKind::counter;
constexpr auto gauge = MetricKind::gauge;
constexpr auto histogram = MetricKind::histogram;

constexpr std::array<MetricSpec, 22> list{{
    {Metric::build_info,
     "holdfast_build_info",
     gauge,
     {"version", "flavour"},
     "Always 1; the labels say what runs."},
    {Metric::verdict,
     "holdfast_verdict",
     gauge,
     {"verdict", ""},
     "1 for the headline that is shown now, 0 for the others."},
    {Metric::account_verdict,
     "holdfast_account_verdict",
     gauge,
     {"account", "verdict"},
     "1 for the account's verdict now, 0 for the others."},
    {Metric::snapshot_age,
     "holdfast_snapshot_age_seconds",
     gauge,
     {"account", ""},
     "Age of the newest complete snapshot; no sample before the first one."},
    {Metric::snapshot_duration,
     "holdfast_snapshot_duration_seconds",
     histogram,
     {"venue", ""},
     "Time from the first request of a snapshot to its last byte."},
    {Metric::snapshots,
     "holdfast_snapshots_total",
     counter,
     {"account", "result"},
     "Snapshots asked for, by result: complete, or the fault that refused it."},
    {Metric::drifts, "holdfast_drifts", gauge, {"state", ""}, "Open cases by state."},
    {Metric::drift_value,
     "holdfast_drift_value",
     gauge,
     {"currency", ""},
     "Money at stake in open cases; cases of unknown value are not in it."},
    {Metric::closes_held,
     "holdfast_closes_held",
     gauge,
     {"account", ""},
     "Positions whose closing the brake holds back now."},
    {Metric::positions_created,
     "holdfast_positions_created_total",
     counter,
     {"venue", ""},
     "Positions that appeared in the ledger."},
    {Metric::positions_updated,
     "holdfast_positions_updated_total",
     counter,
     {"venue", ""},
     "Positions whose quantity changed."},
    {Metric::positions_closed,
     "holdfast_positions_closed_total",
     counter,
     {"venue", "evidence"},
     "Positions closed, by the evidence that closed them."},
    {Metric::positions_expired_unmanaged,
     "holdfast_positions_expired_unmanaged_total",
     counter,
     {"venue", ""},
     "Positions whose market ended while no exit rule watched them."},
    {Metric::exit_rules, "holdfast_exit_rules", gauge, {"state", ""}, "Exit rules by state."},
    {Metric::exits, "holdfast_exits_total", counter, {"outcome", ""}, "Exits by outcome."},
    {Metric::exit_latency,
     "holdfast_exit_latency_seconds",
     histogram,
     {"venue", ""},
     "Time from the trigger to the first byte sent."},
    {Metric::loop_heartbeat,
     "holdfast_loop_heartbeat_timestamp_seconds",
     gauge,
     {"loop", ""},
     "UTC time of the loop's last turn."},
    {Metric::alerts,
     "holdfast_alerts_total",
     counter,
     {"channel", "result"},
     "Messages to people, by channel and result."},
    {Metric::venue_requests,
     "holdfast_venue_requests_total",
     counter,
     {"venue", "outcome"},
     "Requests to venues and chain endpoints: ok, or the fault."},
    {Metric::rate_budget_left,
     "holdfast_rate_budget_left",
     gauge,
     {"venue", ""},
     "Requests that may leave now without waiting."},
    {Metric::ledger_revision,
     "holdfast_ledger_revision",
     gauge,
     {"account", ""},
     "Revision of the account's journal."},
    {Metric::series_dropped,
     "holdfast_metric_series_dropped_total",
     counter,
     {"", ""},
     "Samples dropped because their metric has too many label sets."},
}};

// The table is read by index, so its order is the enum's.
constexpr bool in_order() {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (static_cast<std::size_t>(list.at(i).metric) != i) return false;
  }
  return true;
}
static_assert(in_order());
static_assert(list.size() == static_cast<std::size_t>(Metric::series_dropped) + 1);

}  // namespace

std::span<const MetricSpec> metric_list() { return list; }
const MetricSpec& spec_of(Metric metric) { return list.at(static_cast<std::size_t>(metric)); }

}  // namespace holdfast::platform
