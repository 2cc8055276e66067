#include "core/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/brake.hpp"
#include "core/case_file.hpp"
#include "core/counted.hpp"
#include "core/explain.hpp"
#include "core/question.hpp"
#include "core/stake.hpp"
#include "core/tell_change.hpp"
#include "core/testimony.hpp"
#include "core/waits.hpp"
#include "core/zero_witness.hpp"

namespace holdfast {
namespace {

using Entries = std::vector<JournalEntry>;

class Pass {
 public:
  explicit Pass(const PassInput& input)
      : in_{input}, cases_{input.view.account, input.view.cases, input.now} {
    if (input.events != nullptr) unbooked_ = unbooked_entries(*input.events, input.booked);
    out_.batch.account = input.view.account;
    out_.batch.seen_revision = input.view.revision;
    out_.counts.active = input.view.open.size();
  }

  PassOutcome run();

 private:
  void decide(const Question& question);
  void decide_unsure(const Question& question);
  void decide_new(const Question& question);
  void decide_zero(const Question& question);
  void decide_other(const Question& question);
  void decide_lost(const Question& question);
  void hold_back();
  void follow_retold();
  void raise_brake(const std::vector<const Question*>& held);
  void book(const Question& question, Entries entries);
  void book_funding(const PositionKey& key, UtcTime since);
  void wait(const Question& question, const Wait& until);
  bool must_wait(const Question& question);
  void close(const Question& question, Entries entries, const Evidence& witness);
  [[nodiscard]] JournalEntry estimate(const Question& question, EntryKind kind) const {
    return estimate_of(in_, question.drift, kind);
  }
  [[nodiscard]] Finding finding(const Question& question, CaseReason reason, std::string text,
                                Wait waits_for) const;
  [[nodiscard]] waits::Events events() const {
    return in_.events == nullptr ? waits::Events::not_asked : waits::Events::asked;
  }
  [[nodiscard]] std::uint32_t enough() const { return in_.policy.patience.sightings_min; }

