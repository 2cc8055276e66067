#include "platform/metrics.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace holdfast::platform {
namespace {

using namespace std::chrono_literals;

TEST(Metrics, ShowNothingBeforeTheFirstSample) { EXPECT_EQ(Metrics{}.render(), ""); }

TEST(Metrics, AreRenderedAsPrometheusReadsThem) {
  Metrics metrics;
  metrics.count(Metric::venue_requests, {"kalshi", "ok"}, 2);
  metrics.count(Metric::venue_requests, {"kalshi", "ok"});
  metrics.count(Metric::venue_requests, {"kalshi", "malformed"});
  EXPECT_EQ(metrics.render(),
            "# HELP holdfast_venue_requests_total Requests to venues and chain endpoints (polygon, "
            "solana), each try counted: ok, or the fault that its status means.\n"
            "# TYPE holdfast_venue_requests_total counter\n"
            "holdfast_venue_requests_total{venue=\"kalshi\",outcome=\"malformed\"} 1\n"
            "holdfast_venue_requests_total{venue=\"kalshi\",outcome=\"ok\"} 3\n");
}

TEST(Metrics, KeepGaugesExact) {
  Metrics metrics;
  metrics.set(Metric::drift_value, {"USD"}, Money::parse("12.20").value());
  metrics.set(Metric::snapshot_age, {"kalshi/main"}, 1'500ms);
  metrics.set(Metric::ledger_revision, {"kalshi/main"}, std::int64_t{9'007'199'254'740'993});
  const auto text = metrics.render();
  EXPECT_NE(text.find("holdfast_drift_value{currency=\"USD\"} 12.2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("holdfast_snapshot_age_seconds{account=\"kalshi/main\"} 1.5\n"),
            std::string::npos);
  EXPECT_NE(text.find("} 9007199254740993\n"), std::string::npos) << text;
}

TEST(Metrics, ForgetWhatIsUnknown) {
  Metrics metrics;
  metrics.set(Metric::snapshot_age, {"a"}, 1s);
  metrics.set(Metric::snapshot_age, {"b"}, 1s);
  metrics.forget(Metric::snapshot_age, {"a"});
  EXPECT_EQ(metrics.render().find("\"a\""), std::string::npos);
  EXPECT_NE(metrics.render().find("\"b\""), std::string::npos);
}

TEST(Metrics, ForgetAFamilyWhole) {
  Metrics metrics;
  metrics.set(Metric::drift_value, {"USD"}, Money{});
  metrics.set(Metric::snapshot_age, {"a"}, 1s);
  metrics.forget_all(Metric::drift_value);
  EXPECT_EQ(metrics.render().find("drift_value"), std::string::npos);
  EXPECT_NE(metrics.render().find("\"a\""), std::string::npos);
}

TEST(Metrics, CountObservationsUpToEachBound) {
  Metrics metrics;
  metrics.observe(Metric::snapshot_duration, {"kalshi"}, 500us);
  metrics.observe(Metric::snapshot_duration, {"kalshi"}, 501us);
  metrics.observe(Metric::snapshot_duration, {"kalshi"}, 2min);
  const auto text = metrics.render();
  const auto has = [&text](std::string_view line) { return text.find(line) != std::string::npos; };
  EXPECT_TRUE(has("_bucket{venue=\"kalshi\",le=\"0.0005\"} 1\n")) << text;
  EXPECT_TRUE(has("_bucket{venue=\"kalshi\",le=\"0.001\"} 2\n"));
  EXPECT_TRUE(has("_bucket{venue=\"kalshi\",le=\"60\"} 2\n"));
  EXPECT_TRUE(has("_bucket{venue=\"kalshi\",le=\"+Inf\"} 3\n"));
  EXPECT_TRUE(has("_sum{venue=\"kalshi\"} 120.001001\n"));
  EXPECT_TRUE(has("_count{venue=\"kalshi\"} 3\n"));
}

TEST(Metrics, EscapeLabelsSoThatNoValueForgesASample) {
  Metrics metrics;
  metrics.set(Metric::snapshot_age, {"a\"} 1\nholdfast_x\\"}, 1s);
  EXPECT_NE(metrics.render().find("{account=\"a\\\"} 1\\nholdfast_x\\\\\"} 1\n"), std::string::npos)
      << metrics.render();
}

TEST(Metrics, BoundTheirLabelSetsAndSaySo) {
  Metrics metrics;
  for (std::size_t i = 0; i < Metrics::series_max + 3; ++i) {
    metrics.count(Metric::alerts, {std::to_string(i), "delivered"});
  }
  EXPECT_NE(metrics.render().find("holdfast_metric_series_dropped_total 3\n"), std::string::npos);
}

TEST(Metrics, LoseNothingBetweenThreads) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&metrics] {
      for (int j = 0; j < 1000; ++j) metrics.count(Metric::positions_created, {"kalshi"});
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_NE(metrics.render().find("} 4000\n"), std::string::npos);
}

TEST(MetricList, NamesEachMetricOnceInOneStyle) {
  std::set<std::string_view> names;
  for (const auto& spec : metric_list()) {
    EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
    EXPECT_TRUE(spec.name.starts_with("holdfast_")) << spec.name;
    EXPECT_EQ(spec.name.ends_with("_total"), spec.kind == MetricKind::counter) << spec.name;
    EXPECT_TRUE(spec.help.ends_with('.')) << spec.name;
    EXPECT_EQ(spec.help.find_first_of("\\\n"), std::string_view::npos) << spec.name;
  }
}

}  // namespace
}  // namespace holdfast::platform
