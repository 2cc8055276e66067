#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace holdfast {

// In the place of a status: these are no bytes of a source. The body is in words the fault for
// which no answer came, or what the program remembered of earlier answers.
inline constexpr int no_answer = 0;

// The bytes a source answered with, kept for explain, bundle and replay.
struct RawAnswer {
  std::string source;  // "kalshi GET /portfolio/positions?limit=1000": never a header, no secret
  int status{no_answer};
  UtcTime at;
  std::string body;
};

// What one pass heard, or waited for in vain, in order, whether it was accepted or refused. A
// listing without a mark of the venue's own speaks of the moment at which the pass began to ask.
struct RawTape {
  std::optional<UtcTime> asked_at;
  std::vector<RawAnswer> answers;
};

// A pass as the ledger keeps it, to be run again.
struct RecordedPass {
  std::optional<UtcTime> asked_at;  // none: kept by a version that did not note it
  UtcTime booked_at;
  std::optional<SnapshotId> snapshot;  // none: it was refused, or only brought late facts
  std::vector<RawAnswer> answers;
};

}  // namespace holdfast
