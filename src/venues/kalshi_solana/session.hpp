#pragma once
#include <optional>
#include <string>

#include "domain/raw_answer.hpp"
#include "platform/secret.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace holdfast::kalshi_solana {

// Questions to one of DFlow's hosts. Every answer goes to the tape before anybody reads it; the key
// goes into a header and nowhere else.
class Session {
 public:
  // `base` is an origin, or an origin with a path that goes before every target.
  // `key`: of DFlow, null for its keyless hosts; it must outlive this.
  Session(const std::string& base, const platform::Secret* key, Transport& transport, Clock& clock);

  // The body of a 2xx; every other status as the fault it means.
  Async<std::string> get(std::string target, RawTape& tape);
  Async<std::string> post(std::string target, std::string body, RawTape& tape);
  // The same, but none for 404: the venue does not know the thing.
  Async<std::optional<std::string>> find(std::string target, RawTape& tape);

 private:
  Async<HttpResponse> ask(Method method, std::string target, std::string body, RawTape& tape);

  std::string origin_;
  std::string prefix_;
  const platform::Secret* key_;
  Transport& transport_;
  Clock& clock_;
};

}  // namespace holdfast::kalshi_solana
