#include "scenario/compare.hpp"

#include <algorithm>
#include <array>

#include "api/phase.hpp"
#include "api/picture.hpp"
#include "domain/verdict.hpp"

namespace holdfast::scenario {
namespace {

using Subject = Check::Subject;

template <class Amount>
std::string amount_text(const std::optional<Amount>& amount) {
  return amount ? amount->text() : "unknown";
}

bool fits(const Check& check, const PositionKey& key, const Observed& seen) {
  const auto named = seen.keys.find({check.account, check.instrument});
  return named != seen.keys.end() && named->second == key;
}

std::string side_text(const Position& life) {
  if (life.quantity.is_zero()) return "flat";
  const bool short_side = life.quantity.is_negative();
  if (life.key.venue == VenueName::kalshi) return short_side ? "no" : "yes";
  return short_side ? "short" : "long";
}

std::string average_text(const Position& life) {
  if (!life.cost || life.quantity.is_zero()) return "unknown";
  const auto size = Quantity::from_wide(magnitude(life.quantity));
  if (!size) return "unknown";
  const auto average = divide(*life.cost, *size, Rounding::half_even);
  return average ? average->text() : "unknown";
}

std::string price_text(const std::optional<Price>& price) {
  return price ? price->text() : "unknown";
}

std::string_view state_text(MarketState state) {
  constexpr std::array<std::string_view, 5> names{"unknown", "open", "paused", "closed",
                                                  "resolved"};
  return names.at(static_cast<std::size_t>(state));
}

// What is said of a key beside its life; none: the field is of the life.
std::optional<std::string> seen_beside(std::string_view field, const PositionKey& key,
                                       const Observed& seen) {
  const api::Picture picture{seen.replica};
  const Holding* row = picture.holding(key);
  if (field == "verdict") return std::string{name_of(picture.verdict(key))};
  const auto settling = picture.settling(key);
  if (field == "settling") return settling ? settling->text() : "0";
  if (field == "state" && settling && picture.position(key) == nullptr) return "settling";
  if (field == "sellable") {
    const Position* held = picture.position(key);
    return held == nullptr ? "nothing" : amount_text(picture.sellable(*held).now);
  }
  if (field == "price") return price_text(picture.instrument(key).price);
  if (field == "market") return std::string{state_text(picture.instrument(key).state)};
  if (field == "redeemable") return row != nullptr && row->redeemable ? "true" : "false";
  return std::nullopt;
}

// Open or closed; or where in its life it is, where that is asked about.
std::string state_of(const Position& life, const std::string& asked, const Observed& seen) {
  const api::Picture picture{seen.replica};
  const auto phase = api::phase_of(
      life, picture.instrument(life.key),
      {.holding = picture.holding(life.key), .unsettled = picture.settling(life.key).has_value()});
  return std::string{asked == phase ? phase : name_of(life.state)};
}

// The newest life of the key; a key that never held anything is flat.
std::string seen_position(const Check& check, const Observed& seen) {
  const auto key = seen.keys.find({check.account, check.instrument});
  if (key == seen.keys.end()) return "nothing";
  if (const auto beside = seen_beside(check.field, key->second, seen)) return *beside;
  const Position* life = nullptr;
  for (const Position& known : seen.lives) {
    if (fits(check, known.key, seen) && (life == nullptr || known.life > life->life)) life = &known;
  }
  if (life == nullptr) return check.field == "quantity" ? "0" : "nothing";
  if (check.field == "quantity") return life->quantity.text();
  if (check.field == "side") return side_text(*life);
  if (check.field == "state") return state_of(*life, check.expected, seen);
  if (check.field == "cost") return amount_text(life->cost);
  if (check.field == "average_price") return average_text(*life);
  if (check.field == "realized_pnl") return life->realized_pnl.text();
  if (check.field == "unpriced") return life->unpriced.text();
  if (check.field == "fees") return life->fees.text();
  if (check.field == "funding") return life->funding.text();
  if (check.field == "origin") return std::string{name_of(life->origin)};
  if (check.field == "life") return std::to_string(life->life);
  if (check.field == "entries") return std::to_string(life->entries);
  if (check.field == "closing") {
    return life->closing ? std::string{name_of(life->closing->kind)} : "nothing";
  }
  return "nothing";
}

// Of several cases on one subject: an open one of the expected reason, an open one, the newest.
const Case* find_case(const Check& check, const Observed& seen) {
  const Case* best = nullptr;
  int best_rank = -1;
  for (const Case& known : seen.cases) {
    const bool of_key = !check.instrument.empty();
    if (of_key != known.key.has_value()) continue;
    if (of_key && !fits(check, *known.key, seen)) continue;
    if (!check.account.empty() && known.account.text != check.account) continue;
    const int rank = (is_open(known.state) ? 2 : 0) + (name_of(known.reason) == check.hint ? 1 : 0);
    if (rank >= best_rank) {
      best = &known;
      best_rank = rank;
    }
  }
  return best;
}

// Of several notes the expected one. A line says when and by whom before its text.
std::string seen_note(const Case& found, const std::string& expected) {
  std::string_view rest = found.note;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.substr(line.find(": ") + 2) == expected) return expected;
  }
  return found.note.empty() ? "nothing" : found.note;
}

