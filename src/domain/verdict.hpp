#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace holdfast {

// The headline: one word for screen, command line, API and metrics alike.
enum class Verdict : std::uint8_t { agrees, drift, unknown, not_protected };

inline constexpr std::array<std::string_view, 4> verdict_names{"agrees", "drift", "unknown",
                                                               "not_protected"};
inline constexpr std::array<std::string_view, 4> verdict_headlines{"IN AGREEMENT", "DRIFT",
                                                                   "UNKNOWN", "NOT PROTECTED"};

constexpr std::string_view name_of(Verdict verdict) {
  return verdict_names.at(static_cast<std::size_t>(verdict));
}
constexpr std::string_view headline_of(Verdict verdict) {
  return verdict_headlines.at(static_cast<std::size_t>(verdict));
}

constexpr int exit_code_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::agrees:
      return 0;
    case Verdict::drift:
      return 3;
    case Verdict::unknown:
      return 5;
    case Verdict::not_protected:
      return 6;
  }
  return 1;
}

// Of several verdicts the one a person must hear first: not protected, drift, unknown.
constexpr Verdict worse(Verdict a, Verdict b) {
  constexpr std::array<int, 4> urgency{0, 2, 1, 3};
  return urgency.at(static_cast<std::size_t>(a)) >= urgency.at(static_cast<std::size_t>(b)) ? a : b;
}

}  // namespace holdfast
