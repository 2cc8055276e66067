#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "sim/encoding.hpp"
#include "sim/pacifica/errors.hpp"
#include "sim/target.hpp"

namespace holdfast::sim::pacifica {

inline constexpr std::int64_t history_rows = 100;
inline constexpr std::int64_t history_rows_max = 1'000;

inline std::string cursor_text(std::int64_t place) {
  return base64url_text(bytes_of("pac:" + std::to_string(place)));
}

// The place a cursor leads to; a garbled one is the start, as most venues have it.
inline std::int64_t cursor_place(const Call& call, std::int64_t otherwise) {
  const auto bytes = bytes_from_base64url(call.target.value("cursor"));
  const std::string text = bytes ? std::string{bytes->begin(), bytes->end()} : std::string{};
  if (!text.starts_with("pac:")) return otherwise;
  return whole_number(text.substr(4)).value_or(otherwise);
}

// A page of entries that are kept oldest first and shown newest first, with start_time and end_time
// in milliseconds. Counted from the oldest, so that new rows never move the pages behind them.
// `write` gives a row, or nothing when a filter hides it. The histories' envelope has no error and
// code members.
template <class Entries, class Write>
Answer history_page(const Entries& entries, const Call& call, Write write) {
  const auto limit = std::clamp<std::int64_t>(
      whole_number(call.target.value("limit")).value_or(history_rows), 1, history_rows_max);
  const auto from = whole_number(call.target.value("start_time")).value_or(0);
  const auto to = whole_number(call.target.value("end_time"));
  auto at = std::min<std::int64_t>(cursor_place(call, std::ssize(entries)), std::ssize(entries));
  auto rows = Node::list();
  std::string cursor;
  for (; at > 0; --at) {
    const auto& entry = entries[static_cast<std::size_t>(at - 1)];
    const auto moment = unix_ms(entry.at);
    if (moment < from || (to && moment > *to)) continue;
    std::optional<Node> row = write(entry);
    if (!row) continue;
    if (std::ssize(rows.items()) == limit) {
      cursor = cursor_text(at);
      break;
    }
    rows.push(std::move(*row));
  }
  return {.body = Node::object({{"success", Node::boolean(true)},
                                {"data", std::move(rows)},
                                {"next_cursor", cursor.empty() ? Node{} : Node::text(cursor)},
                                {"has_more", Node::boolean(!cursor.empty())}}),
          .rows = "data",
          .cursor = "next_cursor",
          .first_cursor = cursor_text(std::ssize(entries))};
}

}  // namespace holdfast::sim::pacifica
