#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/book_mapping.hpp"
#include "core/book_tolerance.hpp"

namespace holdfast {

// One row with what its legs refer to.
struct MappedRow {
  const BookRow* row{};
  std::size_t book{};  // its place among the books
  bool shown{};        // of the book that is being answered for
  PerLeg<Mapping> mappings;
};

// Everything that rows claim of one holding, or of one thing that is not held.
struct ClaimGroup {
  const SourceHolding* holding{};  // null: nothing is held under that name
  WideDecimal booked;              // signed: no is below zero on Kalshi
  bool readable{true};             // false: one of the claims is no decimal
  std::vector<std::string> rows;   // market ids, in order
  std::set<std::string> books;     // whose rows they are
  // The rows of each who claims: a book, or a strategy in it.
  std::map<std::string, std::vector<std::string>> claimants;
  std::map<std::string, WideDecimal> of_strategies;  // what of `booked` each says is its own

  // Several claim more together than there is, or will be when its matches are final: at least one
  // of them is wrong, and nobody knows which.
  [[nodiscard]] bool is_claimed_twice(const BookTolerance& tolerance) const;
};

// Refers to the books it was made of.
class BookClaims {
 public:
  // `shown` is the place of the book that is answered for; any other number: none is.
  BookClaims(std::span<const ForeignBook* const> books, std::size_t shown,
             const HoldingIndex& index);

  [[nodiscard]] const std::vector<MappedRow>& rows() const { return rows_; }
  [[nodiscard]] const std::map<std::string, ClaimGroup>& groups() const { return groups_; }
  // The group a leg belongs to; null where it claims nothing clear.
  [[nodiscard]] const ClaimGroup* group(const Mapping& mapping, VenueName venue) const;
  // What is claimed of a holding; null: no row means it.
  [[nodiscard]] const ClaimGroup* group_of(const SourceHolding& holding) const;

 private:
  void add(const MappedRow& mapped, Leg leg, const std::optional<WideDecimal>& claim);

  std::span<const ForeignBook* const> books_;
  std::vector<MappedRow> rows_;  // by market id
  std::map<std::string, ClaimGroup> groups_;
};

}  // namespace holdfast
