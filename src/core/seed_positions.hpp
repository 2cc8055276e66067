#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/book_truth.hpp"
#include "core/foreign_book.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position.hpp"

namespace holdfast {

// What becomes of one leg of a row.
struct SeedLine {
  std::string row;
  Leg leg{};
  std::optional<PositionKey> key;  // none: nothing held answers to the row
  std::optional<Seed> seed;        // none: nothing is taken over, `text` says why
  std::string text;
  friend bool operator==(const SeedLine&, const SeedLine&) = default;
};

// Which positions an owner's book can tell cost and opening of: those that are held in exactly the
// quantity it claims, by one row alone, and whose cost is unknown. Never a quantity.
// Fault::malformed when anything in the book cannot be what it says: then nothing of it is taken
// over. Pure.
Result<std::vector<SeedLine>> plan_seeds(const ForeignBook& book, const BookTruth& truth,
                                         std::span<const Position> open);

// The entry that a seed becomes. It comes after all that the position has.
JournalEntry seed_entry(const Position& open, const Seed& seed, const std::string& by, UtcTime now);

}  // namespace holdfast
