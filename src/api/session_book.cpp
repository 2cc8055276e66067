#include "api/session_book.hpp"

#include <algorithm>

namespace holdfast::api {

// Entries are found by the hash of a random text: the time a look-up takes tells about the hash of
// what was presented, and nothing about what is kept.

std::string SessionBook::mint_code() {
  const std::scoped_lock lock{mutex_};
  forget_old();
  std::string code = random_text(entropy_, "");
  codes_.emplace(digest_of(code), clock_.uptime() + code_lasts);
  return code;
}

std::optional<std::string> SessionBook::open(std::string_view code) {
  const std::scoped_lock lock{mutex_};
  forget_old();
  if (codes_.erase(digest_of(code)) == 0) return std::nullopt;
  if (sessions_.size() >= sessions_max) {
    sessions_.erase(std::ranges::min_element(sessions_, {},
                                             [](const auto& session) { return session.second; }));
  }
  std::string session = random_text(entropy_, "");
  sessions_.emplace(digest_of(session), clock_.uptime() + session_lasts);
  return session;
}

bool SessionBook::knows(std::string_view session) const {
  const std::scoped_lock lock{mutex_};
  const auto found = sessions_.find(digest_of(session));
  return found != sessions_.end() && clock_.uptime() < found->second;
}

void SessionBook::close(std::string_view session) {
  const std::scoped_lock lock{mutex_};
  sessions_.erase(digest_of(session));
}

void SessionBook::forget_old() {
  const Duration now = clock_.uptime();
  std::erase_if(codes_, [&](const auto& code) { return code.second <= now; });
  std::erase_if(sessions_, [&](const auto& session) { return session.second <= now; });
}

}  // namespace holdfast::api
