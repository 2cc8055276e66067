#pragma once
#include "ports/async.hpp"

namespace holdfast {

// Tells cheaply that what an account holds may have changed. Never evidence: the account is asked
// afresh.
class ChangeSignal {
 public:
  virtual ~ChangeSignal() = default;
  // Since the last call that gave no fault; the first one has nothing to compare with.
  virtual Async<bool> changed() = 0;
};

}  // namespace holdfast
