#include "daemon/backfill.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <filesystem>
#include <utility>

#include "daemon/outside.hpp"
#include "daemon/owner_history.hpp"
#include "ledger/sqlite/open.hpp"

namespace holdfast::daemon {
namespace {

using cli::Backfill;
using Rows = std::vector<Backfill>;

boost::asio::awaitable<void> search(WatchedAccount& account, Backfill& row) {
  RawTape tape;
  const auto found = co_await account.search->find(tape);
  if (found) {
    row.state = Backfill::State::found;
    row.owner = found->owner;
    row.source = found->source;
  } else {
    row.why = found.error().what;
  }
}

// Whom the ledger has bound already stays, whatever is found.
Result<void> note_bound(LedgerReader* ledger, Rows& rows) {
  if (ledger == nullptr) return {};
  const auto records = ledger->accounts();
  if (!records) return tl::make_unexpected(records.error());
  for (Backfill& row : rows) {
    const auto record = std::ranges::find_if(
        *records, [&](const AccountRecord& one) { return one.id.text == row.account; });
    if (record == records->end() || record->owner.empty()) continue;
    row.state = Backfill::State::bound;
    row.owner = record->owner;
    row.source = record->source;
  }
  return {};
}

Result<void> write(const platform::Config& config, Outside& outside, Rows& rows) {
  sqlite::Options options;
  options.mode = platform::name_of(config.mode);
  options.heads_path = config.ledger.heads_path;
  auto ledger = sqlite::open_ledger(config.ledger.path, outside.clock(), options);
  if (!ledger) {
    return fail(ledger.error().fault,
                ledger.error().what +
                    ". A running daemon writes back by itself what it finds; or stop it first");
  }
  for (WatchedAccount& account : outside.accounts()) {
    const AccountId& id = account.venue->account();
    const auto row = std::ranges::find(rows, id.text, &Backfill::account);
    if (row == rows.end() || row->state != Backfill::State::found) continue;
    if (auto opened = (*ledger)->open_account(id, account.venue->name(), ""); !opened) {
      return opened;
    }
    if (auto bound = (*ledger)->bind_account(id, row->owner, row->source); !bound) return bound;
    row->state = Backfill::State::written;
  }
  return {};
}

}  // namespace

Result<Rows> backfill(const platform::Config& config, cli::Rehearsal rehearsal) {
  boost::asio::io_context io;
  Outside outside{io.get_executor()};
  if (auto built = outside.build(config); !built) return tl::make_unexpected(built.error());
  auto ledger = ledger_if_any(config);
  if (!ledger) return tl::make_unexpected(std::move(ledger).error());
  if (auto ready = outside.prepare_searches(config, ledger->get(), {}); !ready) {
    return tl::make_unexpected(std::move(ready).error());
  }
  Rows rows;
  for (const WatchedAccount& account : outside.accounts()) {
    if (account.search) rows.push_back({.account = account.venue->account().text});
  }
  if (auto noted = note_bound(ledger->get(), rows); !noted) {
    return tl::make_unexpected(std::move(noted).error());
  }
  for (WatchedAccount& account : outside.accounts()) {
    const auto row = std::ranges::find(rows, account.venue->account().text, &Backfill::account);
    if (row == rows.end() || row->state == Backfill::State::bound) continue;
    boost::asio::co_spawn(io, search(account, *row), boost::asio::detached);
  }
  io.run();
  const bool writes =
      rehearsal == cli::Rehearsal::no && std::ranges::any_of(rows, [](const Backfill& row) {
        return row.state == Backfill::State::found;
      });
  if (writes) {
    if (auto done = write(config, outside, rows); !done) {
      return tl::make_unexpected(std::move(done).error());
    }
  }
  return rows;
}

}  // namespace holdfast::daemon
