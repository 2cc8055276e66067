#pragma once
#include <memory>
#include <string>

#include "ledger/sqlite/options.hpp"
#include "ports/clock.hpp"
#include "ports/ledger.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::sqlite {

// Opens the ledger for writing and makes it when it is not there: a file of mode 0600, in a folder
// of mode 0700 if the folder has to be made too. Takes the writer's lease, brings an older ledger
// up to date (after a backup beside it) and compares the heads kept outside. Fault::storage, with
// nothing changed, for a second writer, a file that is damaged, newer or no ledger, an older copy,
// a folder that cannot be written. `clock` must outlive the ledger.
Result<std::unique_ptr<Ledger>> open_ledger(const std::string& given, const Clock& clock,
                                            Options options = {});

// Opens the ledger for reading, beside a writer or without one. Fault::storage when there is none.
// Safe for several threads; each call waits for the one before it, verify and backup for none.
Result<std::unique_ptr<LedgerReader>> open_reader(const std::string& given, Options options = {});

}  // namespace holdfast::sqlite
