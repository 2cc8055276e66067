#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/evidence.hpp"
#include "domain/fixed.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"
#include "domain/wait.hpp"

namespace holdfast {

// Why Holdfast asks for attention; one closed list from engine to pixel.
enum class CaseReason : std::uint8_t {
  stale,             // no answer for longer than the stale limit, or old answers in a row
  unauthorised,      // 401, 403, or an empty list behind a refused key
  schema,            // malformed bytes, a renamed or missing field
  incomplete,        // page missing, cursor loop, duplicate key, cap hit
  identity,          // wrong address, key or owner
  suspected,         // quantities differ and nothing explains it yet
  unproven_absence,  // gone from the listing, no witness says so
  suspicious_empty,  // gone from the listing, but a witness says it is still held
  witness_conflict,  // second sources contradict each other or the listing
  unknown_row,       // a row whose key can be read and whose content cannot
  brake,             // more closes in one pass than anybody should believe
  conflict,          // the ledger kept moving under a pass
  unreadable_book,   // another program's book cannot be read; its last good content stays
  quarantined_rows,  // rows of such a book, or of a venue's history, that count for nothing
  claimed_twice,     // several books, or strategies, claim more of a position than is held
};

inline constexpr std::array<std::string_view, 15> case_reason_names{
    "stale",     "unauthorised",     "schema",           "incomplete",       "identity",
    "suspected", "unproven_absence", "suspicious_empty", "witness_conflict", "unknown_row",
    "brake",     "conflict",         "unreadable_book",  "quarantined_rows", "claimed_twice"};

enum class CaseState : std::uint8_t { suspected, confirmed, explained, corrected, dismissed };

inline constexpr std::array<std::string_view, 5> case_state_names{
    "suspected", "confirmed", "explained", "corrected", "dismissed"};

constexpr std::string_view name_of(CaseReason reason) {
  return case_reason_names.at(static_cast<std::size_t>(reason));
}
constexpr std::string_view name_of(CaseState state) {
  return case_state_names.at(static_cast<std::size_t>(state));
}
constexpr bool is_open(CaseState state) {
  return state == CaseState::suspected || state == CaseState::confirmed;
}

// One discrepancy's life, from first suspicion to closing evidence.
struct Case {
  CaseId id;
  AccountId account;
  std::optional<PositionKey> key;  // none: the whole account
  CaseReason reason{};
  CaseState state{CaseState::suspected};
  UtcTime opened_at;
  UtcTime updated_at;
  std::optional<UtcTime> closed_at;
  UtcTime since;               // what it says now (reason, quantities, keys) it says since then
  std::uint32_t sightings{1};  // complete snapshots that showed just that
  Quantity ours;
  std::optional<Quantity> theirs;          // none: the source cannot say
  std::optional<Money> at_stake;           // none: unknown
  std::vector<PositionKey> keys;           // of a brake: what it holds back; of claims: on what
  std::vector<PositionKey> released_keys;  // of a brake: what it held back once, or let through
  std::optional<UtcTime> confirmed_at;     // a person's word, good for ten minutes
  std::string confirmed_by;
  std::vector<PositionKey> confirmed_keys;  // what that word covers, nothing else
  std::vector<Evidence> evidence;
  std::string text;
  std::string note;
  Wait waits_for;  // nothing only once it has ended
  friend bool operator==(const Case&, const Case&) = default;
};

// The case is, or was, about this key.
bool speaks_of(const Case& about, const PositionKey& key);

// What a case of this reason may wait for, the usual first.
std::span<const Awaited> awaited_of(CaseReason reason);
// What a case of this reason waits for when no more is known of it.
Wait usual_wait(CaseReason reason);

}  // namespace holdfast
