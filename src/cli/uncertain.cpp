#include "cli/uncertain.hpp"

#include <algorithm>

#include "cli/embedded.hpp"

namespace holdfast::cli {
namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// The cells of a table's line; none for a line of another kind.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  if (!line.starts_with("| ")) return cells;
  line.remove_prefix(1);
  for (auto end = line.find('|'); end != std::string_view::npos; end = line.find('|')) {
    cells.emplace_back(trimmed(line.substr(0, end)));
    line.remove_prefix(end + 1);
  }
  return cells;
}

bool is_watched(std::string_view heading, const platform::Config& config) {
  const auto has = [&](VenueName venue) {
    return std::ranges::any_of(config.accounts,
                               [&](const auto& account) { return account.venue == venue; });
  };
  if (heading == "Kalshi") return has(VenueName::kalshi);
  if (heading == "Kalshi on Solana") return has(VenueName::kalshi_solana);
  if (heading == "Pacifica") return has(VenueName::pacifica);
  return has(VenueName::polymarket);  // and Polygon, its witness
}

}  // namespace

std::vector<UncertainPoint> uncertain_points(std::string_view document) {
  std::vector<UncertainPoint> points;
  std::string_view heading;
  while (!document.empty()) {
    const std::string_view line = document.substr(0, document.find('\n'));
    document.remove_prefix(std::min(line.size() + 1, document.size()));
    if (line.starts_with("## ")) heading = trimmed(line.substr(3));
    auto cells = cells_of(line);
    if (cells.size() != 5 || cells[0] == "#") continue;
    points.push_back({.id = std::move(cells[0]),
                      .venue = std::string{heading},
                      .question = std::move(cells[1]),
                      .reading = std::move(cells[2]),
                      .simulator = std::move(cells[3]),
                      .probe = std::move(cells[4])});
  }
  return points;
}

std::vector<UncertainPoint> uncertain_points_of(const platform::Config& config) {
  std::vector<UncertainPoint> points;
  for (const auto& file : embedded::cli()) {
    auto all = uncertain_points(file.bytes);
    std::erase_if(all, [&](const UncertainPoint& one) { return !is_watched(one.venue, config); });
    std::ranges::move(all, std::back_inserter(points));
  }
  return points;
}

}  // namespace holdfast::cli
