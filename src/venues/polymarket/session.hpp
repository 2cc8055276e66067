#pragma once
#include <string>

#include "domain/raw_answer.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace holdfast::polymarket {

// Questions to one Polymarket host; `more` are the headers of signed ones. Every answer goes to the
// tape before anybody reads it.
class Session {
 public:
  // `base` is an origin, or an origin with a path that goes before every target.
  Session(const std::string& base, Transport& transport, Clock& clock);

  // Whatever the venue answered; faults only where no answer came.
  Async<HttpResponse> ask(std::string target, RawTape& tape, Headers more = {});
  // The body of a 200; every other status as the fault it means.
  Async<std::string> get(std::string target, RawTape& tape, Headers more = {});

  // The venue's clock less ours by the newest Date header; none before one was heard.
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

}  // namespace holdfast::polymarket