std::string seen_case(const Check& check, const Observed& seen) {
  const Case* found = find_case(check, seen);
  if (found == nullptr) return "nothing";
  if (check.field == "reason") return std::string{name_of(found->reason)};
  if (check.field == "state") return std::string{name_of(found->state)};
  if (check.field == "sightings") return std::to_string(found->sightings);
  if (check.field == "ours") return found->ours.text();
  if (check.field == "theirs") return amount_text(found->theirs);
  if (check.field == "at_stake") return amount_text(found->at_stake);
  if (check.field == "keys") return std::to_string(found->keys.size());
  if (check.field == "note") return seen_note(*found, check.expected);
  return "nothing";
}

std::string figure_text(const std::optional<WideDecimal>& figure) {
  return figure ? figure->text() : "unknown";
}

std::string seen_entry(const Check& check, const Observed& seen) {
  const auto book = seen.books.find(check.account);
  if (book == seen.books.end()) return "no such book";
  const auto found = book->second.entries.find(check.instrument);
  if (found == book->second.entries.end()) return "nothing";
  const BookEntry& entry = found->second;
  if (check.field == "status") return std::string{name_of(entry.status)};
  if (check.field == "sub_reason") {
    const auto is = [&](BookReason reason) { return name_of(reason) == check.expected; };
    return std::ranges::any_of(entry.sub_reasons, is) ? check.expected : "not among the reasons";
  }
  const auto* const leg = std::ranges::find(leg_names, check.hint);
  if (leg == leg_names.end()) return "nothing";
  const Leg which = all_legs.at(static_cast<std::size_t>(leg - leg_names.begin()));
  if (check.field == "diff_contracts") return figure_text(entry.diff_contracts[which]);
  if (check.field == "diff_cost_basis") return figure_text(entry.diff_cost_basis[which]);
  const auto& figures = check.field == "internal" ? entry.internal[which] : entry.external[which];
  return figures ? figure_text(figures->contracts) : "nothing";
}

std::string seen_stream(const Check& check, const Observed& seen) {
  for (const AccountStatus& account : seen.replica->accounts) {
    if (account.id.text != check.account || account.streams.empty()) continue;
    return std::to_string(account.streams.front().watched);
  }
  return "no stream";
}

std::string seen_count(const Check& check, const Observed& seen) {
  const PassCounts& counts = seen.counts;
  if (check.field == "requests") return std::to_string(seen.requests);
  if (check.field == "active") return std::to_string(counts.active);
  if (check.field == "updated") return std::to_string(counts.updated);
  if (check.field == "created") return std::to_string(counts.created);
  if (check.field == "closed") return std::to_string(counts.closed);
  return std::to_string(counts.held_back);
}

std::size_t heard(std::string_view name, const Observed& seen) {
  return static_cast<std::size_t>(std::ranges::count_if(
      seen.events, [&](const Event& event) { return name_of(event.kind) == name; }));
}

bool same_text(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto left = Quantity::parse(a);
  const auto right = Quantity::parse(b);
  return left && right && *left == *right;
}

}  // namespace

std::string seen_of(const Check& check, const Observed& seen) {
  switch (check.subject) {
    case Subject::position:
      return seen_position(check, seen);
    case Subject::found_case:
      return seen_case(check, seen);
    case Subject::sync:
      return seen_count(check, seen);
    case Subject::stream:
      return seen_stream(check, seen);
    case Subject::book_entry:
      return seen_entry(check, seen);
    case Subject::event:
    case Subject::no_event:
      return heard(check.expected, seen) > 0 ? check.expected : "not heard";
    case Subject::alerts:
      // One message a case, and one about what waits to be redeemed, a day.
      return std::to_string(heard(name_of(EventKind::case_opened), seen) +
                            heard(name_of(EventKind::claim_opened), seen) +
                            heard(name_of(EventKind::claim_updated), seen));
    case Subject::open_cases:
      return std::to_string(std::ranges::count_if(
          seen.cases, [](const Case& known) { return is_open(known.state); }));
    case Subject::headline:
      return std::string{headline_of(seen.replica->verdict)};
    case Subject::exit_code:
      return std::to_string(exit_code_of(seen.replica->verdict));
    case Subject::same_hash: {
      const auto label = seen.hashes.find(check.expected);
      if (label == seen.hashes.end()) return "no step has this label";
      return label->second == seen.hash ? check.expected : "another hash";
    }
  }
  return "nothing";
}

bool holds(const Check& check, const Observed& seen) {
  const std::string found = seen_of(check, seen);
  if (check.subject == Subject::no_event) return found != check.expected;
  return same_text(found, check.expected);
}

Check altered(const Check& check) {
  Check other = check;
  if (check.subject == Subject::event) {
    other.subject = Subject::no_event;
  } else if (check.subject == Subject::no_event) {
    other.subject = Subject::event;
  } else if (const auto amount = Quantity::parse(check.expected)) {
    other.expected = Quantity::from_units(amount->units() + 1).text();
  } else {
    other.expected = "not " + check.expected;
  }
  return other;
}

}  // namespace holdfast::scenario
