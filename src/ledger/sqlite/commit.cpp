#include <fmt/format.h>

#include <utility>

#include "crypto/hex.hpp"
#include "ledger/sqlite/ledger.hpp"

namespace holdfast::sqlite {

Result<Committed> SqliteLedger::commit(const Batch& batch) {
  if (auto seen = notice_strangers(); !seen) return tl::make_unexpected(std::move(seen.error()));
  auto account = known(batch.account);
  if (!account) return tl::make_unexpected(std::move(account.error()));
  // Asked before the write: after it nothing may fail any more.
  if (auto loaded = load_last_event(); !loaded) {
    return tl::make_unexpected(std::move(loaded.error()));
  }
  if (batch.empty()) return committed((*account)->row);

  auto outcome = write(batch, (*account)->view.get());
  if (!outcome) {
    // Whatever went wrong, the next question is answered from the disk.
    known_.erase(batch.account);
    last_event_.reset();
    tables_.keys.forget();
    return tl::make_unexpected(std::move(outcome.error()));
  }
  if (outcome->changed) remember(**account, *outcome);
  return committed((*account)->row);
}

Result<Outcome> SqliteLedger::write(const Batch& batch, const AccountView* view) {
  auto transaction = Transaction::begin_write(*database_);
  if (!transaction) return tl::make_unexpected(std::move(transaction.error()));
  const auto row = tables_.accounts.find(batch.account);
  if (!row) return tl::make_unexpected(row.error());
  if (!*row || (*row)->revision != batch.seen_revision) {
    return fail(Fault::conflict,
                fmt::format("account '{}' is at revision {}, the pass rests on {}: something was "
                            "booked meanwhile. Nothing was written; compare again.",
                            batch.account.text, *row ? (*row)->revision : 0, batch.seen_revision));
  }
  // The lease keeps others out, yet a view of another revision must never be built upon.
  if (view != nullptr && view->revision != (*row)->revision) view = nullptr;
  auto outcome =
      BatchWriter{tables_, options_, **row, view, batch.decided_at.value_or(clock_.now())}.write(
          batch);
  if (!outcome || !outcome->changed) return outcome;
  if (auto done = transaction->commit(); !done) return tl::make_unexpected(std::move(done.error()));
  return outcome;
}

void SqliteLedger::remember(Known& known, Outcome& outcome) {
  const bool chain_moved = known.row.sequence != outcome.account.sequence;
  known.row = std::move(outcome.account);
  if (outcome.last_event != 0) last_event_ = outcome.last_event;
  // The commit stands, whatever becomes of this file: a head that cannot be kept now is kept by
  // the next commit.
  if (chain_moved && heads_) {
    static_cast<void>(
        heads_->note(known.row.id, {known.row.sequence, crypto::to_hex(known.row.head)}));
  }
  if (!known.view) return;
  // Somebody still reads the old view: they keep it, this one becomes a copy.
  if (known.view.use_count() > 1) known.view = std::make_shared<AccountView>(*known.view);
  AccountView& view = *known.view;
  view.revision = known.row.revision;
  view.watermark = known.row.watermark;
  view.sequence = known.row.venue_sequence;
  for (auto& [key, position] : outcome.open) {
    if (position) {
      view.open.insert_or_assign(key, std::move(*position));
    } else {
      view.open.erase(key);
    }
  }
  if (outcome.cases_changed) {
    auto cases = tables_.cases.open_of(known.row.number);
    if (cases) {
      view.cases = std::move(*cases);
    } else {
      known.view.reset();
    }
  }
}

Result<void> SqliteLedger::load_last_event() {
  if (last_event_) return {};
  const auto newest = tables_.events.newest();
  if (!newest) return tl::make_unexpected(newest.error());
  last_event_ = *newest;
  return {};
}

Committed SqliteLedger::committed(const AccountRow& row) const {
  return {.revision = row.revision,
          .last_event = last_event_.value_or(0),
          .head = crypto::to_hex(row.head)};
}

}  // namespace holdfast::sqlite
