#include "ledger/sqlite/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "crypto/hex.hpp"
#include "ledger/sqlite/chain.hpp"

namespace holdfast::sqlite {
namespace {

tl::unexpected<Error> unknown_account(const AccountId& account) {
  return fail(Fault::identity,
              fmt::format("the ledger has no account '{}'. Nothing was written. Configure the "
                          "account and start Holdfast again: it is registered at start.",
                          account.text));
}

Result<void> check_account_name(const AccountId& id) {
  const bool readable = !id.empty() && std::ranges::all_of(id.text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7f;
  });
  if (readable) return {};
  return fail(Fault::malformed,
              "an account's name is empty or holds control characters. Give it "
              "a readable name, such as kalshi/main.");
}

}  // namespace

SqliteLedger::SqliteLedger(Lease lease, std::unique_ptr<Database> database, const Clock& clock,
                           Options options)
    : lease_{std::move(lease)},
      database_{std::move(database)},
      clock_{clock},
      options_{std::move(options)},
      tables_{*database_},
      data_version_{*database_, "PRAGMA data_version"} {}

Result<void> SqliteLedger::open_account(const AccountId& id, VenueName venue,
                                        const std::string& owner) {
  if (auto good = check_account_name(id); !good) return good;
  const auto found = known(id);
  if (found) {
    const AccountRow& row = (*found)->row;
    if (row.venue == venue && (row.owner == owner || owner.empty())) return {};
    // Registered while nobody knew whose it is, and nothing was booked since.
    if (row.venue == venue && row.owner.empty()) return bind_account(id, owner, "");
    return fail(Fault::identity,
                fmt::format("account '{}' is bound to {} '{}', not to {} '{}'. Another owner's "
                            "answers must never change it. Put the old credentials back, or give "
                            "the [[account]] another name, which opens a new account.",
                            id.text, venue_word(row.venue), row.owner, name_of(venue), owner));
  }
  if (found.error().fault != Fault::identity) return tl::make_unexpected(found.error());
  AccountRow row;
  row.id = id;
  row.venue = venue;
  row.owner = owner;
  return insert(std::move(row));
}

Result<void> SqliteLedger::open_book(const AccountId& id) {
  const auto found = known(id);
  if (!found && found.error().fault != Fault::identity) return tl::make_unexpected(found.error());
  if (found && !(*found)->row.venue) return {};
  if (found) return fail(Fault::identity, "'" + id.text + "' is an account, and no book");
  AccountRow row;
  row.id = id;
  return insert(std::move(row));
}

Result<void> SqliteLedger::insert(AccountRow row) {
  row.head = first_link(row.id, row.venue, row.owner);
  row.opened_at = clock_.now();
  auto transaction = Transaction::begin_write(*database_);
  if (!transaction) return tl::make_unexpected(std::move(transaction.error()));
  if (auto done = tables_.accounts.insert(row); !done) return done;
  if (auto done = transaction->commit(); !done) return done;
  // A head that cannot be kept now is kept by the next commit; the account is open either way.
  if (heads_) static_cast<void>(heads_->note(row.id, {0, crypto::to_hex(row.head)}));
  return {};
}

Result<void> SqliteLedger::bind_account(const AccountId& id, const std::string& owner,
                                        const std::string& source) {
  const auto found = known(id);
  if (!found) return tl::make_unexpected(found.error());
  AccountRow row = (*found)->row;
  if (row.owner == owner) return {};
  if (!row.owner.empty() || row.sequence != 0 || owner.empty()) {
    return fail(Fault::identity, fmt::format("account '{}' is bound to '{}', not to '{}'", id.text,
                                             row.owner, owner));
  }
  row.owner = owner;
  row.head = first_link(id, row.venue, owner);
  auto transaction = Transaction::begin_write(*database_);
  if (!transaction) return tl::make_unexpected(std::move(transaction.error()));
  if (auto done = tables_.accounts.bind(row, source); !done) return done;
  if (auto done = transaction->commit(); !done) return done;
  (*found)->row = row;
  if (heads_) static_cast<void>(heads_->note(id, {0, crypto::to_hex(row.head)}));
  return {};
}

