#pragma once
#include <optional>

#include "api/answer.hpp"
#include "api/request.hpp"
#include "api/session_book.hpp"

namespace holdfast::api {

// Who may read without a token. Writes always need one.
enum class ReadRule : std::uint8_t {
  token,             // nobody
  open_on_loopback,  // whoever is on this machine: no page of another site, nothing behind a proxy
};

// Lets a request in or says why not. The server has checked Host, Origin and Sec-Fetch-Site before
// (net/host_guard.hpp); what is decided here is who asks and what he may do.
class Doorkeeper {
 public:
  static constexpr std::string_view cookie_name = "holdfast_session";

  Doorkeeper(ReadRule reads, TokenBook tokens, Entropy& entropy, Clock& clock)
      : reads_{reads}, tokens_{std::move(tokens)}, sessions_{entropy, clock} {}

  // No open reading any more: other names than this machine's lead here.
  void require_tokens() { reads_ = ReadRule::token; }

  // None: go on. Else 401 or 403 as a problem.
  [[nodiscard]] std::optional<Answer> refusal(const Request& request, Scope needed) const;

  std::string mint_code() { return sessions_.mint_code(); }
  // 204 with the cookie, or 401.
  Answer sign_in(std::string_view code);
  Answer sign_out(const Request& request);

 private:
  [[nodiscard]] bool may_read_openly(const Request& request) const;

  ReadRule reads_;
  TokenBook tokens_;
  SessionBook sessions_;
};

}  // namespace holdfast::api
