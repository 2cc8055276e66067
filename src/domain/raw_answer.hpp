#pragma once
#include <string>
#include <vector>

#include "domain/time.hpp"

namespace holdfast {

// The bytes a source answered with, kept for explain, bundle and replay.
struct RawAnswer {
  std::string source;  // "kalshi GET /portfolio/positions?limit=1000": never a header, no secret
  int status{};
  UtcTime at;
  std::string body;
};

// What one pass heard, in order, whether it was accepted or refused.
struct RawTape {
  std::vector<RawAnswer> answers;
};

}  // namespace holdfast
