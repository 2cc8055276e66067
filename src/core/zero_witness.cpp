#include "core/zero_witness.hpp"

namespace holdfast {
namespace {

ZeroAnswer counts(const Evidence& witness) { return {witness, {}, {}}; }

ZeroAnswer by_events(const ZeroQuestion& question) {
  if (question.explanation == nullptr) {
    return {{},
            "no fill or settlement accounts for the disappearance",
            {Awaited::fills, "fills or a settlement that tell of it"}};
  }
  return counts(question.explanation->back().evidence);
}

ZeroAnswer by_chain(const ZeroQuestion& question) {
  if (!question.seen.reading) {
    return {{},
            "no chain endpoint vouches for the zero",
            {Awaited::chain, "chain endpoints that vouch for the zero"}};
  }
  // One endpoint alone may be lying or behind; with the venue's own feed beside it there are
  // two independent sources again.
  if (question.seen.reading->endpoints < 2 && question.explanation == nullptr) {
    return {
        {},
        "only one chain endpoint says zero, and no activity sums to it",
        {Awaited::chain, "a second chain endpoint that says zero, or activity that sums to it"}};
  }
  return counts(question.seen.reading->evidence);
}

ZeroAnswer by_count(const ZeroQuestion& question) {
  if (question.explanation != nullptr) return by_events(question);
  if (!question.count) {
    return {{},
            "no trade accounts for it and the venue's own count is unknown",
            {Awaited::count, "trades that tell of it, or the venue's own count of positions"}};
  }
  return counts(*question.count);
}

}  // namespace

ZeroAnswer grade_zero(const ZeroQuestion& question) {
  if (question.newest_activity && question.seen.moment <= *question.newest_activity) {
    return {{},
            "the zero is older than the newest activity on it",
            {Awaited::answer, "an answer later than the newest activity on it"}};
  }
  switch (question.need) {
    case WitnessNeed::chain:
      return by_chain(question);
    case WitnessNeed::count:
      return by_count(question);
    case WitnessNeed::events:
      break;
  }
  return by_events(question);
}

}  // namespace holdfast
