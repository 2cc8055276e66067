#include "app/claims.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/book.hpp"
#include "core/claims.hpp"

namespace holdfast {
namespace {

// What the position ended by, for a message whose position is closed.
Result<std::string> ended_by_text(Ledger& ledger, const PositionKey& key) {
  const auto entries = ledger.journal_of(key);
  if (!entries) return tl::make_unexpected(entries.error());
  const auto lives = fold(*entries);
  if (!lives) return tl::make_unexpected(lives.error());
  if (lives->empty() || !lives->back().closing) return std::string{};
  const Evidence& closing = *lives->back().closing;
  return fmt::format(" by {} {}", name_of(closing.kind), closing.text);
}

}  // namespace

Result<void> tell_claims(SyncSubject& subject, PassReport& report) {
  const AccountId& account = subject.venue.account();
  const auto active = subject.ledger.claims(account);
  if (!active) return tl::make_unexpected(active.error());
  auto view = subject.ledger.shared_view(account);
  if (!view) return tl::make_unexpected(view.error());
  const UtcTime now = subject.clock.now();
  auto changes = changed_claims(*active, **view, *report.snapshot, now);
  if (changes.empty()) return {};
  Batch batch;
  batch.account = account;
  batch.seen_revision = (*view)->revision;
  for (ClaimChange& change : changes) {
    if (change.kind == EventKind::claim_closed && !(*view)->open.contains(*change.message.key)) {
      const auto by = ended_by_text(subject.ledger, *change.message.key);
      if (!by) return tl::make_unexpected(by.error());
      change.message.text += *by;
    }
    batch.events.push_back({change.kind, account, change.message.key, now, change.message.text,
                            id_of(change.message)});
    batch.claims.push_back(std::move(change.message));
  }
  view->reset();  // or the ledger would copy all of it to change a part
  return commit_further(subject, std::move(batch), report);
}

}  // namespace holdfast
