#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/book_trouble.hpp"
#include "domain/case.hpp"
#include "domain/error.hpp"
#include "domain/event.hpp"

namespace holdfast {

// What a pass has to say about one discrepancy.
struct Finding {
  CaseReason reason{};
  Quantity ours;
  std::optional<Quantity> theirs;
  std::optional<Money> at_stake;
  std::string text;
  std::vector<Evidence> evidence;
  Wait waits_for;
};

// The case with a person's word on these keys, or on all it holds when none is named. Refused
// when the case is about something nobody can confirm, or does not hold one of the keys.
Result<Case> confirmed_case(const Case& open, const std::vector<PositionKey>& keys,
                            const std::string& by, UtcTime now);

// What a person writes on a case.
struct CaseMark {
  enum class Kind : std::uint8_t { note, dismissal };
  Kind kind{};
  std::string text;  // of a dismissal: why; may be empty
  std::string by;
};

// The case with the mark on it. A dismissed case lasts until what it is about ends, and wakes when
// that changes; its marks are kept one a line. Refused for a case that has ended, one that is
// dismissed already, and a note that would grow beyond four kilobytes.
Result<Case> marked_case(const Case& lasting, const CaseMark& mark, UtcTime now);

// The lasting cases of one account during one pass: one case per discrepancy, opened, followed and
// closed here and nowhere else. A pass that sees nothing new changes no case.
class CaseFile {
 public:
  CaseFile(AccountId account, const std::vector<Case>& open, UtcTime now);

  // Opens the key's case or follows it. A sighting counts once per pass, and only up to
  // `sightings_enough`: from there on a case is written only when something else changes.
  const Case& raise(const PositionKey& key, const Finding& finding, std::uint32_t sightings_enough);
  // Opens or follows the account's case about answers that cannot be used.
  const Case& raise_account(CaseReason reason, const std::string& text, const Evidence& refused);
  // Opens or follows the brake case; `keys` are what it holds back now; those it held
  // back before stay named as released.
  const Case& raise_brake(const std::vector<PositionKey>& keys, const std::string& text,
                          const Evidence& listing, std::optional<Money> at_stake = std::nullopt);
  // What this pass ended while the brake held, each for a reason of its own: the brake's case tells
  // of it too. Nothing where there is no brake.
  void let_through(const std::set<PositionKey>& ended);
  // Opens or follows a book's case: of claims one a position, of the others one each.
  const Case& raise_book(const BookTrouble& trouble);
  // Opens, follows or ends the account's case about what its venue tells of these keys and cannot
  // be used; of the others that were asked about, nothing is wrong any more.
  void follow_quarantine(const std::set<PositionKey>& asked,
                         const std::map<PositionKey, std::string>& wrong);
  // Of what cannot be compared now, the cases of claims stay as they are.
  void keep_claims(const Comparable& comparable);
  // The pass cannot tell: the key's case stays as it is.
  void keep(const PositionKey& key);
  // The pass cannot tell before this has come: all else of the key's case stays as it is.
  void keep(const PositionKey& key, const Wait& until);
  void settle(const PositionKey& key, CaseState state, const Evidence& evidence);
  // Closes what this complete pass did not raise again: the discrepancy is gone.
  void settle_rest(const Evidence& evidence);
  // What a person has said serves one complete pass, asked for at `asked_at`, and is then only a
  // record; of what that pass could not judge it goes on.
  void spend_words(UtcTime asked_at, const std::set<PositionKey>& not_judged);

  [[nodiscard]] const Case* find(const PositionKey& key) const;
  [[nodiscard]] const Case* brake() const;
  // The case in which a person spoke for this key, not longer ago than `lasts` and before the
  // venue was asked at `asked_at`; null where an earlier pass has heard it.
  [[nodiscard]] const Case* confirmation(const PositionKey& key, UtcTime asked_at,
                                         Duration lasts) const;

  // New and changed cases, with the event each one is told by.
  [[nodiscard]] std::vector<Case> changed() const;
  [[nodiscard]] std::vector<Event> events() const;

 private:
  enum class Subject : std::uint8_t { key, brake, account, rows, claims };
  using Name = std::pair<Subject, PositionKey>;
  static Name name_of_case(const Case& open);
  static Name name_of_reason(CaseReason reason, const std::vector<PositionKey>& keys);
  Case& follow(const Name& name, CaseReason reason);
  void close(const Name& name, CaseState state, const Evidence& evidence);

  AccountId account_;
  UtcTime now_;
  std::map<Name, Case> before_;
  std::map<Name, Case> cases_;
  std::set<Name> raised_;
};

}  // namespace holdfast
