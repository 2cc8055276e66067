#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "domain/page_walk.hpp"
#include "net/query_parameter.hpp"
#include "venues/kalshi/session.hpp"

namespace holdfast::kalshi {

// Takes a page's body and returns its cursor.
using TakePage = std::function<Result<std::string>(const std::string& body)>;

// Asks page after page until Kalshi's end marker, the empty cursor. `query` is without limit and
// cursor.
Async<Completeness> walk_pages(Session& session, std::string path, std::string query, RawTape& tape,
                               TakePage take_page);

using net::parameter;
std::string joined(std::string_view first, std::string_view second);

}  // namespace holdfast::kalshi
