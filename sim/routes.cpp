#include "sim/routes.hpp"

#include "sim/target.hpp"

namespace holdfast::sim {

std::optional<std::vector<std::string>> fit(std::string_view pattern,
                                            const std::vector<std::string>& segments,
                                            std::size_t skip_segments) {
  const auto wanted = split(pattern, '/');
  if (segments.size() < skip_segments || segments.size() - skip_segments != wanted.size()) {
    return std::nullopt;
  }
  std::vector<std::string> captures;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& segment = segments[skip_segments + i];
    if (wanted[i].starts_with('{')) {
      captures.push_back(segment);
    } else if (wanted[i] != segment) {
      return std::nullopt;
    }
  }
  return captures;
}

}  // namespace holdfast::sim
