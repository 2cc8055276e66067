#pragma once
#include <set>
#include <vector>

#include "core/book_trouble.hpp"
#include "ports/clock.hpp"
#include "ports/event_sink.hpp"
#include "ports/ledger.hpp"

namespace holdfast {

// The cases of other programs' books, each book's filed under its own name. On the engine's thread.
class BookCases {
 public:
  BookCases(Ledger& ledger, Clock& clock, EventSink& events);

  // Before all else: the lasting cases that the ledger has, of which those of books are ours.
  void remember(const std::vector<Case>& lasting);
  // All that is wrong with the book now: its cases are opened, followed and closed. Cases about
  // claims on what is not comparable stay as they are.
  // True when something was written.
  Result<bool> judge(const std::string& book, const std::vector<BookTrouble>& troubles,
                     const Comparable& comparable);

  // Under which names cases are filed.
  [[nodiscard]] const std::set<AccountId>& accounts() const { return accounts_; }
  // The newest event written here.
  [[nodiscard]] std::uint64_t last_event() const { return last_event_; }

 private:
  Ledger& ledger_;
  Clock& clock_;
  EventSink& events_;
  std::set<AccountId> accounts_;
  std::uint64_t last_event_{};
};

}  // namespace holdfast
