#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/time.hpp"

namespace holdfast {

enum class EvidenceKind : std::uint8_t {
  fill,           // the venue's fill id
  settlement,     // the venue's settlement of the market
  chain_balance,  // block that endpoints agree on
  listing,        // a complete snapshot
  activity,       // the venue's activity feed
  person,         // somebody confirmed it by name
  count,          // how many positions the venue itself counts elsewhere
  book,           // another program's book, as it was read
  answer,         // an answer that could not be used; its bytes are kept with the case
};

inline constexpr std::array<std::string_view, 9> evidence_names{
    "fill",   "settlement", "chain_balance", "listing", "activity",
    "person", "count",      "book",          "answer"};

constexpr std::string_view name_of(EvidenceKind kind) {
  return evidence_names.at(static_cast<std::size_t>(kind));
}

// What a statement rests on, by the source's own id, so that anybody can look it up again.
struct Evidence {
  EvidenceKind kind{};
  std::string id;    // fill id, settlement id, "polygon:<number>:<hash>", snapshot id, name
  UtcTime at;        // the moment the source speaks of
  std::string text;  // one line for a person
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

}  // namespace holdfast
