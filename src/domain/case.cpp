#include "domain/case.hpp"

#include <algorithm>

namespace holdfast {
namespace {

template <Awaited... what>
constexpr std::array<Awaited, sizeof...(what)> only{what...};

std::string usual_text(Awaited awaited) {
  switch (awaited) {
    case Awaited::nothing:
      break;
    case Awaited::sightings:
      return "fills that tell of the difference, or further listings that show it";
    case Awaited::fills:
      return "fills or a settlement that tell of the difference";
    case Awaited::chain:
      return "chain endpoints that vouch for the balance";
    case Awaited::count:
      return "trades that tell of it, or the venue's own count of positions";
    case Awaited::agreement:
      return "sources that do not contradict each other";
    case Awaited::readable_row:
      return "a row that can be read";
    case Awaited::final_trades:
      return "the end of an own order or trade on it";
    case Awaited::answer:
      return "a complete answer";
    case Awaited::usable_answer:
      return "an answer that can be used";
    case Awaited::credentials:
      return "a key that the venue accepts";
    case Awaited::proof:
      return "the proof that the account is the one that is meant";
    case Awaited::quiet_ledger:
      return "a pass during which nobody else books";
    case Awaited::confirmation:
      return "a witness of each, or a person's confirmation";
    case Awaited::book:
      return "the book to be put right";
  }
  return {};
}

}  // namespace

bool speaks_of(const Case& about, const PositionKey& key) {
  const auto has = [&](const std::vector<PositionKey>& keys) {
    return std::ranges::find(keys, key) != keys.end();
  };
  return about.key == key || has(about.keys) || has(about.released_keys);
}

std::span<const Awaited> awaited_of(CaseReason reason) {
  using enum Awaited;
  switch (reason) {
    case CaseReason::stale:
    case CaseReason::incomplete:
      return only<answer>;
    case CaseReason::unauthorised:
      return only<credentials>;
    case CaseReason::schema:
      return only<usable_answer>;
    case CaseReason::identity:
      return only<proof>;
    case CaseReason::suspected:
      return only<sightings, fills, final_trades, answer>;
    case CaseReason::unproven_absence:
      return only<fills, chain, count, final_trades, answer>;
    case CaseReason::suspicious_empty:
      return only<agreement, final_trades, answer>;
    case CaseReason::witness_conflict:
      return only<agreement, chain, confirmation, final_trades, answer>;
    case CaseReason::unknown_row:
      return only<readable_row, final_trades, answer>;
    case CaseReason::brake:
      return only<confirmation, answer>;
    case CaseReason::conflict:
      return only<quiet_ledger>;
    case CaseReason::quarantined_rows:
      return only<book, agreement>;
    case CaseReason::unreadable_book:
    case CaseReason::claimed_twice:
      break;
  }
  return only<book>;
}

Wait usual_wait(CaseReason reason) {
  const Awaited what = awaited_of(reason).front();
  return {what, usual_text(what)};
}

}  // namespace holdfast
