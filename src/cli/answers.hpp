#pragma once
#include <string>
#include <vector>

#include "cli/session.hpp"

namespace holdfast::cli {

// Whose word a list rests on. An account that is silent leaves nothing in it, which must not look
// like an account with nothing.
struct Answers {
  std::string verdict;  // of the whole
  struct Silent {
    std::string account;
    std::string why;
  };
  std::vector<Silent> silent;

  // "kalshi/main, polymarket/main"
  [[nodiscard]] std::string silent_names() const;
};

Result<Answers> ask_answers(Session& session);
// On stderr, one line for each account that is silent.
void say_silent(Session& session, const Answers& answers);

}  // namespace holdfast::cli
