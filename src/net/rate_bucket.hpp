#pragma once
#include <cstdint>
#include <list>
#include <optional>

#include "domain/time.hpp"

namespace holdfast::net {

// Exits may empty the bucket; reads leave `reserved_percent` of it to them.
enum class Share : std::uint8_t { reads, exits };

struct BudgetLimits {
  std::uint32_t capacity{};  // tokens
  std::uint32_t refill{};    // tokens each `per`
  Duration per = std::chrono::seconds{1};
  std::uint32_t reserved_percent = 20;
};

// A venue's token bucket, exact in integers, told the time by its caller (time since boot). Those
// who wait are served in the order in which they came, each share on its own.
class RateBucket {
 public:
  using Ticket = std::list<std::uint32_t>::iterator;

  RateBucket(BudgetLimits limits, Duration now);

  [[nodiscard]] bool can_ever_pay(Share share, std::uint32_t cost) const;
  Ticket enqueue(Share share, std::uint32_t cost);
  void leave(Share share, Ticket ticket);
  // How long until the ticket may be taken; zero: now.
  Duration wait(Share share, Ticket ticket, Duration now);
  // Takes the tokens and the ticket out of the queue.
  void take(Share share, Ticket ticket, Duration now);
  // The venue said 429: the bucket is empty and nobody asks before the pause is over. Without a
  // stated one it is a second, doubled with each further 429 up to a minute.
  void penalise(Duration now, std::optional<Duration> pause);
  // The venue answered something else: the next unstated pause is a second again.
  void relieve() { strikes_ = 0; }
  // How many more requests of this cost may leave now without waiting.
  [[nodiscard]] std::uint32_t room(Share share, std::uint32_t cost, Duration now);

 private:
  void refill(Duration now);
  [[nodiscard]] std::int64_t scaled(std::uint64_t tokens) const;
  [[nodiscard]] std::int64_t reserve(Share share) const;
  std::list<std::uint32_t>& queue(Share share);

  BudgetLimits limits_;
  std::int64_t level_{};  // tokens times `per` in microseconds
  Duration seen_{};
  Duration blocked_until_{};
  int strikes_{};
  std::list<std::uint32_t> reads_;
  std::list<std::uint32_t> exits_;
};

}  // namespace holdfast::net
