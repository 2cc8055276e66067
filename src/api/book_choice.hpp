#pragma once
#include <memory>
#include <string>
#include <vector>

#include "api/query.hpp"
#include "core/reconcile_books.hpp"

namespace holdfast::api {

// The book that a request is about, and how it compares.
struct BookChoice {
  std::string name;
  std::string source;  // "book:<name>" or "ledger"
  std::string error;   // why its newest content could not be read; empty: it could
  std::shared_ptr<const ForeignBook> book;  // never null; empty while it could not be read
  BookReconciliation compared;
};

// The named book; "ledger" is Holdfast's own. No name: the first book, else the ledger. 404 when
// there is none of that name.
Asking<BookChoice> choose_book(const Call& call, std::string_view name);

// One book of the shelf against what is held; what the other books claim of it counts too.
BookChoice compare_shelved(const Call& call, const std::vector<ShelvedBook>& shelf,
                           std::size_t shown);

}  // namespace holdfast::api
