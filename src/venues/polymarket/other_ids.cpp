#include "venues/polymarket/other_ids.hpp"

#include <fmt/format.h>

#include <set>

namespace holdfast::polymarket {

ListedIds listed_ids(const std::vector<Holding>& rows) {
  ListedIds listed;
  for (const Holding& row : rows) {
    if (row.about.condition_id.empty() || row.about.outcome.empty()) continue;
    listed.emplace(std::pair{row.about.condition_id, row.about.outcome}, row.key.instrument.text);
  }
  return listed;
}

std::vector<std::string> other_ids(const std::vector<Activity>& rows, const ListedIds& listed) {
  std::vector<std::string> lines;
  std::set<std::string> told;
  for (const Activity& row : rows) {
    if (row.kind != "TRADE") continue;
    const auto known = listed.find({row.condition, row.outcome});
    if (known == listed.end() || known->second == row.token) continue;
    if (!told.insert(row.token).second) continue;
    lines.push_back(fmt::format(
        "{} of {} is listed as token {}, and its {} of {} in {} names token {}: two positions here",
        row.outcome, row.condition, known->second, row.side, row.size, row.transaction, row.token));
  }
  return lines;
}

}  // namespace holdfast::polymarket
