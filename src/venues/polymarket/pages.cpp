#include "venues/polymarket/pages.hpp"

#include <utility>

#include "venues/polymarket/limits.hpp"

namespace holdfast::polymarket {

Async<Completeness> walk_pages(Session& session, std::string target, std::string first_body,
                               RawTape& tape, TakePage take_page) {
  PageWalk walk;
  Result<std::string> body = std::move(first_body);
  while (!walk.at_end()) {
    if (body->empty()) {
      std::string page = target;
      if (!walk.cursor().empty()) page += "&" + parameter("cursor", walk.cursor());
      body = co_await session.get(std::move(page), tape);
      if (!body) co_return tl::make_unexpected(std::move(body).error());
    }
    auto cursor = take_page(*body);
    if (!cursor) co_return tl::make_unexpected(std::move(cursor).error());
    if (auto turned = walk.turn(*std::move(cursor)); !turned) {
      co_return tl::make_unexpected(std::move(turned).error());
    }
    body->clear();
  }
  co_return walk.proof();
}

Async<Completeness> walk_offsets(Session& session, std::string target, RawTape& tape,
                                 TakeRows take_rows) {
  PageWalk walk;
  for (std::uint32_t offset = 0; !walk.at_end(); offset += limits::v1_page_rows) {
    if (offset > limits::v1_offset_max) {
      co_return fail(Fault::incomplete,
                     "polymarket's older API shows no more than its highest offset, and there is "
                     "more: the listing cannot be whole");
    }
    const auto body =
        co_await session.get(target + "&" + parameter("offset", std::to_string(offset)), tape);
    if (!body) co_return tl::make_unexpected(body.error());
    const auto rows = take_rows(*body);
    if (!rows) co_return tl::make_unexpected(rows.error());
    if (*rows > limits::v1_page_rows) {
      co_return fail(Fault::malformed, "polymarket sent more rows than were asked for");
    }
    const bool full = *rows == limits::v1_page_rows;
    if (auto turned = walk.turn(full ? std::to_string(offset) : ""); !turned) {
      co_return tl::make_unexpected(std::move(turned).error());
    }
  }
  co_return walk.proof();
}

}  // namespace holdfast::polymarket
