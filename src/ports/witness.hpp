#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/readings.hpp"
#include "domain/raw_answer.hpp"
#include "ports/async.hpp"
#include "ports/venue.hpp"

namespace holdfast {

// An independent second source for quantities: a chain, asked over several endpoints.
class Witness {
 public:
  virtual ~Witness() = default;
  // Asks about exactly these keys. A fault means that no endpoint gave a usable answer.
  virtual Async<Readings> read(std::vector<PositionKey> keys, RawTape& tape) = 0;
  // Whether each endpoint serves the chain that is meant.
  virtual Async<std::vector<IdentityCheck>> identify(RawTape&) {
    co_return std::vector<IdentityCheck>{};
  }
};

}  // namespace holdfast