  const PassInput& in_;
  CaseFile cases_;
  Unbooked unbooked_;
  PassOutcome out_;
  std::vector<std::pair<Question, ZeroAnswer>> unwitnessed_;  // zeros that do not count, with why
  std::set<PositionKey> ended_;
  std::size_t ending_{};
  Sum<Money> ending_cost_;
};

Finding Pass::finding(const Question& question, CaseReason reason, std::string text,
                      Wait waits_for) const {
  Finding found{.reason = reason,
                .ours = question.drift.ours,
                .theirs = question.drift.theirs.quantity,
                .at_stake = stake_of(question.held, question.drift),
                .text = std::move(text),
                .evidence = words_on(in_.snapshot, question.drift),
                .waits_for = std::move(waits_for)};
  if (!in_.events_trouble.empty()) found.text += "; " + in_.events_trouble;
  return found;
}

// Funding changes no quantity, so it comes along with whatever the key is asked about for. What
// was paid before this life of the position belongs to none that is known here.
void Pass::book_funding(const PositionKey& key, UtcTime since) {
  if (in_.events == nullptr) return;
  for (const Funding& funding : in_.events->funding) {
    if (funding.key != key || funding.at < since) continue;
    JournalEntry entry = entry_of(funding);
    if (!in_.booked.contains(entry.id)) out_.batch.entries.push_back(std::move(entry));
  }
}

void Pass::book(const Question& question, Entries entries) {
  book_funding(question.drift.key,
               question.held != nullptr ? question.held->opened_at : entries.front().at);
  std::ranges::move(entries, std::back_inserter(out_.batch.entries));
  tell_change(out_, question, in_.now);
  if (const Holding* row = in_.snapshot.find(question.drift.key)) {
    out_.batch.instruments.push_back(row->about);
  }
}

void Pass::wait(const Question& question, const Wait& until) {
  out_.in_motion.insert(question.drift.key);
  cases_.keep(question.drift.key, until);
}

// While an order rests, what happens to its key may be told late; the same difference for longer
// than patience asks for is no delay.
bool Pass::must_wait(const Question& question) {
  if (trails(question)) {
    wait(question, question.ordered ? waits::for_final_trades() : waits::for_later_answer());
    return true;
  }
  if (!question.ordered) return false;
  const UtcTime since = untold_since(question.drift, in_.untold, in_.now, out_.untold);
  if (in_.now - since >= in_.policy.patience.age_min) return false;
  wait(question, waits::for_final_trades());
  return true;
}

void Pass::decide_unsure(const Question& question) {
  const Drift& drift = question.drift;
  if (drift.theirs.standing == Standing::unknown_row) {
    cases_.raise(
        drift.key,
        finding(question, CaseReason::unknown_row, drift.theirs.text, waits::for_readable_row()),
        enough());
    return;
  }
  // A listing may trail the chain, or the chain the listing, while a trade settles.
  if (question.settling || question.ordered) return wait(question, waits::for_final_trades());
  if (trails(question)) return wait(question, waits::for_later_answer());
  const Holding* row = in_.snapshot.find(drift.key);
  const bool gone = is_disputed_absence(drift, row);
  const Case* spoken = cases_.confirmation(drift.key, in_.asked_at, in_.policy.confirmation_lasts);
  // Who has read that the sources contradict each other has spoken of just that.
  if (gone && spoken != nullptr && spoken->reason == CaseReason::witness_conflict) {
    Drift zero = drift;
    zero.theirs.quantity = Quantity{};
    return decide_zero(question_of(in_, unbooked_, zero));
  }
  const bool unlisted = row == nullptr;
  const bool unlisted_but_held =
      unlisted && drift.theirs.reading && !drift.theirs.reading->quantity.is_zero();
  const auto reason =
      unlisted_but_held ? CaseReason::suspicious_empty : CaseReason::witness_conflict;
  if (unlisted) ++out_.counts.held_back;
  cases_.raise(drift.key,
               finding(question, reason, drift.theirs.text,
                       gone ? waits::for_chain_or_person() : waits::for_agreement(drift)),
               enough());
}

void Pass::decide_new(const Question& question) {
  book(question,
       question.explained ? *question.explained : Entries{estimate(question, EntryKind::adoption)});
}

void Pass::close(const Question& question, Entries entries, const Evidence& witness) {
  entries.back().closing = witness;
  cases_.settle(question.drift.key,
                witness.kind == EvidenceKind::person ? CaseState::corrected : CaseState::explained,
                witness);
  out_.lines.push_back(removal_line(*question.held, witness));
  ended_.insert(question.drift.key);
  book(question, std::move(entries));
}

void Pass::decide_zero(const Question& question) {
  const Case* spoken =
      cases_.confirmation(question.drift.key, in_.asked_at, in_.policy.confirmation_lasts);
  // What has just been sold is gone before all sources say so; the next pass will tell.
  if (spoken == nullptr && must_wait(question)) return;
  ++ending_;
  if (question.held->cost) ending_cost_.add(*question.held->cost);
  ZeroAnswer answer;
  if (question.ordered && spoken == nullptr) {
    answer = {{}, "an own order on it is still open", waits::for_final_trades()};
  } else if (in_.events == nullptr) {
    answer.missing = "the venue's fills and activity could not be asked";
    answer.waits_for.what = Awaited::fills;
  } else {
    answer = grade_zero({in_.policy.witness, question.drift.theirs,
                         question.explained ? &*question.explained : nullptr,
                         question.newest_activity, in_.snapshot.header().count});
  }
  Entries entries =
      question.explained ? *question.explained : Entries{estimate(question, EntryKind::close)};
  if (answer.witness) {
    close(question, std::move(entries), *answer.witness);
  } else if (spoken != nullptr) {
    close(question, std::move(entries),
          {EvidenceKind::person, spoken->id.text, *spoken->confirmed_at,
           "confirmed by " + spoken->confirmed_by});
  } else {
    ++out_.counts.held_back;
    if (answer.waits_for.what == Awaited::fills) {
      answer.waits_for = waits::for_events(question.drift, events());
    }
    unwitnessed_.emplace_back(question, std::move(answer));
  }
}

// The listing calls it lost and still names it. Where the market's own record says the same, it is
// settled at zero, once: from then on it is nothing to the ledger.
void Pass::decide_lost(const Question& question) {
  const Drift& drift = question.drift;
  const Price* paid = nullptr;
  if (in_.events != nullptr) {
    const auto payout = in_.events->payouts.find(drift.key);
    if (payout != in_.events->payouts.end()) paid = &payout->second;
  }
  const bool early = trails(question);
  if (paid == nullptr || early) {
    return cases_.keep(drift.key, early ? waits::for_later_answer() : waits::for_result());
  }
  if (!paid->is_zero()) {
    Finding found = finding(question, CaseReason::witness_conflict,
                            "the listing calls it lost, its market pays " + paid->text(),
                            {Awaited::agreement, "a listing and a market that say the same of it"});
    found.evidence.push_back({EvidenceKind::settlement, drift.key.instrument.text,
                              drift.theirs.moment, "its market pays " + paid->text()});
    cases_.raise(drift.key, found, enough());
    return;
  }
  ++ending_;
  if (question.held->cost) ending_cost_.add(*question.held->cost);
  JournalEntry entry = entry_of(Settlement{.id = "lost:" + in_.snapshot.header().id.text,
                                           .key = drift.key,
                                           .change = Quantity::from_units(-drift.ours.units()),
                                           .payout = {},
                                           .fee = {},
                                           .at = drift.theirs.moment});
  const Evidence resolved = entry.evidence;
  close(question, {std::move(entry)}, resolved);
}

void Pass::decide_other(const Question& question) {
  const Drift& drift = question.drift;
  if (question.explained) {
    const Evidence& why = question.explained->back().evidence;
    if (flips(question)) out_.lines.push_back(removal_line(*question.held, why));
    book(question, *question.explained);
    cases_.settle(drift.key, CaseState::explained, why);
    return;
  }
  if (must_wait(question)) return;
  // The chain's exact figure beside one that the listing printed: nothing is in doubt.
  if (drift.theirs.reading &&
      within(*drift.theirs.quantity, drift.ours, listing_tolerance(drift.key.venue))) {
    return book(question, {estimate(question, EntryKind::correction)});
  }
  const bool more = magnitude(*drift.theirs.quantity) > magnitude(drift.ours);
  const Case& open = cases_.raise(
      drift.key,
      finding(question, CaseReason::suspected,
              fmt::format("ledger {}, venue {}", drift.ours.text(), drift.theirs.quantity->text()),
              question.ordered ? waits::for_final_trades()
                               : waits::for_sightings(drift, events(), in_.policy.patience)),
      enough());
  const bool seen_often = open.sightings >= in_.policy.patience.sightings_min;
  const bool seen_long = in_.now - open.since >= in_.policy.patience.age_min;
  if (!seen_often || !seen_long || in_.events == nullptr) return;
  if (question.ordered) return;
  book(question, {estimate(question, more ? EntryKind::adoption : EntryKind::correction)});
  cases_.settle(drift.key, CaseState::corrected, best_word(in_.snapshot, drift));
}

void Pass::decide(const Question& question) {
  const Drift& drift = question.drift;
  const auto contradicted = in_.background.contradicted.find(drift.key);
  if (contradicted != in_.background.contradicted.end()) {
    ++out_.counts.held_back;
    Finding found = finding(question, CaseReason::witness_conflict, contradicted->second,
                            {Awaited::agreement, "events of it that do not contradict each other"});
    std::ranges::move(told_of(*in_.events, drift.key), std::back_inserter(found.evidence));
    cases_.raise(drift.key, found, enough());
  } else if (!drift.theirs.quantity) {
    decide_unsure(question);
  } else if (question.settling) {
    wait(question, waits::for_final_trades());
  } else if (drift.theirs.standing == Standing::lost) {
    decide_lost(question);
  } else if (question.held == nullptr) {
    decide_new(question);
  } else if (is_zero(drift)) {
    decide_zero(question);
  } else {
    decide_other(question);
  }
}

// One case for all of them, with what they have cost together; where that is unknown of some, the
// text says of how many.
void Pass::raise_brake(const std::vector<const Question*>& held) {
  std::vector<PositionKey> keys;
  Stakes stakes;
  for (const Question* question : held) {
    keys.push_back(question->drift.key);
    stakes.add(stake_of(question->held, question->drift));
  }
  std::string text =
      fmt::format("a pass would end {} of {} open positions; {} of them without a witness are held",
                  ending_, in_.view.open.size(), held.size());
  if (stakes.unknown() > 0) {
    text += fmt::format("; what {} of these cost is not known", stakes.unknown());
  }
  cases_.raise_brake(keys, text, listing_word(in_.snapshot), stakes.known());
}

// What no witness vouches for stays. A few get a case each; more than the brake allows share
// one, so that a person reads one message and not a hundred.
void Pass::hold_back() {
  const auto cost = ending_cost_.total();
  const bool too_many = brakes(in_.policy.brake, ending_, in_.view.open.size(),
                               cost ? *cost : Money::from_units(INT64_MAX));
  const Case* brake = cases_.brake();
  std::vector<const Question*> braked;
  for (const auto& [question, answer] : unwitnessed_) {
    const PositionKey& key = question.drift.key;
    const bool in_brake =
        brake != nullptr && std::ranges::find(brake->keys, key) != brake->keys.end();
    if ((too_many || in_brake) && cases_.find(key) == nullptr) {
      braked.push_back(&question);
    } else {
      cases_.raise(key,
                   finding(question, CaseReason::unproven_absence, answer.missing,
                           waits::or_person(answer.waits_for)),
                   enough());
    }
  }
  if (!braked.empty()) {
    raise_brake(braked);
  } else if (too_many && brake == nullptr) {
    // All of them are vouched for: they close, and a person hears of it once.
    cases_.raise_brake({},
                       fmt::format("a pass ended {} of {} open positions, each with a witness",
                                   ending_, in_.view.open.size()),
                       listing_word(in_.snapshot));
  }
  cases_.let_through(ended_);
}

// Of the keys that were asked about; what contradicts itself has a case of its own.
void Pass::follow_retold() {
  std::set<PositionKey> asked;
  std::map<PositionKey, std::string> wrong;
  if (in_.events != nullptr) {
    for (const Drift& drift : in_.drifts) asked.insert(drift.key);
    std::ranges::copy_if(
        in_.background.retold, std::inserter(wrong, wrong.end()),
        [&](const auto& words) { return !in_.background.contradicted.contains(words.first); });
  }
  cases_.follow_quarantine(asked, wrong);
}

PassOutcome Pass::run() {
  for (const Drift& drift : in_.drifts) decide(question_of(in_, unbooked_, drift));
  hold_back();
  for (const PositionKey& key : in_.set_aside) cases_.keep(key);
  follow_retold();
  const SnapshotHeader& header = in_.snapshot.header();
  const Evidence agreed{EvidenceKind::listing, header.id.text, header.as_of,
                        "a complete listing shows no difference any more"};
  cases_.settle_rest(agreed);
  auto not_judged = out_.in_motion;
  not_judged.insert(in_.set_aside.begin(), in_.set_aside.end());
  cases_.spend_words(in_.asked_at, not_judged);
  out_.batch.decided_at = in_.now;
  out_.batch.cases = cases_.changed();
  std::ranges::move(cases_.events(), std::back_inserter(out_.batch.events));
  if (!out_.batch.empty()) {
    out_.batch.events.push_back({EventKind::sync_completed, in_.view.account, std::nullopt, in_.now,
                                 summary_line(out_.counts), header.id.text});
    out_.batch.snapshot = SnapshotRecord{
        header, in_.snapshot.pages(), static_cast<std::uint32_t>(in_.snapshot.holdings().size())};
  }
  return std::move(out_);
}

}  // namespace

PassOutcome judge(const PassInput& input) { return Pass{input}.run(); }

}  // namespace holdfast
