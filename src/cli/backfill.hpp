#pragma once
#include <cstdint>
#include <string>

namespace holdfast::cli {

// Whether something is done, or only said.
enum class Rehearsal : std::uint8_t { no, yes };

// What `accounts backfill` found for one account that is configured without an owner.
struct Backfill {
  enum class State : std::uint8_t { bound, found, written, unknown };
  std::string account;
  State state{State::unknown};
  std::string owner;
  std::string source;  // where he was found
  std::string why;     // unknown: with the fix
};

}  // namespace holdfast::cli
