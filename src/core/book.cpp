#include "core/book.hpp"

#include <algorithm>
#include <utility>

#include "core/supersede.hpp"

namespace holdfast {
namespace {

int sign_of(Quantity quantity) {
  return quantity.is_zero() ? 0 : (quantity.is_negative() ? -1 : 1);
}

Result<Quantity> size_of(Quantity quantity) { return Quantity::from_wide(magnitude(quantity)); }

// What so much costs or brings on the side that is held, where `paid` is its price times its size.
// Of a complement that is the rest of the unit of collateral each one stands for, so that YES and
// NO of one trade sum to it to the last digit.
Result<Money> on_side(const PositionKey& key, Quantity size, Money paid, int side) {
  if (side > 0 || short_side_of(key.venue) == ShortSide::linear) return paid;
  return Money::from_wide(Int128{size.units()} - paid.units());
}

// One step of the fold: an entry, or the half of it that ends one life or begins the next.
struct Step {
  const JournalEntry* entry{};
  Quantity change;
  std::optional<Money> paid;  // price times size, without a sign; none: unpriced
  Money fee;
  Money funding;
};

class Lives {
 public:
  Lives() = default;
  explicit Lives(const Position& last) : lives_{last} {}
  Result<void> apply(const JournalEntry& entry);
  std::vector<Position> take() { return std::move(lives_); }

 private:
  [[nodiscard]] bool is_open() const {
    return !lives_.empty() && lives_.back().state == PositionState::open;
  }
  Result<void> open(const Step& step);
  Result<void> increase(const Step& step);
  Result<void> reduce(const Step& step);
  Result<void> reverse(const JournalEntry& entry);
  Result<void> note(const Step& step);
  void take(const Seed& seed);
  void take(const Allocation& allocation, UtcTime at);
  static Result<std::optional<Money>> worth(const Step& step, Quantity size, int side);
  static Result<std::optional<Money>> paid_for(const JournalEntry& entry, Quantity change);

