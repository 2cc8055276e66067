#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/account_view.hpp"
#include "core/batch.hpp"
#include "domain/error.hpp"

namespace holdfast {

struct Committed {
  std::uint64_t revision{};    // after the commit
  std::uint64_t last_event{};  // id of the newest event
  std::string head;            // the account's hash-chain head, hex
};

struct AccountRecord {
  AccountId id;
  VenueName venue{};
  std::string owner;   // what binds it: Kalshi key id, wallet address; empty: nobody knows yet
  std::string source;  // where the owner was found; empty: it was configured
  std::uint64_t revision{};
  std::string head;
};

// The book of record. Synchronous inside; one writer.
class Ledger {
 public:
  virtual ~Ledger() = default;
  // Registers an account once; another owner under the same id is Fault::identity. An empty owner
  // is whoever the account is bound to, or for now nobody.
  virtual Result<void> open_account(const AccountId& id, VenueName venue,
                                    const std::string& owner) = 0;
  // Gives an account that was registered for nobody, and has no entries, its owner; `source` says
  // where he was found. Another owner than the bound one is Fault::identity.
  virtual Result<void> bind_account(const AccountId& id, const std::string& owner,
                                    const std::string& source) {
    static_cast<void>(source);
    return fail(Fault::refused, "this ledger binds nobody: " + id.text + " to " + owner);
  }
  // Registers the name under which a book's cases are filed (account_of_book), once. It is no
  // account: nothing is ever booked there, and LedgerReader::accounts does not tell of it.
  virtual Result<void> open_book(const AccountId& id) {
    return fail(Fault::refused, "this ledger files no book's cases: " + id.text);
  }
  virtual Result<AccountView> view(const AccountId& account) = 0;
  // The same view without a copy: of ten thousand positions that copy costs more than a pass.
  // It never changes while it is held; let it go before commit, else the commit copies it.
  virtual Result<std::shared_ptr<const AccountView>> shared_view(const AccountId& account) {
    return view(account).map(
        [](AccountView whole) { return std::make_shared<const AccountView>(std::move(whole)); });
  }
  // Which of these entries are booked already.
  virtual Result<std::set<EntryId>> booked(std::span<const EntryId> ids) = 0;
  // Keys, open and closed, whose position rests on an estimate or is not fully priced: facts that
  // turn up later may improve them.
  virtual Result<std::vector<PositionKey>> estimated(const AccountId&) {
    return std::vector<PositionKey>{};
  }
  // The account's messages about what waits to be redeemed that have not ended.
  virtual Result<std::vector<Alert>> claims(const AccountId&) { return std::vector<Alert>{}; }
  // All entries of one key, in no order.
  virtual Result<std::vector<JournalEntry>> journal_of(const PositionKey&) {
    return std::vector<JournalEntry>{};
  }
  // All or nothing, and only if no entry was booked since batch.seen_revision
  // (Fault::conflict). Booking an entry again with the same content changes nothing; with
  // other content it is Fault::malformed. An empty batch writes nothing at all.
  virtual Result<Committed> commit(const Batch& batch) = 0;
};

}  // namespace holdfast
