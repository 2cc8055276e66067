#include "daemon/meter.hpp"

#include "api/differences.hpp"
#include "api/valuation.hpp"
#include "platform/version.hpp"

namespace holdfast::daemon {
namespace {

using platform::Metric;

std::int64_t one_if(bool yes) { return yes ? 1 : 0; }

// "kalshi/main" -> "kalshi": the venue stands in front of each account's name.
std::string_view venue_of(const Event& event) {
  const std::string_view account = event.account.text;
  return account.substr(0, account.find('/'));
}

}  // namespace

Meter::Meter(const Clock& clock) : clock_{clock} {
  metrics_.set(Metric::build_info, {platform::version, platform::flavour}, 1);
}

void Meter::publish(const Event& event) {
  const auto venue = venue_of(event);
  if (event.kind == EventKind::position_created) {
    metrics_.count(Metric::positions_created, {venue});
  } else if (event.kind == EventKind::position_updated && event.evidence) {
    metrics_.count(Metric::positions_updated, {venue});
  } else if (event.kind == EventKind::position_closed && event.evidence) {
    metrics_.count(Metric::positions_closed, {venue, name_of(*event.evidence)});
  }
  if (next_ != nullptr) next_->publish(event);
}

void Meter::answered(const SnapshotAnswer& answer) {
  metrics_.count(Metric::snapshots, {answer.account.text, answer.result});
  if (answer.took) {
    metrics_.observe(Metric::snapshot_duration, {name_of(answer.venue)}, *answer.took);
  }
}

void Meter::requested(std::string_view to, std::string_view outcome) {
  metrics_.count(Metric::venue_requests, {to, outcome});
}

void Meter::turned(std::string_view loop, const std::map<std::string_view, std::uint32_t>& room) {
  metrics_.set(Metric::loop_heartbeat, {loop}, clock_.now().time_since_epoch());
  for (const auto& [to, requests] : room) {
    metrics_.set(Metric::rate_budget_left, {to}, std::int64_t{requests});
  }
}

void Meter::set_account(const AccountStatus& account, UtcTime now) {
  for (std::size_t i = 0; i < verdict_names.size(); ++i) {
    const auto verdict = static_cast<Verdict>(i);
    metrics_.set(Metric::account_verdict, {account.id.text, name_of(verdict)},
                 one_if(account.verdict == verdict));
  }
  metrics_.set(Metric::ledger_revision, {account.id.text},
               static_cast<std::int64_t>(account.revision));
  if (account.applied_at) {
    metrics_.set(Metric::snapshot_age, {account.id.text}, now - *account.applied_at);
  } else {
    metrics_.forget(Metric::snapshot_age, {account.id.text});
  }
}

void Meter::set_streams(const AccountStatus& account) {
  if (!account.streams.empty()) {
    metrics_.set(Metric::positions_polled_only, {account.id.text}, std::ssize(account.polled_only));
  }
  for (const StreamStatus& stream : account.streams) {
    const auto set = [&](Metric metric, std::uint64_t value) {
      metrics_.set(metric, {account.id.text, stream.name}, static_cast<std::int64_t>(value));
    };
    const auto total = [&](Metric metric, std::uint64_t value) {
      metrics_.set_total(metric, {account.id.text, stream.name}, value);
    };
    set(Metric::stream_up, stream.state == StreamState::live ? 1 : 0);
    set(Metric::stream_books_watched, stream.watched);
    set(Metric::stream_books_fresh, stream.fresh);
    set(Metric::stream_books_stale, stream.watched - stream.fresh);
    total(Metric::stream_messages, stream.counts.messages);
    total(Metric::stream_gaps, stream.counts.gaps + stream.counts.silent);
    total(Metric::stream_resyncs, stream.counts.healed);
    total(Metric::stream_repeated, stream.counts.repeated);
    total(Metric::stream_connections, stream.connections);
  }
}

void Meter::set_drifts(const Replica& replica) {
  std::map<CaseState, std::int64_t> open{{CaseState::suspected, 0}, {CaseState::confirmed, 0}};
  std::map<AccountId, std::int64_t> held;
  for (const AccountStatus& account : replica.accounts) held[account.id] = 0;
  for (const Case& one : replica.cases) {
    ++open[one.state];
    if (one.reason == CaseReason::brake) {
      held[one.account] += static_cast<std::int64_t>(one.keys.size());
    }
  }
  for (const auto& [state, count] : open) metrics_.set(Metric::drifts, {name_of(state)}, count);
  for (const auto& [account, count] : held) {
    metrics_.set(Metric::closes_held, {account.text}, count);
  }
}

namespace {

std::string currency_of(const PositionKey& key, const Replica& replica) {
  const auto known = replica.instruments.find(key.instrument);
  const bool told = known != replica.instruments.end();
  return std::string{
      api::currency_of(key.venue, told ? std::string_view{known->second.currency} : "")};
}

}  // namespace

// Zero of what is held and in no dispute; no sample where all that is in dispute is of unknown
// value.
void Meter::set_drift_value(const std::shared_ptr<const Replica>& replica) {
  std::map<std::string, Stakes> stakes;
  for (const Position& position : replica->positions) stakes[currency_of(position.key, *replica)];
  for (const api::Difference& one : api::differences(api::Picture{replica})) {
    if (is_open(one.about->state)) stakes[currency_of(one.key, *replica)].add(one.at_stake);
  }
  metrics_.forget_all(Metric::drift_value);
  for (const auto& [currency, stake] : stakes) {
    if (!stake.known() && stake.unknown() > 0) continue;
    metrics_.set(Metric::drift_value, {currency}, stake.known().value_or(Money{}));
  }
}

std::string Meter::render(const std::shared_ptr<const Replica>& shown) {
  const Replica& replica = *shown;
  for (std::size_t i = 0; i < verdict_names.size(); ++i) {
    const auto verdict = static_cast<Verdict>(i);
    metrics_.set(Metric::verdict, {name_of(verdict)}, one_if(replica.verdict == verdict));
  }
  for (const AccountStatus& account : replica.accounts) {
    set_account(account, clock_.now());
    set_streams(account);
  }
  set_drifts(replica);
  set_drift_value(shown);
  return metrics_.render();
}

}  // namespace holdfast::daemon
