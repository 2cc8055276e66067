#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/foreign_book.hpp"
#include "domain/ids.hpp"
#include "domain/venue_name.hpp"
#include "platform/config.hpp"
#include "ports/ledger_reader.hpp"
#include "ports/owner_proof.hpp"

namespace holdfast::daemon {

// The configured books as they are now; one that cannot be read is left out.
std::vector<ForeignBook> read_books(const std::vector<platform::BookConfig>& configured);

// The ledger as it is, beside a daemon or without one; null while there is none.
Result<std::unique_ptr<LedgerReader>> ledger_if_any(const platform::Config& config);

// Whom the account without an owner may belong to: the wallets of its venue that the ledger was
// ever bound to and those that a book names, apart from the wallets of the other configured
// accounts. And what ledger and books know of them, to tell the owner by. `ledger` may be null.
Result<OwnerHistory> owner_history(const AccountId& account, VenueName venue,
                                   const platform::Config& config,
                                   std::span<const ForeignBook> books, LedgerReader* ledger);

}  // namespace holdfast::daemon
