#include "daemon/policy_of.hpp"

namespace holdfast::daemon {

SyncPolicy policy_of(const platform::Config& config, VenueName venue) {
  const platform::VenueSync& sync = config.sync.of(venue);
  const platform::BrakeConfig& brake = config.sync.brake;
  SyncPolicy policy;
  policy.witness = witness_need(venue);
  policy.patience = {sync.patience_sightings, sync.patience_age};
  policy.brake.closes_max = brake.max_closes;
  policy.brake.share_max_permille = static_cast<std::uint32_t>(brake.max_share.units() / 1'000'000);
  policy.brake.cost_max = brake.max_value;
  return policy;
}

}  // namespace holdfast::daemon
