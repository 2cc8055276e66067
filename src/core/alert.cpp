#include "core/alert.hpp"

#include <fmt/format.h>

namespace holdfast {
namespace {

// Critical is what keeps Holdfast from seeing, or stops it, until a person acts.
Severity severity_of(CaseReason reason) {
  switch (reason) {
    case CaseReason::brake:
    case CaseReason::identity:
    case CaseReason::unauthorised:
      return Severity::critical;
    case CaseReason::suspected:
    case CaseReason::conflict:
      return Severity::info;
    case CaseReason::stale:
    case CaseReason::schema:
    case CaseReason::incomplete:
    case CaseReason::unproven_absence:
    case CaseReason::suspicious_empty:
    case CaseReason::witness_conflict:
    case CaseReason::unknown_row:
    case CaseReason::unreadable_book:
    case CaseReason::quarantined_rows:
    case CaseReason::claimed_twice:
      break;
  }
  return Severity::warning;
}

AlertState state_of(const Case& about) {
  if (about.closed_at) return AlertState::resolved;
  return about.state == CaseState::dismissed ? AlertState::silenced : AlertState::active;
}

}  // namespace

std::string id_of(const Alert& alert) {
  if (!alert.case_id.empty() || !alert.key) return alert.case_id.text;
  return fmt::format("claim:{}:{}", alert.key->text(), alert.raised_at.time_since_epoch().count());
}

Alert alert_of(const Case& about) {
  Alert alert{.case_id = about.id,
              .account = about.account,
              .key = about.key,
              .severity = severity_of(about.reason),
              .state = state_of(about),
              .text = fmt::format("{}: {} {}", about.key ? about.key->text() : about.account.text,
                                  name_of(about.state), name_of(about.reason)),
              .raised_at = about.opened_at,
              .edited_at = about.updated_at};
  if (about.at_stake) alert.text += fmt::format(", {} at stake", about.at_stake->text());
  alert.text += ": " + about.text;
  if (!about.waits_for.text.empty()) alert.text += "; waits for " + about.waits_for.text;
  if (about.closed_at && !about.evidence.empty()) {
    const Evidence& last = about.evidence.back();
    alert.text += fmt::format("; ended by {} {}", name_of(last.kind), last.text);
  }
  return alert;
}

}  // namespace holdfast
