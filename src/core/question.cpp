#include "core/question.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/testimony.hpp"

namespace holdfast {

bool is_zero(const Drift& drift) {
  return drift.theirs.quantity && drift.theirs.quantity->is_zero();
}

bool is_disputed_absence(const Drift& drift, const Holding* row) {
  const bool gone = row == nullptr || row->quantity == Quantity{};
  return gone && drift.theirs.standing == Standing::contradiction && !drift.theirs.reading;
}

bool trails(const Question& question) {
  const Seen& theirs = question.drift.theirs;
  const UtcTime oldest =
      theirs.reading ? std::min(theirs.moment, theirs.reading->evidence.at) : theirs.moment;
  return question.newest_activity && oldest <= *question.newest_activity;
}

bool flips(const Question& question) {
  const auto& after = question.drift.theirs.quantity;
  return question.held != nullptr && after && !after->is_zero() &&
         after->is_negative() != question.drift.ours.is_negative();
}

Question question_of(const PassInput& pass, const Unbooked& unbooked, const Drift& drift) {
  Question question{drift};
  const auto held = pass.view.open.find(drift.key);
  if (held != pass.view.open.end()) {
    question.held = &held->second;
    question.newest_activity = held->second.changed_at;
  }
  if (pass.events == nullptr) return question;
  question.settling = pass.events->unsettled.contains(drift.key);
  question.ordered = pass.events->open_orders.contains(drift.key);
  const auto active = pass.events->newest_activity.find(drift.key);
  if (active != pass.events->newest_activity.end()) {
    question.newest_activity =
        std::max(question.newest_activity.value_or(active->second), active->second);
  }
  if (drift.theirs.quantity) {
    const auto difference = subtract(*drift.theirs.quantity, drift.ours);
    const auto& all = pass.background.guessed;
    const auto guessed = all.find(drift.key);
    const auto after = guessed == all.end() ? std::nullopt : std::optional{guessed->second};
    if (difference) question.explained = explain(unbooked, drift.key, after, *difference);
    if (!question.explained && question.held != nullptr && is_zero(drift)) {
      question.explained =
          explain_redemption(unbooked, *pass.events, pass.booked, drift.key, after, drift.ours);
    }
  }
  return question;
}

JournalEntry estimate_of(const PassInput& pass, const Drift& drift, EntryKind kind) {
  const auto change = subtract(*drift.theirs.quantity, drift.ours);
  JournalEntry entry;
  entry.kind = kind;
  entry.key = drift.key;
  entry.change = change.value_or(Quantity{});
  entry.at = drift.theirs.moment;
  entry.evidence = best_word(pass.snapshot, drift);
  const auto guess = pass.background.undoable.find(drift.key);
  if (guess != pass.background.undoable.end() && kind != EntryKind::close &&
      guess->second.change == negate(entry.change)) {
    entry.kind = EntryKind::correction;
    entry.supersedes = guess->second.id;
  }
  entry.id = EntryId{fmt::format("{}:{}:{}:{}", name_of(entry.kind), drift.key.text(),
                                 entry.at.time_since_epoch().count(), entry.change.text())};
  return entry;
}

}  // namespace holdfast
