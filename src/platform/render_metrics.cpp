#include <fmt/format.h>

#include "platform/metrics.hpp"

// Prometheus' text format 0.0.4.
namespace holdfast::platform {
namespace {

constexpr int microsecond_scale = 6;
constexpr int gauge_scale = 9;

std::string escaped_label(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '"') {
      out += "\\\"";
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

// {account="kalshi/main",le="0.5"}, or nothing when there are no labels.
std::string labels_text(const MetricSpec& spec, const std::array<std::string, 2>& values,
                        std::string_view bound = {}) {
  std::string out;
  const auto append = [&out](std::string_view name, std::string_view value) {
    out += fmt::format("{}{}=\"{}\"", out.empty() ? "" : ",", name, value);
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!spec.labels.at(i).empty()) append(spec.labels.at(i), escaped_label(values.at(i)));
  }
  if (!bound.empty()) append("le", bound);
  return out.empty() ? out : "{" + out + "}";
}

}  // namespace

std::string Metrics::render() const {
  const std::lock_guard lock{mutex_};
  std::string out;
  for (const auto& spec : metric_list()) {
    const auto& family = families_.at(static_cast<std::size_t>(spec.metric));
    if (family.empty()) continue;
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", spec.name, spec.help, spec.name,
                       metric_kind_names.at(static_cast<std::size_t>(spec.kind)));
    for (const auto& [values, series] : family) {
      if (spec.kind != MetricKind::histogram) {
        const int scale = spec.kind == MetricKind::gauge ? gauge_scale : 0;
        out += fmt::format("{}{} {}\n", spec.name, labels_text(spec, values),
                           decimal_text(series.units, scale));
        continue;
      }
      std::uint64_t up_to = 0;
      for (std::size_t i = 0; i < bucket_bounds_us.size(); ++i) {
        up_to += series.buckets.at(i);
        const auto bound = decimal_text(bucket_bounds_us.at(i), microsecond_scale);
        out += fmt::format("{}_bucket{} {}\n", spec.name, labels_text(spec, values, bound), up_to);
      }
      out += fmt::format("{}_bucket{} {}\n", spec.name, labels_text(spec, values, "+Inf"),
                         series.observations);
      out += fmt::format("{}_sum{} {}\n", spec.name, labels_text(spec, values),
                         decimal_text(series.units, microsecond_scale));
      out +=
          fmt::format("{}_count{} {}\n", spec.name, labels_text(spec, values), series.observations);
    }
  }
  return out;
}

}  // namespace holdfast::platform
