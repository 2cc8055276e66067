#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "ledger/sqlite/batch_writer.hpp"
#include "ledger/sqlite/database.hpp"
#include "ledger/sqlite/heads.hpp"
#include "ledger/sqlite/lease.hpp"
#include "ledger/sqlite/options.hpp"
#include "ledger/sqlite/tables.hpp"
#include "ports/clock.hpp"
#include "ports/ledger.hpp"

namespace holdfast::sqlite {

// The book of record in one SQLite file. One writer (it holds the lease), one thread.
class SqliteLedger final : public Ledger {
 public:
  SqliteLedger(Lease lease, std::unique_ptr<Database> database, const Clock& clock,
               Options options);

  // Compares the heads kept outside with the journal and begins to keep them. Fault::storage when
  // the ledger is an older copy, another one, or was rewritten.
  Result<void> keep_heads();

  Result<void> open_account(const AccountId& id, VenueName venue,
                            const std::string& owner) override;
  Result<void> bind_account(const AccountId& id, const std::string& owner,
                            const std::string& source) override;
  Result<void> open_book(const AccountId& id) override;
  Result<AccountView> view(const AccountId& account) override;
  Result<std::shared_ptr<const AccountView>> shared_view(const AccountId& account) override;
  Result<std::set<EntryId>> booked(std::span<const EntryId> ids) override;
  Result<std::vector<PositionKey>> estimated(const AccountId& account) override;
  Result<std::vector<Alert>> claims(const AccountId& account) override;
  Result<std::vector<JournalEntry>> journal_of(const PositionKey& key) override;
  Result<Committed> commit(const Batch& batch) override;

 private:
  // What the last read or commit of an account left, so that cost follows changes.
  struct Known {
    AccountRow row;
    std::shared_ptr<AccountView> view;  // null until it is asked for
  };
  Result<void> insert(AccountRow row);
  Result<Known*> known(const AccountId& account);
  Result<void> load_view(Known& known);
  // Forgets everything when another connection wrote to the file (a shell past the lease).
  Result<void> notice_strangers();
  Result<Outcome> write(const Batch& batch, const AccountView* view);
  void remember(Known& known, Outcome& outcome);
  Result<void> load_last_event();
  [[nodiscard]] Committed committed(const AccountRow& row) const;

  Lease lease_;
  std::unique_ptr<Database> database_;
  const Clock& clock_;
  Options options_;
  Tables tables_;
  Statement data_version_;
  std::map<AccountId, Known> known_;
  std::optional<HeadsFile> heads_;
  std::optional<std::uint64_t> last_event_;
  std::int64_t strangers_writes_{};
};

}  // namespace holdfast::sqlite
