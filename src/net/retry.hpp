#pragma once
#include "ports/clock.hpp"
#include "ports/entropy.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

struct RetryPolicy {
  int attempts = 4;                                 // in all, the first one counted
  Duration first = std::chrono::milliseconds{250};  // the first pause is at most this
  Duration longest = std::chrono::seconds{30};      // no pause of our own is longer
  Duration within = std::chrono::seconds{30};       // no attempt begins later than this
};

// Asks again, GET only: after unreachable, 425, 429 and 5xx (501 apart), and once after an answer
// that breaks HTTP, which once may be the line's doing. Pauses double and are
// drawn evenly from zero to their bound (full jitter). After a Retry-After the next attempt is
// never sooner than it says; when that lies beyond `within`, the answer is returned at once, status
// and all, and nothing sleeps. The last outcome is the outcome.
class Retry final : public Transport {
 public:
  Retry(Transport& inner, Clock& clock, Entropy& entropy, RetryPolicy policy = {})
      : inner_{inner}, clock_{clock}, entropy_{entropy}, policy_{policy} {}
  Async<HttpResponse> exchange(HttpRequest request) override;

 private:
  Transport& inner_;
  Clock& clock_;
  Entropy& entropy_;
  RetryPolicy policy_;
};

}  // namespace holdfast::net
