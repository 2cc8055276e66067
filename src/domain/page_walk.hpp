#pragma once
#include <cstdint>
#include <set>
#include <string>

#include "domain/error.hpp"

namespace holdfast {

// The proof that a listing was read to the venue's own end marker. Only a PageWalk makes one,
// so a Snapshot cannot be built from a listing that stopped half way.
class Completeness {
 public:
  [[nodiscard]] std::uint32_t pages() const { return pages_; }
  // Each listing in it came in one piece: no row could move from page to page while it was read.
  [[nodiscard]] bool in_one_piece() const { return pages_ == listings_; }
  // Two whole listings make one whole listing (subaccounts, shards, open and lost).
  [[nodiscard]] Completeness and_also(Completeness other) const {
    return Completeness{pages_ + other.pages_, listings_ + other.listings_};
  }

 private:
  friend class PageWalk;
  Completeness(std::uint32_t pages, std::uint32_t listings) : pages_{pages}, listings_{listings} {}
  std::uint32_t pages_{};
  std::uint32_t listings_{};
};

// Follows cursors page by page and refuses what cannot be a whole listing: a cursor seen
// before, more pages than any account has.
class PageWalk {
 public:
  static constexpr std::uint32_t pages_max = 2'000;

  // Takes the cursor a page ended with; an empty one is the venue's end marker.
  Result<void> turn(std::string next_cursor);
  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] const std::string& cursor() const { return cursor_; }
  [[nodiscard]] Result<Completeness> proof() const;

 private:
  std::set<std::string> seen_;
  std::string cursor_;
  std::uint32_t pages_{};
  bool at_end_{};
};

}  // namespace holdfast
