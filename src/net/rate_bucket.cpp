#include "net/rate_bucket.hpp"

#include <algorithm>
#include <numeric>

#include "net/retry_after.hpp"

namespace holdfast::net {

RateBucket::RateBucket(BudgetLimits limits, Duration now)
    : limits_{limits}, level_{scaled(limits.capacity)}, seen_{now}, blocked_until_{now} {}

std::int64_t RateBucket::scaled(std::uint64_t tokens) const {
  return static_cast<std::int64_t>(tokens) * limits_.per.count();
}

std::int64_t RateBucket::reserve(Share share) const {
  if (share == Share::exits) return 0;
  return scaled(limits_.capacity) / 100 * limits_.reserved_percent;
}

std::list<std::uint32_t>& RateBucket::queue(Share share) {
  return share == Share::exits ? exits_ : reads_;
}

void RateBucket::refill(Duration now) {
  const std::int64_t full = scaled(limits_.capacity);
  const Duration passed = std::max(now - seen_, Duration::zero());
  seen_ = std::max(now, seen_);
  if (limits_.refill == 0) return;
  // Compared before it is multiplied: a month of silence must not overflow.
  if (passed.count() > (full - level_) / limits_.refill) {
    level_ = full;
  } else {
    level_ += passed.count() * limits_.refill;
  }
}

bool RateBucket::can_ever_pay(Share share, std::uint32_t cost) const {
  return scaled(cost) + reserve(share) <= scaled(limits_.capacity);
}

RateBucket::Ticket RateBucket::enqueue(Share share, std::uint32_t cost) {
  auto& waiting = queue(share);
  return waiting.insert(waiting.end(), cost);
}

void RateBucket::leave(Share share, Ticket ticket) { queue(share).erase(ticket); }

Duration RateBucket::wait(Share share, Ticket ticket, Duration now) {
  refill(now);
  const Duration blocked = std::max(blocked_until_ - now, Duration::zero());
  const auto ahead = std::accumulate(queue(share).begin(), std::next(ticket), std::uint64_t{});
  const std::int64_t lacking = scaled(ahead) + reserve(share) - level_;
  if (lacking <= 0) return blocked;
  if (limits_.refill == 0) return longest_wait;
  const Duration filling{(lacking + limits_.refill - 1) / limits_.refill};
  return std::max(blocked, filling);
}

void RateBucket::take(Share share, Ticket ticket, Duration now) {
  refill(now);
  level_ -= scaled(*ticket);
  queue(share).erase(ticket);
}

void RateBucket::penalise(Duration now, std::optional<Duration> pause) {
  refill(now);
  level_ = std::min<std::int64_t>(level_, 0);
  const Duration unstated = std::chrono::seconds{1} * (1 << std::min(strikes_, 6));
  ++strikes_;
  const Duration held = pause.value_or(std::min<Duration>(unstated, std::chrono::minutes{1}));
  blocked_until_ = std::max(blocked_until_, now + std::min(held, longest_wait));
}

std::uint32_t RateBucket::room(Share share, std::uint32_t cost, Duration now) {
  refill(now);
  if (now < blocked_until_) return 0;
  const auto& waiting = queue(share);
  const auto ahead = std::accumulate(waiting.begin(), waiting.end(), std::uint64_t{});
  const std::int64_t free = level_ - reserve(share) - scaled(ahead);
  return free <= 0 ? 0 : static_cast<std::uint32_t>(free / scaled(std::max(cost, 1U)));
}

}  // namespace holdfast::net
