#include "core/case_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace holdfast {

Result<Case> confirmed_case(const Case& open, const std::vector<PositionKey>& keys,
                            const std::string& by, UtcTime now) {
  const bool about_absence = open.reason == CaseReason::unproven_absence ||
                             open.reason == CaseReason::brake ||
                             open.waits_for.what == Awaited::confirmation;
  if (!is_open(open.state) || !about_absence) {
    return fail(Fault::refused,
                fmt::format("case {} is {} {}: only an open case about positions "
                            "that are gone from the listing can be confirmed",
                            open.id.text, name_of(open.state), name_of(open.reason)));
  }
  const std::vector<PositionKey> held = open.key ? std::vector{*open.key} : open.keys;
  for (const PositionKey& key : keys) {
    if (std::ranges::find(held, key) == held.end()) {
      return fail(Fault::refused,
                  fmt::format("case {} does not hold {}", open.id.text, key.text()));
    }
  }
  Case confirmed = open;
  confirmed.state = CaseState::confirmed;
  confirmed.confirmed_at = now;
  confirmed.confirmed_by = by;
  confirmed.confirmed_keys = keys.empty() ? held : keys;
  confirmed.waits_for = {Awaited::answer, "the next complete answer, which may then end them"};
  confirmed.updated_at = now;
  return confirmed;
}

Result<Case> marked_case(const Case& lasting, const CaseMark& mark, UtcTime now) {
  constexpr std::size_t note_max = 4'096;
  const auto refuse = [&](std::string_view why) {
    return fail(Fault::refused, fmt::format("case {} {}", lasting.id.text, why));
  };
  const bool dismisses = mark.kind == CaseMark::Kind::dismissal;
  if (lasting.closed_at) return refuse("has ended; nothing more is written on it");
  if (dismisses && !is_open(lasting.state)) return refuse("is dismissed already");
  Case marked = lasting;
  if (!mark.text.empty()) {
    if (!marked.note.empty()) marked.note += "\n";
    marked.note += fmt::format("{} {}: {}", iso_text(now), mark.by, mark.text);
  }
  if (marked.note.size() > note_max) return refuse("has no room for so long a note");
  if (dismisses) {
    marked.state = CaseState::dismissed;
    marked.evidence.push_back({EvidenceKind::person, mark.by, now, "dismissed: " + mark.text});
  }
  marked.updated_at = now;
  return marked;
}

CaseFile::CaseFile(AccountId account, const std::vector<Case>& open, UtcTime now)
    : account_{std::move(account)}, now_{now} {
  for (const Case& known : open) {
    if (known.closed_at) continue;
    before_.emplace(name_of_case(known), known);
    cases_.emplace(name_of_case(known), known);
  }
}

CaseFile::Name CaseFile::name_of_reason(CaseReason reason, const std::vector<PositionKey>& keys) {
  switch (reason) {
    case CaseReason::brake:
      return {Subject::brake, {}};
    case CaseReason::quarantined_rows:
      return {Subject::rows, {}};
    case CaseReason::claimed_twice:
      return {Subject::claims, keys.at(0)};
    default:
      return {Subject::account, {}};
  }
}

CaseFile::Name CaseFile::name_of_case(const Case& open) {
  if (open.key) return {Subject::key, *open.key};
  return name_of_reason(open.reason, open.keys);
}

Case& CaseFile::follow(const Name& name, CaseReason reason) {
  raised_.insert(name);
  const auto found = cases_.find(name);
  if (found != cases_.end()) {
    found->second.reason = reason;
    found->second.waits_for = usual_wait(reason);
    return found->second;
  }
  const bool is_key = name.first == Subject::key;
  std::string subject = is_key ? name.second.text() : account_.text;
  if (name.first == Subject::claims) subject += ":" + name.second.text();
  Case opened;
  opened.id = CaseId{fmt::format("{}:{}:{}", is_key ? "key" : holdfast::name_of(reason), subject,
                                 now_.time_since_epoch().count())};
  opened.account = account_;
  if (is_key) opened.key = name.second;
  opened.reason = reason;
  opened.waits_for = usual_wait(reason);
  opened.opened_at = now_;
  opened.since = now_;
  opened.updated_at = now_;
  opened.sightings = 0;
  return cases_.emplace(name, std::move(opened)).first->second;
}

