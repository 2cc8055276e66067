#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "domain/snapshot.hpp"

namespace holdfast {

enum class Freshness : std::uint8_t {
  newer,       // may be applied
  older,       // than what was applied already: ignored, it refreshes no age
  from_ahead,  // speaks of a moment that has not come: malformed
};

// How far the account has been applied.
struct Watermark {
  UtcTime as_of;
  std::optional<std::int64_t> sequence;  // none: the venue numbers nothing, or did not then
  friend bool operator==(const Watermark&, const Watermark&) = default;
};

inline Watermark watermark_of(const Snapshot& snapshot) {
  return {snapshot.as_of(), snapshot.header().sequence};
}

// A venue's clock may be a little ahead of ours; more than this is no clock any more.
inline constexpr Duration venue_ahead_max = std::chrono::minutes{1};

// Where both sides have the venue's own number it alone decides: a listing that is asked later but
// answered by a server that is behind has the later time and the lower number. The same number is
// the same state.
inline Freshness judge_watermark(const Snapshot& snapshot, const std::optional<Watermark>& applied,
                                 UtcTime now) {
  if (snapshot.as_of() > now + venue_ahead_max) return Freshness::from_ahead;
  if (!applied) return Freshness::newer;
  const auto& sequence = snapshot.header().sequence;
  const bool older = sequence && applied->sequence ? *sequence < *applied->sequence
                                                   : snapshot.as_of() < applied->as_of;
  return older ? Freshness::older : Freshness::newer;
}

// A watermark that stands still longer than this is of reads that are stuck: what has happened
// since does not show, however often they answer.
inline constexpr Duration venue_behind_max = std::chrono::minutes{3};

// How old the venue's state was already when it was asked for. Where the venue gives no moment of
// its own the listing is of the question's, whatever the two clocks say.
inline Duration age_when_asked(const Snapshot& snapshot, UtcTime asked_at) {
  if (!snapshot.header().has_watermark) return {};
  return std::max(Duration{}, asked_at - snapshot.as_of());
}

// After a snapshot was applied. An answer without a number does not make the known one forgotten:
// the next that has one is compared with it.
inline Watermark advanced(const std::optional<Watermark>& applied, const Watermark& by) {
  if (!applied) return by;
  return {by.as_of, by.sequence ? std::max(by.sequence, applied->sequence) : applied->sequence};
}

}  // namespace holdfast
