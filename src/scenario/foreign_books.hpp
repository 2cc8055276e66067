#pragma once
#include <functional>
#include <map>
#include <string>

#include "core/reconcile_books.hpp"
#include "ports/bookshelf.hpp"
#include "ports/replica.hpp"
#include "scenario/scenario.hpp"

namespace holdfast::scenario {

// The text of a book as its owner writes it, a positions.json. A text "@pm-yes" in it becomes the
// venue's id of the file's instrument pm-yes.
std::string positions_json(const SetBook& book,
                           const std::function<std::string(const std::string&)>& id_of);

// Every book on the shelf against what the engine knows, by the book's name.
std::map<std::string, BookReconciliation> reconcile_all(
    const Bookshelf& shelf, const std::shared_ptr<const Replica>& replica);

}  // namespace holdfast::scenario
