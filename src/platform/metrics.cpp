#include "platform/metrics.hpp"

#include <algorithm>
#include <cassert>

namespace holdfast::platform {
namespace {

constexpr int gauge_scale = 9;
constexpr Int128 gauge_one = 1'000'000'000;

std::size_t index_of(Metric metric) { return static_cast<std::size_t>(metric); }

}  // namespace

Metrics::Metrics() : families_(metric_list().size()) {}

Metrics::Series* Metrics::find_or_add(Metric metric, LabelValues labels) {
  const auto& spec = spec_of(metric);
  const auto wanted = static_cast<std::size_t>(
      std::ranges::count_if(spec.labels, [](std::string_view name) { return !name.empty(); }));
  assert(labels.size() == wanted);
  Key key{};
  std::ranges::copy(labels.begin(), labels.begin() + std::min(labels.size(), wanted), key.begin());
  auto& family = families_.at(index_of(metric));
  if (const auto found = family.find(key); found != family.end()) return &found->second;
  if (family.size() >= series_max) {
    families_.at(index_of(Metric::series_dropped))[Key{}].units += 1;
    return nullptr;
  }
  return &family[key];
}

void Metrics::count(Metric metric, LabelValues labels, std::uint64_t by) {
  assert(spec_of(metric).kind == MetricKind::counter);
  const std::lock_guard lock{mutex_};
  if (auto* series = find_or_add(metric, labels)) series->units += by;
}

void Metrics::set_total(Metric metric, LabelValues labels, std::uint64_t total) {
  assert(spec_of(metric).kind == MetricKind::counter);
  const std::lock_guard lock{mutex_};
  if (auto* series = find_or_add(metric, labels)) series->units = total;
}

void Metrics::set_units(Metric metric, LabelValues labels, Int128 units) {
  assert(spec_of(metric).kind == MetricKind::gauge);
  const std::lock_guard lock{mutex_};
  if (auto* series = find_or_add(metric, labels)) series->units = units;
}

void Metrics::set(Metric metric, LabelValues labels, std::int64_t whole) {
  set_units(metric, labels, whole * gauge_one);
}

void Metrics::set(Metric metric, LabelValues labels, Duration seconds) {
  set_units(metric, labels, Int128{seconds.count()} * 1000);
}

void Metrics::set(Metric metric, LabelValues labels, Money amount) {
  static_assert(Money::scale == gauge_scale);
  set_units(metric, labels, amount.units());
}

void Metrics::observe(Metric metric, LabelValues labels, Duration seconds) {
  assert(spec_of(metric).kind == MetricKind::histogram);
  const std::lock_guard lock{mutex_};
  auto* series = find_or_add(metric, labels);
  if (series == nullptr) return;
  series->units += seconds.count();
  series->observations += 1;
  const auto* const bound = std::ranges::lower_bound(bucket_bounds_us, seconds.count());
  if (bound != bucket_bounds_us.end()) {
    series->buckets.at(static_cast<std::size_t>(bound - bucket_bounds_us.begin())) += 1;
  }
}

void Metrics::forget(Metric metric, LabelValues labels) {
  Key key{};
  std::ranges::copy(labels.begin(), labels.begin() + std::min(labels.size(), key.size()),
                    key.begin());
  const std::lock_guard lock{mutex_};
  families_.at(index_of(metric)).erase(key);
}

void Metrics::forget_all(Metric metric) {
  const std::lock_guard lock{mutex_};
  families_.at(index_of(metric)).clear();
}

}  // namespace holdfast::platform
