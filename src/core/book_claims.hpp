#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/book_mapping.hpp"

namespace holdfast {

// One row with what its legs refer to.
struct MappedRow {
  const BookRow* row{};
  bool shown{};  // of the book that is being answered for
  PerLeg<Mapping> mappings;
};

// Everything that rows claim of one holding, or of one thing that is not held.
struct ClaimGroup {
  const SourceHolding* holding{};  // null: nothing is held under that name
  WideDecimal booked;              // signed: no is below zero on Kalshi
  bool readable{true};             // false: one of the claims is no decimal
  std::vector<std::string> rows;   // market ids, in order
};

class BookClaims {
 public:
  BookClaims(std::span<const ForeignBook* const> books, std::size_t shown,
             const HoldingIndex& index);

  [[nodiscard]] const std::vector<MappedRow>& rows() const { return rows_; }
  // The group a leg belongs to; null where it claims nothing clear.
  [[nodiscard]] const ClaimGroup* group(const Mapping& mapping, VenueName venue) const;
  [[nodiscard]] bool claims(const SourceHolding& holding) const;

 private:
  void add(const MappedRow& mapped, Leg leg, const std::optional<WideDecimal>& claim);

  std::vector<MappedRow> rows_;  // by market id
  std::map<std::string, ClaimGroup> groups_;
};

}  // namespace holdfast