namespace {

// It says something else from now on: what a person has waved away comes back.
void begin_anew(Case& open, UtcTime now) {
  open.since = now;
  if (open.state == CaseState::dismissed) open.state = CaseState::suspected;
}

// A person's word is of what the case was when it was said.
void take_back_word(Case& open) {
  if (!open.confirmed_at) return;
  open.confirmed_at.reset();
  open.confirmed_by.clear();
  open.confirmed_keys.clear();
  if (open.state == CaseState::confirmed) open.state = CaseState::suspected;
}

// Each word once. What a case began with stays; of a case that changes for ever, the newest words.
void add_evidence(Case& open, const std::vector<Evidence>& words) {
  constexpr std::ptrdiff_t newest_max = 20;
  for (const Evidence& word : words) {
    if (std::ranges::find(open.evidence, word) == open.evidence.end()) {
      open.evidence.push_back(word);
    }
  }
  const auto more = std::ssize(open.evidence) - 1 - newest_max;
  if (more > 0) open.evidence.erase(open.evidence.begin() + 1, open.evidence.begin() + 1 + more);
}

}  // namespace

const Case& CaseFile::raise(const PositionKey& key, const Finding& finding,
                            std::uint32_t sightings_enough) {
  const Case* known = find(key);
  const bool differs = known == nullptr || known->reason != finding.reason ||
                       known->ours != finding.ours || known->theirs != finding.theirs;
  Case& open = follow({Subject::key, key}, finding.reason);
  open.ours = finding.ours;
  open.theirs = finding.theirs;
  open.at_stake = finding.at_stake;
  open.text = finding.text;
  if (finding.waits_for.what != Awaited::nothing) open.waits_for = finding.waits_for;
  if (differs) {
    begin_anew(open, now_);
    // Patience that another difference has earned says nothing of this one.
    open.sightings = 0;
    take_back_word(open);
    add_evidence(open, finding.evidence);
  }
  if (open.sightings < sightings_enough) ++open.sightings;
  return open;
}

const Case& CaseFile::raise_account(CaseReason reason, const std::string& text,
                                    const Evidence& refused) {
  const auto known = cases_.find({Subject::account, PositionKey{}});
  const bool says_so = known != cases_.end() && known->second.reason == reason;
  Case& open = follow({Subject::account, {}}, reason);
  // Texts of one and the same trouble differ (times, ports): the first one stands, or every
  // failing pass would write.
  if (!says_so) {
    open.text = text;
    add_evidence(open, {refused});
    begin_anew(open, now_);
  }
  open.sightings = 1;
  return open;
}

const Case& CaseFile::raise_brake(const std::vector<PositionKey>& keys, const std::string& text,
                                  const Evidence& listing, std::optional<Money> at_stake) {
  Case& open = follow({Subject::brake, {}}, CaseReason::brake);
  const bool differs = open.keys != keys;
  if (differs) begin_anew(open, now_);
  if (differs || open.evidence.empty()) add_evidence(open, {listing});
  if (keys.empty()) {
    open.waits_for = {Awaited::answer, "a complete answer that shows no such thing any more"};
  }
  std::set<PositionKey> released{open.released_keys.begin(), open.released_keys.end()};
  released.insert(open.keys.begin(), open.keys.end());
  for (const PositionKey& key : keys) released.erase(key);
  open.released_keys.assign(released.begin(), released.end());
  open.keys = keys;
  open.at_stake = at_stake;
  open.text = text;
  open.sightings = 1;
  return open;
}

void CaseFile::let_through(const std::set<PositionKey>& ended) {
  const auto found = cases_.find({Subject::brake, PositionKey{}});
  if (found == cases_.end() || ended.empty()) return;
  Case& brake = found->second;
  std::set<PositionKey> released{brake.released_keys.begin(), brake.released_keys.end()};
  released.insert(ended.begin(), ended.end());
  for (const PositionKey& key : brake.keys) released.erase(key);
  brake.released_keys.assign(released.begin(), released.end());
}

const Case& CaseFile::raise_book(const BookTrouble& trouble) {
  std::vector<PositionKey> keys;
  if (trouble.key) keys.push_back(*trouble.key);
  Case& open = follow(name_of_reason(trouble.reason, keys), trouble.reason);
  const bool differs = open.text != trouble.text;
  if (differs) {
    begin_anew(open, now_);
    add_evidence(open, {{EvidenceKind::book, account_.text, now_, trouble.text}});
  }
  open.keys = std::move(keys);
  open.ours = trouble.held;
  open.theirs = trouble.claimed;
  open.text = trouble.text;
  open.sightings = 1;
  return open;
}

