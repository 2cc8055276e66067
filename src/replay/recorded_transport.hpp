#pragma once
#include <string>
#include <vector>

#include "domain/raw_answer.hpp"
#include "domain/venue_name.hpp"
#include "ports/transport.hpp"
#include "replay/recorded_clock.hpp"

namespace holdfast::replay {

// Every venue's origin here: its name is all that is left of it.
std::string origin_of(VenueName venue);

// Answers each question with what was recorded for it, once, in the order of the record, and moves
// the clock to the moment of that answer, or fails as it failed then. What the record does not name
// is unreachable.
class RecordedTransport final : public Transport {
 public:
  explicit RecordedTransport(RecordedClock& clock) : clock_{clock} {}

  void play(const std::vector<RawAnswer>& answers);
  Async<HttpResponse> exchange(HttpRequest request) override;

 private:
  RecordedClock& clock_;
  std::vector<RawAnswer> left_;
};

}  // namespace holdfast::replay
