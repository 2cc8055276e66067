#pragma once
#include <string>
#include <vector>

#include "domain/raw_answer.hpp"
#include "ports/async.hpp"

namespace holdfast {

// What one point of docs/venues/uncertain.md looked like on the live venue.
struct ProbeFinding {
  std::string point;  // "P2"
  std::string seen;
};

// The side of a venue that can be asked about what its documents leave open. Its questions read and
// never write; what cannot be seen without acting is left to a person.
class VenueProbe {
 public:
  virtual ~VenueProbe() = default;
  // A question that nobody answers is a finding that says so.
  virtual Async<std::vector<ProbeFinding>> probe(RawTape& tape) = 0;
};

}  // namespace holdfast
