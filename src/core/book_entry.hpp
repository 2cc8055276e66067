#pragma once
#include "core/book_claims.hpp"
#include "core/reconcile_books.hpp"

namespace holdfast {

// One row of a book against what is held. Parts of reconcile_books.
BookEntry compare_row(const MappedRow& mapped, const BookClaims& claims, const HoldingIndex& index,
                      const BookTruth& truth, const BookTolerance& tolerance);

// A holding that no row claims; the caller gives it its name.
BookEntry unclaimed_entry(const SourceHolding& holding, const BookTruth& truth);

}  // namespace holdfast
