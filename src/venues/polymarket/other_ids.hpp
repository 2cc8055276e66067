#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/holding.hpp"
#include "venues/polymarket/parse.hpp"

namespace holdfast::polymarket {

// The token of an outcome: by condition id and the outcome's name.
using ListedIds = std::map<std::pair<std::string, std::string>, std::string>;
ListedIds listed_ids(const std::vector<Holding>& rows);

// Trades of an outcome that is listed, but under another token's id than the listing's. Each token
// is a position of its own here and nothing joins the two, so it is said, a line for each such id.
std::vector<std::string> other_ids(const std::vector<Activity>& rows, const ListedIds& listed);

}  // namespace holdfast::polymarket
