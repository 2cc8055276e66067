#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast {

// What would end a case, or take it further; one closed list from engine to pixel.
enum class Awaited : std::uint8_t {
  nothing,        // it has ended
  sightings,      // events that tell of the difference, or further listings that show it
  fills,          // fills, settlements or transfers that tell of the difference
  chain,          // chain endpoints that vouch for the balance
  count,          // the venue's own count of positions, or trades that tell of the difference
  agreement,      // sources that contradict each other no more
  readable_row,   // a row whose content can be read
  final_trades,   // the end of an own order or trade that may still change the quantity
  answer,         // a complete answer, later than what is known
  usable_answer,  // an answer that follows the venue's own rules
  credentials,    // a key that the venue accepts
  proof,          // the proof that the account is the one that is meant
  quiet_ledger,   // a pass during which nobody else books
  confirmation,   // a person, where no witness speaks
  book,           // another program's book, put right by its owner
};

inline constexpr std::array<std::string_view, 15> awaited_names{
    "nothing",     "sightings",    "fills",        "chain",        "count",
    "agreement",   "readable_row", "final_trades", "answer",       "usable_answer",
    "credentials", "proof",        "quiet_ledger", "confirmation", "book"};

constexpr std::string_view name_of(Awaited awaited) {
  return awaited_names.at(static_cast<std::size_t>(awaited));
}

struct Wait {
  Awaited what{Awaited::nothing};
  std::string text;  // after "waits for", for a person
  friend bool operator==(const Wait&, const Wait&) = default;
};

}  // namespace holdfast
