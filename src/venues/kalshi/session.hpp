#pragma once
#include <string>

#include "domain/raw_answer.hpp"
#include "ports/clock.hpp"
#include "ports/signer.hpp"
#include "ports/transport.hpp"

namespace holdfast::kalshi {

// Signed questions to one Kalshi host. Every answer goes to the tape before anybody reads it.
class Session {
 public:
  Session(std::string origin, std::string key_id, Transport& transport, Clock& clock,
          Signer& signer);

  // Whatever the venue answered; faults only where no answer came. `path` begins after
  // /trade-api/v2; `query` is without its question mark.
  Async<HttpResponse> ask(std::string path, std::string query, RawTape& tape);
  // The body of a 200; every other status as the fault it means.
  Async<std::string> get(std::string path, std::string query, RawTape& tape);

  // The venue's clock less ours, as far as its answers told (Date header); zero while they agree
  // within limits::clock_skew_s.
  [[nodiscard]] Duration skew() const { return skew_; }

 private:
  Async<HttpResponse> ask_once(const std::string& path, const std::string& query, RawTape& tape);

  std::string origin_;
  std::string key_id_;
  Transport& transport_;
  Clock& clock_;
  Signer& signer_;
  Duration skew_{};
};

}  // namespace holdfast::kalshi