Result<AccountView> SqliteLedger::view(const AccountId& account) {
  auto shared = shared_view(account);
  if (!shared) return tl::make_unexpected(std::move(shared.error()));
  return **shared;
}

Result<std::shared_ptr<const AccountView>> SqliteLedger::shared_view(const AccountId& account) {
  if (auto seen = notice_strangers(); !seen) return tl::make_unexpected(std::move(seen.error()));
  const auto found = known(account);
  if (!found) return tl::make_unexpected(found.error());
  Known& entry = **found;
  if (!entry.view) {
    if (auto loaded = load_view(entry); !loaded) {
      return tl::make_unexpected(std::move(loaded.error()));
    }
  }
  return std::shared_ptr<const AccountView>{entry.view};
}

Result<std::set<EntryId>> SqliteLedger::booked(std::span<const EntryId> ids) {
  std::set<EntryId> found;
  for (const EntryId& id : ids) {
    const auto there = tables_.journal.contains(id);
    if (!there) return tl::make_unexpected(there.error());
    if (*there) found.insert(id);
  }
  return found;
}

Result<std::vector<PositionKey>> SqliteLedger::estimated(const AccountId& account) {
  auto lives = tables_.positions.all(PositionScope::all);
  if (!lives) return tl::make_unexpected(std::move(lives.error()));
  std::set<PositionKey> keys;
  for (const Position& life : *lives) {
    const bool guessed = life.estimated_at || !life.cost || !life.unpriced.is_zero();
    if (guessed && life.key.account == account) keys.insert(life.key);
  }
  return std::vector<PositionKey>{keys.begin(), keys.end()};
}

Result<std::vector<Alert>> SqliteLedger::claims(const AccountId& account) {
  const auto found = known(account);
  if (!found) return tl::make_unexpected(found.error());
  return tables_.outbox.claims_of((*found)->row.number);
}

Result<std::vector<JournalEntry>> SqliteLedger::journal_of(const PositionKey& key) {
  const auto number = tables_.keys.find(key);
  if (!number) return tl::make_unexpected(number.error());
  if (!*number) return std::vector<JournalEntry>{};
  return tables_.journal.entries_of(**number);
}

Result<SqliteLedger::Known*> SqliteLedger::known(const AccountId& account) {
  const auto cached = known_.find(account);
  if (cached != known_.end()) return &cached->second;
  auto row = tables_.accounts.find(account);
  if (!row) return tl::make_unexpected(std::move(row.error()));
  if (!*row) return unknown_account(account);
  return &known_.emplace(account, Known{.row = **row, .view = nullptr}).first->second;
}

Result<void> SqliteLedger::load_view(Known& known) {
  auto positions = tables_.positions.open_of(known.row.number);
  if (!positions) return tl::make_unexpected(std::move(positions.error()));
  auto cases = tables_.cases.open_of(known.row.number);
  if (!cases) return tl::make_unexpected(std::move(cases.error()));
  auto view = std::make_shared<AccountView>();
  view->account = known.row.id;
  view->revision = known.row.revision;
  view->watermark = known.row.watermark;
  view->sequence = known.row.venue_sequence;
  view->cases = std::move(*cases);
  // In key order, so that they lie in memory as every pass walks them.
  std::ranges::sort(*positions, {}, &Position::key);
  for (Position& position : *positions) {
    PositionKey key = position.key;
    view->open.insert_or_assign(view->open.end(), std::move(key), std::move(position));
  }
  known.view = std::move(view);
  return {};
}

Result<void> SqliteLedger::notice_strangers() {
  std::int64_t writes = 0;
  auto read = data_version_.each([&writes](Row& row) -> Result<void> {
    writes = row.integer();
    return {};
  });
  if (!read || writes == strangers_writes_) return read;
  strangers_writes_ = writes;
  known_.clear();
  last_event_.reset();
  tables_.keys.forget();
  return {};
}

}  // namespace holdfast::sqlite
