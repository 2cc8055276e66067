#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "domain/fixed.hpp"
#include "domain/time.hpp"
#include "platform/metric_list.hpp"

namespace holdfast::platform {

// Values of the metric's labels, in the order of its spec.
using LabelValues = std::initializer_list<std::string_view>;

// Counters, gauges and histograms in Prometheus' text form. Values are exact: whole numbers,
// durations (shown in seconds) and money, no floating point. Safe from any thread. A metric
// holds at most `series_max` label sets; more are dropped and counted.
class Metrics {
 public:
  static constexpr std::size_t series_max = 2000;

  Metrics();
  void count(Metric metric, LabelValues labels, std::uint64_t by = 1);
  // A counter that is kept elsewhere, as it stands there.
  void set_total(Metric metric, LabelValues labels, std::uint64_t total);
  void set(Metric metric, LabelValues labels, std::int64_t whole);
  void set(Metric metric, LabelValues labels, Duration seconds);
  void set(Metric metric, LabelValues labels, Money amount);
  void observe(Metric metric, LabelValues labels, Duration seconds);
  // What is unknown has no sample: it never shows as zero.
  void forget(Metric metric, LabelValues labels);
  void forget_all(Metric metric);

  // text/plain; version=0.0.4
  [[nodiscard]] std::string render() const;

  // Upper bounds of the histogram buckets, in microseconds.
  static constexpr std::array<std::int64_t, 14> bucket_bounds_us{
      500,     1'000,     5'000,     10'000,    50'000,     100'000,    250'000,
      500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000, 30'000'000, 60'000'000};

 private:
  using Key = std::array<std::string, 2>;
  struct Series {
    Int128 units{};  // counter: whole; gauge: 1e-9; histogram: microseconds
    std::uint64_t observations{};
    std::array<std::uint64_t, bucket_bounds_us.size()> buckets{};
  };
  Series* find_or_add(Metric metric, LabelValues labels);
  void set_units(Metric metric, LabelValues labels, Int128 units);

  mutable std::mutex mutex_;
  std::vector<std::map<Key, Series>> families_;  // by metric
};

}  // namespace holdfast::platform
