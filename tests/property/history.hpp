#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "domain/journal_entry.hpp"
#include "domain/position.hpp"
#include "domain/redemption.hpp"

namespace holdfast::property {

// One thing that happened to a position: what it did, and how the venue tells it.
struct Happening {
  JournalEntry entry;
  std::variant<Fill, Settlement, Redemption, Transfer, Funding> told;
};

// What really happened to one account, in the order of the world: trades by hand and liquidations,
// fees in cash and in shares, flips, settlements won, lost, void and at a decimal, redemptions,
// merges, splits, transfers, funding. Nothing happens within three seconds after a full minute, and
// between two full minutes no key comes back to what it was.
struct History {
  VenueName venue{};
  AccountId account;
  std::vector<Happening> happenings;
};

// The same seed and length give the same history, of whatever account.
History history_of(std::uint64_t seed, std::size_t length, const std::string& account = "main");

std::vector<JournalEntry> entries_of(const History& history);

// The entries as a ledger may have them: guesses stand in for some runs of facts, which turned up
// later and took their place.
std::vector<JournalEntry> guessed_first(const History& history, std::uint64_t seed);

// A key's entries each.
std::map<PositionKey, std::vector<JournalEntry>> by_key(const std::vector<JournalEntry>& entries);

// For failures: entries and lives in words.
std::string in_words(const std::vector<JournalEntry>& entries);
std::string in_words(const std::vector<Position>& lives);

}  // namespace holdfast::property
