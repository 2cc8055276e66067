#pragma once
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/book_tolerance.hpp"
#include "core/book_truth.hpp"
#include "core/foreign_book.hpp"
#include "domain/case.hpp"

namespace holdfast {

// Something that is wrong with a book, for its owner to mend; a case is opened for each.
struct BookTrouble {
  CaseReason reason{};             // unreadable_book, quarantined_rows or claimed_twice
  std::string text;                // names the place
  std::optional<PositionKey> key;  // of claimed_twice: what is claimed
  Quantity held;
  std::optional<Quantity> claimed;  // none: too large for an amount
  friend bool operator==(const BookTrouble&, const BookTrouble&) = default;
};

// A book as it could be read.
struct ReadBook {
  std::string name;
  const ForeignBook* book{};  // the last good content; null: there was none yet
  std::string error;          // why the newest content cannot be read; empty: it could
};

// What is wrong with each of the books. A claim on more than is held stands with the first of the
// books that make it, and names the others. Pure.
std::map<std::string, std::vector<BookTrouble>> book_troubles(std::span<const ReadBook> books,
                                                              const BookTruth& truth,
                                                              const BookTolerance& tolerance);

// On which positions the claims of books can be compared with what is held now.
struct Comparable {
  bool any{true};                // false: what an account holds is not known
  std::set<PositionKey> unread;  // of these nobody knows how much they are
  [[nodiscard]] bool covers(const PositionKey& key) const { return any && !unread.contains(key); }
};
Comparable comparable_of(const BookTruth& truth);

// Whose cases a book's are, in the ledger.
AccountId account_of_book(const std::string& name);
bool is_of_book(const AccountId& account);
std::string book_of_account(const AccountId& account);

}  // namespace holdfast
