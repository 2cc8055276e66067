#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "api/token_book.hpp"
#include "ports/clock.hpp"

namespace holdfast::api {

// Browsers that signed in by a one-time link. In memory and by hash only: a restart ends all
// sessions. Safe from any thread.
class SessionBook {
 public:
  static constexpr Duration code_lasts = std::chrono::minutes{15};
  static constexpr Duration session_lasts = std::chrono::hours{12};
  static constexpr std::size_t sessions_max = 256;

  SessionBook(Entropy& entropy, Clock& clock) : entropy_{entropy}, clock_{clock} {}

  // A code for a one-time link; it opens one session and is then worthless.
  std::string mint_code();
  // The new session's text for the cookie; none when the code is unknown, used or too old.
  std::optional<std::string> open(std::string_view code);
  [[nodiscard]] bool knows(std::string_view session) const;
  void close(std::string_view session);

 private:
  void forget_old();
  Entropy& entropy_;
  Clock& clock_;
  mutable std::mutex mutex_;
  std::map<Digest, Duration> codes_;  // until when, on the clock's uptime
  std::map<Digest, Duration> sessions_;
};

}  // namespace holdfast::api
