#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/position.hpp"

namespace holdfast::api {

// Where a closed position stands in the list that has the newest first. A page ends at one, and the
// next goes on behind it: what closes meanwhile comes before and moves nothing.
struct HistoryPlace {
  std::optional<UtcTime> closed_at;
  std::string key;
  std::uint64_t life{};

  static HistoryPlace of(const Position& position);
  // What `text` wrote; none for anything else.
  static std::optional<HistoryPlace> parse(std::string_view text);
  // Letters, digits, points and a sign only: it goes into an address as it is.
  [[nodiscard]] std::string text() const;
};

// Whether `a` stands before `b`; no two positions stand at one place.
bool before(const HistoryPlace& a, const HistoryPlace& b);

}  // namespace holdfast::api
