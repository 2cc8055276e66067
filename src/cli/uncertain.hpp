#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "platform/config.hpp"

namespace holdfast::cli {

// A point that a venue does not document: docs/venues/uncertain.md, carried in the binary.
struct UncertainPoint {
  std::string id;     // "K13"
  std::string venue;  // as the document's heading says it
  std::string question;
  std::string reading;    // what Holdfast rests on until it is known
  std::string simulator;  // the option that takes the other reading; "fixed": there is none
  std::string probe;      // how to see it on the live venue by hand
  std::vector<std::string> seen{};  // there, just now; empty: reading does not show it
};

std::vector<UncertainPoint> uncertain_points(std::string_view document);
// Those of the venues, and their chains, that are configured.
std::vector<UncertainPoint> uncertain_points_of(const platform::Config& config);

}  // namespace holdfast::cli