  std::vector<Position> lives_;
};

Result<std::optional<Money>> Lives::worth(const Step& step, Quantity size, int side) {
  if (!step.paid) return std::optional<Money>{};
  return on_side(step.entry->key, size, *step.paid, side).map([](Money money) {
    return std::optional{money};
  });
}

Result<std::optional<Money>> Lives::paid_for(const JournalEntry& entry, Quantity change) {
  if (!entry.price) return std::optional<Money>{};
  const auto size = size_of(change);
  if (!size) return tl::make_unexpected(size.error());
  return multiply(*entry.price, *size, Rounding::half_even).map([](Money money) {
    return std::optional{money};
  });
}

// Everything an entry adds besides quantity: fee, time, count.
Result<void> Lives::note(const Step& step) {
  Position& life = lives_.back();
  const auto fees = add(life.fees, step.fee);
  if (!fees) return tl::make_unexpected(fees.error());
  life.fees = *fees;
  const auto funding = add(life.funding, step.funding);
  if (!funding) return tl::make_unexpected(funding.error());
  life.funding = *funding;
  life.changed_at = std::max(life.changed_at, step.entry->at);
  if (is_estimate(step.entry->kind)) life.estimated_at = step.entry->at;
  ++life.entries;
  return {};
}

// An owner's word counts only where nothing else tells the cost of exactly what is held.
void Lives::take(const Seed& seed) {
  Position& life = lives_.back();
  if (!is_open() || life.cost || life.quantity != seed.quantity) return;
  life.cost = seed.cost;
  if (seed.opened_at) life.opened_at = std::min(life.opened_at, *seed.opened_at);
}

// It changes nothing of the position itself, not even when it was active last: facts that turn up
// later and happened before it must lead to the same fold.
void Lives::take(const Allocation& allocation, UtcTime at) {
  const auto life = std::ranges::find(lives_, allocation.life, &Position::life);
  if (life == lives_.end()) return;
  ++life->entries;
  const auto place =
      std::ranges::lower_bound(life->shares, allocation.strategy, {}, &Share::strategy);
  if (place != life->shares.end() && place->strategy == allocation.strategy) {
    *place = {allocation.strategy, allocation.quantity, at};
  } else {
    life->shares.insert(place, {allocation.strategy, allocation.quantity, at});
  }
}

Result<void> Lives::open(const Step& step) {
  Position life;
  life.key = step.entry->key;
  life.life = lives_.empty() ? 1 : lives_.back().life + 1;
  life.cost = Money{};
  life.origin = step.entry->kind == EntryKind::fill ? Origin::traded : Origin::external;
  life.opened_at = step.entry->at;
  life.changed_at = step.entry->at;
  lives_.push_back(std::move(life));
  return increase(step);
}

Result<void> Lives::increase(const Step& step) {
  Position& life = lives_.back();
  const auto size = size_of(step.change);
  if (!size) return tl::make_unexpected(size.error());
  const auto cost = worth(step, *size, sign_of(step.change));
  if (!cost) return tl::make_unexpected(cost.error());
  const auto quantity = add(life.quantity, step.change);
  if (!quantity) return tl::make_unexpected(quantity.error());
  life.quantity = *quantity;
  if (life.cost && *cost) {
    const auto total = add(*life.cost, **cost);
    if (!total) return tl::make_unexpected(total.error());
    life.cost = *total;
  } else {
    life.cost.reset();
  }
  return note(step);
}

// A sale, settlement or disappearance of part or all of what is held, at average cost.
Result<void> Lives::reduce(const Step& step) {
  Position& life = lives_.back();
  const int side = sign_of(life.quantity);
  const auto size = size_of(step.change);
  const auto held = size_of(life.quantity);
  if (!size) return tl::make_unexpected(size.error());
  if (!held) return tl::make_unexpected(held.error());
  const auto value = worth(step, *size, side);
  if (!value) return tl::make_unexpected(value.error());
  if (life.cost) {
    // The rest keeps what the part did not take, so that parts always sum to the whole.
    const auto part = share_of(*life.cost, *size, *held, Rounding::half_even);
    if (!part) return tl::make_unexpected(part.error());
    const auto rest = subtract(*life.cost, *part);
    if (!rest) return tl::make_unexpected(rest.error());
    life.cost = *rest;
    if (*value) {
      const bool owes = side < 0 && short_side_of(life.key.venue) == ShortSide::linear;
      const auto gain = owes ? subtract(*part, **value) : subtract(**value, *part);
      if (!gain) return tl::make_unexpected(gain.error());
      const auto total = add(life.realized_pnl, *gain);
      if (!total) return tl::make_unexpected(total.error());
      life.realized_pnl = *total;
    }
  }
  // What is sent away takes its share of the cost along: there is nothing to price.
  const bool moved = step.entry->kind == EntryKind::transfer && !step.entry->price;
  if (!moved && (!life.cost || !*value)) {
    const auto unpriced = add(life.unpriced, *size);
    if (!unpriced) return tl::make_unexpected(unpriced.error());
    life.unpriced = *unpriced;
  }
  const auto quantity = add(life.quantity, step.change);
  if (!quantity) return tl::make_unexpected(quantity.error());
  life.quantity = *quantity;
  if (life.quantity.is_zero()) {
    life.state = PositionState::closed;
    life.cost = Money{};
    life.closed_at = step.entry->at;
    life.closing = step.entry->closing ? step.entry->closing : step.entry->evidence;
  }
  return note(step);
}

// One entry that ends a life and begins the next on the other side: what was paid and the fee are
// shared out, and the second part is what the first leaves of the whole.
Result<void> Lives::reverse(const JournalEntry& entry) {
  const auto ending = negate(lives_.back().quantity);
  if (!ending) return tl::make_unexpected(ending.error());
  const auto beginning = subtract(entry.change, *ending);
  if (!beginning) return tl::make_unexpected(beginning.error());
  const auto fee = share_of(entry.fee, *ending, entry.change, Rounding::half_even);
  if (!fee) return tl::make_unexpected(fee.error());
  const auto rest = subtract(entry.fee, *fee);
  if (!rest) return tl::make_unexpected(rest.error());
  const auto whole = paid_for(entry, entry.change);
  if (!whole) return tl::make_unexpected(whole.error());
  const auto first = paid_for(entry, *ending);
  if (!first) return tl::make_unexpected(first.error());
  std::optional<Money> second;
  if (*whole && *first) {
    const auto left = subtract(**whole, **first);
    if (!left) return tl::make_unexpected(left.error());
    second = *left;
  }
  if (auto ended = reduce({&entry, *ending, *first, *fee, {}}); !ended) return ended;
  return open({&entry, *beginning, second, *rest, {}});
}

Result<void> Lives::apply(const JournalEntry& entry) {
  const auto paid = paid_for(entry, entry.change);
  if (!paid) return tl::make_unexpected(paid.error());
  const Step step{&entry, entry.change, *paid, entry.fee, entry.funding};
  if (entry.change.is_zero()) {
    if (lives_.empty()) return {};
    if (entry.seed) take(*entry.seed);
    if (entry.allocation) {
      take(*entry.allocation, entry.at);
      return {};
    }
    return note(step);
  }
  if (!is_open()) return open(step);
  const Quantity held = lives_.back().quantity;
  if (sign_of(held) == sign_of(entry.change)) return increase(step);
  if (magnitude(entry.change) <= magnitude(held)) return reduce(step);
  return reverse(entry);
}

Result<std::vector<Position>> apply_all(Lives lives, std::span<const JournalEntry> entries) {
  const auto effective = effective_entries({entries.begin(), entries.end()});
  if (!effective) return tl::make_unexpected(effective.error());
  for (const JournalEntry& entry : *effective) {
    if (auto applied = lives.apply(entry); !applied) return tl::make_unexpected(applied.error());
  }
  return lives.take();
}

}  // namespace

Result<std::vector<Position>> fold(std::span<const JournalEntry> entries) {
  return apply_all({}, entries);
}

Result<std::vector<Position>> fold_on(const Position& last, std::span<const JournalEntry> later) {
  return apply_all(Lives{last}, later);
}

}  // namespace holdfast
