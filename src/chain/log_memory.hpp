#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ports/token_logs.hpp"

namespace holdfast::polygon {

// What is known of a wallet's transfers without a question. Blocks from `begin` up to before `end`
// were agreed on.
struct KnownFlows {
  std::uint64_t begin{};
  std::uint64_t end{};
  std::vector<TokenFlow> flows;  // oldest first
  friend bool operator==(const KnownFlows&, const KnownFlows&) = default;
};

// What reading on rests on, for the tape: a pass that is run again must ask and know the same.
struct LogMemory {
  std::optional<KnownFlows> known;
  std::set<std::string> narrow;  // endpoints that are asked for few blocks at a time
  friend bool operator==(const LogMemory&, const LogMemory&) = default;
};

// One line for each thing; of the flows only those since then.
std::string text_of(const LogMemory& memory, UtcTime since);
Result<LogMemory> log_memory(std::string_view text);

}  // namespace holdfast::polygon
