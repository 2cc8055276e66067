#include "api/book_choice.hpp"

#include <algorithm>

#include "api/book_truth_of.hpp"
#include "api/problem.hpp"

namespace holdfast::api {
namespace {

// The ledger has no legs for perpetuals, so they are not its unclaimed holdings either.
BookChoice compare_ledger(const Call& call) {
  BookChoice choice{.name = "ledger", .source = "ledger"};
  choice.book = std::make_shared<const ForeignBook>(ledger_book(call.picture));
  BookTruth truth = book_truth_of(call.picture);
  std::erase_if(truth.holdings,
                [](const SourceHolding& holding) { return !has_legs(holding.key.venue); });
  const ForeignBook* books[] = {choice.book.get()};
  choice.compared = reconcile_books(books, 0, truth, call.context.settings.tolerance);
  return choice;
}

}  // namespace

BookChoice compare_shelved(const Call& call, const std::vector<ShelvedBook>& shelf,
                           std::size_t shown) {
  BookChoice choice{.name = shelf[shown].name,
                    .source = "book:" + shelf[shown].name,
                    .error = shelf[shown].error,
                    .book = shelf[shown].book};
  if (!choice.book) choice.book = std::make_shared<const ForeignBook>();
  std::vector<const ForeignBook*> books;
  const ForeignBook none;
  for (const ShelvedBook& shelved : shelf)
    books.push_back(shelved.book ? shelved.book.get() : &none);
  choice.compared =
      reconcile_books(books, shown, book_truth_of(call.picture), call.context.settings.tolerance);
  return choice;
}

Asking<BookChoice> choose_book(const Call& call, std::string_view name) {
  const auto shelf = call.context.books.books();
  if (name == "ledger" || (name.empty() && shelf.empty())) return compare_ledger(call);
  if (name.empty()) return compare_shelved(call, shelf, 0);
  const auto found = std::ranges::find(shelf, name, &ShelvedBook::name);
  if (found == shelf.end()) {
    return tl::make_unexpected(not_found(
        "No book is called that.", "GET /api/v1/books lists them; `ledger` is Holdfast's own."));
  }
  return compare_shelved(call, shelf, static_cast<std::size_t>(found - shelf.begin()));
}

}  // namespace holdfast::api