void CaseFile::follow_quarantine(const std::set<PositionKey>& asked,
                                 const std::map<PositionKey, std::string>& wrong) {
  const Name name{Subject::rows, {}};
  const auto known = cases_.find(name);
  std::set<PositionKey> keys;
  if (known != cases_.end()) keys.insert(known->second.keys.begin(), known->second.keys.end());
  std::erase_if(keys, [&](const PositionKey& key) { return asked.contains(key); });
  for (const auto& [key, words] : wrong) keys.insert(key);
  if (keys.empty()) {
    if (known == cases_.end()) return;
    raised_.insert(name);
    close(name, CaseState::explained,
          {EvidenceKind::listing, account_.text, now_,
           "the venue tells nothing of the kind any more"});
    return;
  }
  Case& open = follow(name, CaseReason::quarantined_rows);
  const std::vector<PositionKey> listed{keys.begin(), keys.end()};
  if (open.keys != listed) begin_anew(open, now_);
  open.keys = listed;
  if (!wrong.empty()) open.text = "not used: " + wrong.begin()->second;
  open.waits_for = {Awaited::agreement, "events that can be true, or a person who dismisses it"};
  open.sightings = 1;
}

void CaseFile::keep_claims(const Comparable& comparable) {
  for (const auto& [name, open] : cases_) {
    if (name.first == Subject::claims && !comparable.covers(name.second)) raised_.insert(name);
  }
}

void CaseFile::keep(const PositionKey& key) { raised_.insert({Subject::key, key}); }

void CaseFile::keep(const PositionKey& key, const Wait& until) {
  keep(key);
  const auto found = cases_.find({Subject::key, key});
  if (found != cases_.end()) found->second.waits_for = until;
}

void CaseFile::close(const Name& name, CaseState state, const Evidence& evidence) {
  Case& open = cases_.at(name);
  open.state = state;
  open.closed_at = now_;
  open.waits_for = {};
  open.evidence.push_back(evidence);
}

void CaseFile::settle(const PositionKey& key, CaseState state, const Evidence& evidence) {
  const Name name{Subject::key, key};
  if (!cases_.contains(name)) return;
  raised_.insert(name);
  close(name, state, evidence);
}

void CaseFile::settle_rest(const Evidence& evidence) {
  for (auto& [name, open] : cases_) {
    if (raised_.contains(name)) continue;
    // A brake ends as a person's correction when its keys were closed on a person's word.
    const bool by_person = name.first == Subject::brake && open.confirmed_at.has_value();
    close(name, by_person ? CaseState::corrected : CaseState::explained, evidence);
  }
}

void CaseFile::spend_words(UtcTime asked_at, const std::set<PositionKey>& not_judged) {
  for (auto& [name, open] : cases_) {
    const bool heard = open.state == CaseState::confirmed && open.confirmed_at <= asked_at;
    if (!heard || open.closed_at) continue;
    std::vector<PositionKey> waiting;
    std::ranges::copy_if(open.confirmed_keys, std::back_inserter(waiting),
                         [&](const PositionKey& key) { return not_judged.contains(key); });
    if (waiting.empty()) {
      open.state = CaseState::suspected;
    } else {
      open.confirmed_keys = std::move(waiting);
    }
  }
}

const Case* CaseFile::find(const PositionKey& key) const {
  const auto found = cases_.find({Subject::key, key});
  return found == cases_.end() ? nullptr : &found->second;
}

const Case* CaseFile::brake() const {
  const auto found = cases_.find({Subject::brake, PositionKey{}});
  return found == cases_.end() ? nullptr : &found->second;
}

const Case* CaseFile::confirmation(const PositionKey& key, UtcTime asked_at, Duration lasts) const {
  for (const auto& [name, open] : before_) {
    if (open.state != CaseState::confirmed) continue;
    if (!open.confirmed_at || asked_at < *open.confirmed_at) continue;
    if (asked_at - *open.confirmed_at > lasts) continue;
    if (std::ranges::find(open.confirmed_keys, key) != open.confirmed_keys.end()) return &open;
  }
  return nullptr;
}

std::vector<Case> CaseFile::changed() const {
  std::vector<Case> changed;
  for (const auto& [name, current] : cases_) {
    const auto known = before_.find(name);
    if (known != before_.end() && known->second == current) continue;
    changed.push_back(current);
    changed.back().updated_at = now_;
  }
  return changed;
}

std::vector<Event> CaseFile::events() const {
  std::vector<Event> events;
  for (const Case& current : changed()) {
    const bool is_new = !before_.contains(name_of_case(current));
    const EventKind kind = current.closed_at && !is_new ? EventKind::case_closed
                           : is_new                     ? EventKind::case_opened
                                                        : EventKind::case_updated;
    events.push_back({kind, account_, current.key, now_,
                      fmt::format("{} {}: {}", holdfast::name_of(current.state),
                                  holdfast::name_of(current.reason), current.text),
                      current.id.text});
  }
  return events;
}

}  // namespace holdfast
