#pragma once
#include <string_view>

#include "domain/error.hpp"
#include "domain/verdict.hpp"

namespace holdfast::cli {

// What scripts branch on, beside the verdict's own codes (0, 3, 5, 6).
enum class ExitCode : int { ok = 0, failure = 1, usage = 2, needs_credentials = 4, unknown = 5 };

constexpr int code(ExitCode exit) { return static_cast<int>(exit); }

constexpr int code_of(const Error& error) {
  if (error.fault == Fault::unauthorised) return code(ExitCode::needs_credentials);
  return code(ExitCode::failure);
}

// Of a verdict as the daemon's answer names it.
constexpr int code_of_verdict(std::string_view verdict) {
  for (std::size_t i = 0; i < verdict_names.size(); ++i) {
    if (verdict_names.at(i) == verdict) return exit_code_of(static_cast<Verdict>(i));
  }
  return code(ExitCode::failure);
}

}  // namespace holdfast::cli
