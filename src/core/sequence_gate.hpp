#pragma once
#include <cstdint>
#include <optional>

namespace holdfast {

// Watches a venue's counter of frames (from 1, one more each). A gap means that frames are missing
// for good: what came late, or twice, or from before, is told apart and must not be applied.
class SequenceGate {
 public:
  enum class Step : std::uint8_t { next, repeated, gap };

  Step take(std::uint64_t sequence) {
    if (last_ && sequence <= *last_) return Step::repeated;
    const bool follows = sequence == last_.value_or(0) + 1;
    last_ = sequence;
    return follows ? Step::next : Step::gap;
  }
  // A new subscription counts anew.
  void restart() { last_.reset(); }

 private:
  std::optional<std::uint64_t> last_;
};

}  // namespace holdfast
