#include "venues/pacifica/pages.hpp"

#include <utility>

#include "venues/pacifica/limits.hpp"

namespace holdfast::pacifica {
namespace {

Async<void> ask_page(Session& session, const std::string& target, RawTape& tape,
                     const TakePage& take_page, PageWalk& walk) {
  std::string page = target + "&" + parameter("limit", std::to_string(limits::page_rows));
  if (!walk.cursor().empty()) page += "&" + parameter("cursor", walk.cursor());
  const auto body = co_await session.get(std::move(page), tape);
  if (!body) co_return tl::make_unexpected(body.error());
  auto cursor = take_page(*body);
  if (!cursor) co_return tl::make_unexpected(std::move(cursor).error());
  co_return walk.turn(*std::move(cursor));
}

}  // namespace

Async<Completeness> walk_pages(Session& session, std::string target, RawTape& tape,
                               TakePage take_page) {
  PageWalk walk;
  while (!walk.at_end()) {
    auto asked = co_await ask_page(session, target, tape, take_page, walk);
    if (!asked) co_return tl::make_unexpected(std::move(asked).error());
  }
  co_return walk.proof();
}

Async<void> look_through(Session& session, std::string target, RawTape& tape, TakePage take_page,
                         std::function<bool()> enough, std::uint32_t pages_max) {
  PageWalk walk;
  for (std::uint32_t page = 0; (pages_max == 0 || page < pages_max) && !walk.at_end(); ++page) {
    auto asked = co_await ask_page(session, target, tape, take_page, walk);
    if (!asked) co_return tl::make_unexpected(std::move(asked).error());
    if (enough()) break;
  }
  co_return Result<void>{};
}

}  // namespace holdfast::pacifica
