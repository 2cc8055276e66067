#include "app/record_refusal.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/case_file.hpp"

namespace holdfast {

CaseReason case_reason_of(Fault fault) {
  switch (fault) {
    case Fault::unauthorised:
      return CaseReason::unauthorised;
    case Fault::malformed:
    case Fault::refused:
      return CaseReason::schema;
    case Fault::incomplete:
      return CaseReason::incomplete;
    case Fault::identity:
      return CaseReason::identity;
    case Fault::conflict:
      return CaseReason::conflict;
    case Fault::unreachable:
    case Fault::rate_limited:
    case Fault::not_now:
    case Fault::unknown_outcome:
    case Fault::storage:
    case Fault::cancelled:
      break;
  }
  return CaseReason::stale;
}

namespace {

// Names it as it stands among the bytes that are kept.
Evidence refused_answer(const AccountId& account, const RawTape& tape, UtcTime now) {
  if (tape.answers.empty()) return {EvidenceKind::answer, account.text, now, "nothing was asked"};
  const RawAnswer& last = tape.answers.back();
  const std::string came = last.status == no_answer ? "no answer came"
                                                    : fmt::format("answered {} with {} bytes",
                                                                  last.status, last.body.size());
  return {EvidenceKind::answer, last.source, last.at,
          fmt::format("{}; the last of {} that the pass heard", came, tape.answers.size())};
}

}  // namespace

Result<Refusal> record_refusal(SyncSubject& subject, const Error& error, const RawTape& tape) {
  const AccountId& account = subject.venue.account();
  auto view = subject.ledger.shared_view(account);
  if (!view) return tl::make_unexpected(view.error());
  CaseFile cases{account, (*view)->cases, subject.clock.now()};
  cases.raise_account(case_reason_of(error.fault), error.what,
                      refused_answer(account, tape, subject.clock.now()));
  Batch batch;
  batch.account = account;
  batch.seen_revision = (*view)->revision;
  batch.cases = cases.changed();
  batch.events = cases.events();
  view->reset();
  if (batch.empty()) return Refusal{};
  batch.events.push_back({EventKind::snapshot_refused, account, std::nullopt, subject.clock.now(),
                          fmt::format("{}: {}", name_of(error.fault), error.what), ""});
  batch.keep(tape);
  auto commit = subject.ledger.commit(batch);
  if (!commit) return tl::make_unexpected(commit.error());
  return Refusal{std::move(batch.events), *commit};
}

}  // namespace holdfast
