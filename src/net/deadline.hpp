#pragma once
#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

// Each exchange ends within `total`, from the call to the last byte: after that the inner exchange
// is cancelled (which drops its connection) and the fault is unreachable.
class Deadline final : public Transport {
 public:
  Deadline(Transport& inner, Clock& clock, Duration total)
      : inner_{inner}, clock_{clock}, total_{total} {}
  Async<HttpResponse> exchange(HttpRequest request) override;

 private:
  Transport& inner_;
  Clock& clock_;
  Duration total_;
};

}  // namespace holdfast::net
