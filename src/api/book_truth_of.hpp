#pragma once
#include "api/picture.hpp"
#include "core/book_truth.hpp"
#include "core/foreign_book.hpp"

namespace holdfast::api {

// What foreign books are compared with: each account's last complete snapshot, the ledger's cost,
// the trades that are under way, and the open cases as doubts. A position that the snapshot does
// not list is still held as far as anybody has proven, and doubted.
BookTruth book_truth_of(const Picture& picture);

// Books of yes and no legs speak of these venues only.
bool has_legs(VenueName venue);

// Holdfast's own ledger in the form of a foreign book, for those who have none: it is compared
// with the venues' words.
ForeignBook ledger_book(const Picture& picture);

}  // namespace holdfast::api
