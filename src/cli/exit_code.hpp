#pragma once
#include "domain/error.hpp"

namespace holdfast::cli {

// What scripts branch on, beside the verdict's own codes (0, 3, 5, 6).
enum class ExitCode : int { ok = 0, failure = 1, usage = 2, needs_credentials = 4, unknown = 5 };

constexpr int code(ExitCode exit) { return static_cast<int>(exit); }

constexpr int code_of(const Error& error) {
  if (error.fault == Fault::unauthorised) return code(ExitCode::needs_credentials);
  return code(ExitCode::failure);
}

}  // namespace holdfast::cli
