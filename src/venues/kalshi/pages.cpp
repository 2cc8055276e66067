#include "venues/kalshi/pages.hpp"

#include <utility>

#include "venues/kalshi/limits.hpp"

namespace holdfast::kalshi {

std::string joined(std::string_view first, std::string_view second) {
  std::string query{first};
  if (!first.empty() && !second.empty()) query += "&";
  return query.append(second);
}

Async<Completeness> walk_pages(Session& session, std::string path, std::string query, RawTape& tape,
                               TakePage take_page) {
  const std::string first =
      joined(parameter("limit", std::to_string(limits::page_rows_max)), query);
  PageWalk walk;
  while (!walk.at_end()) {
    std::string page = first;
    if (!walk.cursor().empty()) page = joined(first, parameter("cursor", walk.cursor()));
    const auto body = co_await session.get(path, std::move(page), tape);
    if (!body) co_return tl::make_unexpected(body.error());
    auto cursor = take_page(*body);
    if (!cursor) co_return tl::make_unexpected(std::move(cursor).error());
    if (auto turned = walk.turn(*std::move(cursor)); !turned) {
      co_return tl::make_unexpected(std::move(turned).error());
    }
  }
  co_return walk.proof();
}

}  // namespace holdfast::kalshi
