#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace holdfast {

// What went wrong decides what a loop does next, so the kind is closed and small. The text is
// for a person; no code branches on it. docs/operating/faults.md has a row for each.
enum class Fault : std::uint8_t {
  unreachable,      // no answer, a broken connection or 5xx: ask again with backoff
  rate_limited,     // the venue asks for patience: wait as long as it says
  not_now,          // the venue answers, but cannot take this at present (425, paused, cancel-only)
  unauthorised,     // credentials refused: alert, ask again with backoff
  malformed,        // bytes that break the venue's contract: keep them, alert, change nothing
  incomplete,       // a listing that is not whole: never a snapshot
  identity,         // the answer is about somebody else, or nobody
  conflict,         // the ledger moved while we asked: compare again
  refused,          // the venue understood and said no
  unknown_outcome,  // sent, and nobody knows what became of it: ask, never repeat blindly
  storage,          // the ledger cannot read or persist
  cancelled,        // we are shutting down, or the deadline passed on our side
};

inline constexpr std::array<std::string_view, 12> fault_names{
    "unreachable", "rate_limited", "not_now", "unauthorised",    "malformed", "incomplete",
    "identity",    "conflict",     "refused", "unknown_outcome", "storage",   "cancelled"};

constexpr std::string_view name_of(Fault fault) {
  return fault_names.at(static_cast<std::size_t>(fault));
}

struct Error {
  Fault fault{};
  std::string what;
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Fault fault, std::string what) {
  return tl::make_unexpected(Error{.fault = fault, .what = std::move(what)});
}

}  // namespace holdfast
