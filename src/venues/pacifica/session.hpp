#pragma once
#include <string>

#include "domain/raw_answer.hpp"
#include "net/query_parameter.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace holdfast::pacifica {

// Public questions to one Pacifica host. A GET bears no body and no header that speaks of one: the
// venue's gateway answers such requests with 403. Every answer goes to the tape before anybody
// reads it.
class Session {
 public:
  // `base` is an origin, or an origin with a path that goes before /api/v1; with /api/v1 at its end
  // it is taken too.
  Session(std::string base, Transport& transport, Clock& clock);

  // Whatever the venue answered; faults only where no answer came. `target` begins after /api/v1.
  Async<HttpResponse> ask(std::string target, RawTape& tape);
  // The body of a 200; every other status as the fault it means.
  Async<std::string> get(std::string target, RawTape& tape);

  // The venue's clock less ours by the newest Date header; zero while they agree within seconds.
  [[nodiscard]] Duration skew() const { return skew_; }
  // As a record says that it was; no Date header is heard there.
  void recall_skew(Duration skew) { skew_ = skew; }

 private:
  std::string origin_;
  std::string prefix_;
  Transport& transport_;
  Clock& clock_;
  Duration skew_{};
};

using net::parameter;

}  // namespace holdfast::pacifica
