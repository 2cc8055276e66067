#pragma once
#include <string_view>

#include "books/loose_json.hpp"
#include "core/foreign_book.hpp"
#include "domain/error.hpp"

namespace holdfast::books {

// Reads the content of a positions.json, the arbitrage bot's ledger: {"positions": {<market id>:
// row}}. Old files without external_ids load too. A figure that cannot be (NaN, a price of 285.62)
// is a finding and its row stays; a row that cannot be read at all is a finding and the others
// load. Fault::malformed only for a text that is not whole JSON with a `positions` object: it may
// have been read while its owner wrote it, so keep the last good one and read again.
Result<ForeignBook> parse_positions_json(std::string_view text);
// The object under `positions` by itself.
ForeignBook read_positions(const LooseJson& positions);

}  // namespace holdfast::books
