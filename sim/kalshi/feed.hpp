#pragma once
#include <string>

#include "sim/kalshi/parameters.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::kalshi {

// The filters that fills, settlements and orders share.
struct FeedFilter {
  std::int64_t limit{100};
  std::int64_t before{};                    // the cursor: ordinal below which the page starts
  std::optional<std::uint16_t> subaccount;  // none: all of them
  std::optional<std::uint16_t> shard;
  std::int64_t min_ts{};
  std::int64_t max_ts{};
  std::string ticker;

  [[nodiscard]] bool takes(std::uint16_t its_subaccount, std::uint16_t its_shard,
                           const std::string& its_ticker, UtcTime at) const;
};

Parameter<FeedFilter> feed_filter(const World& world, const Call& call, std::string_view operation);

// A page of a feed that is kept oldest first and shown newest first. Rows are counted from the
// oldest, so that new rows never move the pages behind them. `write` gives a row, or nothing when
// a filter hides it.
template <class Entries, class Write>
Answer feed_page(const Entries& entries, const FeedFilter& filter, std::string_view member,
                 Write write) {
  const auto total = std::ssize(entries);
  auto at = filter.before > 0 ? std::min<std::int64_t>(filter.before, total) : total;
  auto rows = Node::list();
  std::string cursor;
  for (; at > 0; --at) {
    std::optional<Node> row = write(entries[static_cast<std::size_t>(at - 1)]);
    if (!row) continue;
    if (std::ssize(rows.items()) == filter.limit) {
      cursor = cursor_text(std::to_string(at));
      break;
    }
    row->sort_keys();
    rows.push(std::move(*row));
  }
  return {.body = Node::object(
              {{"cursor", Node::text(cursor)}, {std::string{member}, std::move(rows)}}),
          .rows = std::string{member},
          .cursor = "cursor",
          .first_cursor = "again"};
}

}  // namespace holdfast::sim::kalshi
