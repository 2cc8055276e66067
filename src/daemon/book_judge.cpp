#include "daemon/book_judge.hpp"

#include <algorithm>
#include <utility>

#include "api/book_truth_of.hpp"
#include "core/allocations.hpp"

namespace holdfast::daemon {
namespace {

bool failed_before(const std::vector<ShelvedBook>& before, const std::string& name) {
  const auto found = std::ranges::find(before, name, &ShelvedBook::name);
  return found != before.end() && !found->error.empty();
}

}  // namespace

BookJudge::BookJudge(const Bookshelf& shelf, Engine& engine, Clock& clock, LogSink& log)
    : shelf_{shelf}, engine_{engine}, clock_{clock}, log_{log} {}

void BookJudge::look() {
  std::vector<ShelvedBook> shelf = shelf_.books();
  if (!before_) {  // what failed twice is not known yet
    before_ = std::move(shelf);
    return;
  }
  const bool same = shelf == before_;
  if (same && shelf.empty() && settled_) return;
  const auto replica = engine_.current();
  if (same && settled_ && replica == compared_) return;
  std::vector<ReadBook> books;
  for (const ShelvedBook& shelved : shelf) {
    if (shelved.awaited) continue;  // it says nothing yet, and nothing is wrong with that
    books.push_back({shelved.name, shelved.book.get(),
                     failed_before(*before_, shelved.name) ? shelved.error : std::string{}});
  }
  const BookTruth truth = api::book_truth_of(api::Picture{replica});
  const Comparable comparable = comparable_of(truth);
  engine_.judge_books(book_troubles(books, truth, BookTolerance{}), comparable);
  const bool whole = std::ranges::all_of(books, [](const ReadBook& read) { return read.book; });
  if (comparable.any && same && whole) allocate(books, truth, *replica);
  before_ = std::move(shelf);
  compared_ = engine_.current();
  settled_ = same;
}

void BookJudge::allocate(const std::vector<ReadBook>& books, const BookTruth& truth,
                         const Replica& replica) {
  const auto entries =
      plan_allocations(books, truth, replica.positions, BookTolerance{}, clock_.now());
  if (entries.empty()) return;
  const auto booked = engine_.allocate(entries);
  if (!booked) log_.write(LogLevel::warn, "book", booked.error().what);
}

}  // namespace holdfast::daemon
