#include "net/rate_budget.hpp"

#include <fmt/format.h>

#include <boost/system/system_error.hpp>

#include "net/request_text.hpp"
#include "net/retry_after.hpp"

namespace holdfast::net {
namespace {

// A place in the queue, given back when its coroutine is cancelled.
class Place {
 public:
  Place(RateBucket& bucket, Share share, std::uint32_t cost)
      : bucket_{bucket}, share_{share}, ticket_{bucket.enqueue(share, cost)} {}
  ~Place() {
    if (waiting_) bucket_.leave(share_, ticket_);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  Duration wait(Duration now) { return bucket_.wait(share_, ticket_, now); }
  void take(Duration now) {
    waiting_ = false;
    bucket_.take(share_, ticket_, now);
  }

 private:
  RateBucket& bucket_;
  Share share_;
  RateBucket::Ticket ticket_;
  bool waiting_{true};
};

}  // namespace

Async<void> RateBudget::admit(const HttpRequest& request) {
  const std::uint32_t cost = cost_ ? cost_(request) : 1;
  if (!bucket_.can_ever_pay(use_.share, cost)) {
    co_return fail(Fault::rate_limited,
                   fmt::format("{} costs {} tokens, more than its budget ever holds; raise the "
                               "venue's budget",
                               request_text(request), cost));
  }
  Place place{bucket_, use_.share, cost};
  const Duration latest = clock_.uptime() + use_.patience;
  for (Duration wait; (wait = place.wait(clock_.uptime())) > Duration::zero();) {
    if (clock_.uptime() + wait > latest) {
      co_return fail(Fault::rate_limited,
                     fmt::format("the request budget is used up: {} may be sent in {}",
                                 request_text(request), duration_text(wait)));
    }
    try {
      co_await clock_.sleep_for(wait);
    } catch (const boost::system::system_error&) {
      co_return fail(Fault::cancelled, fmt::format("{} was given up", request_text(request)));
    }
  }
  place.take(clock_.uptime());
  co_return Result<void>{};
}

std::uint32_t RateBudget::room() {
  return bucket_.room(use_.share, cost_ ? cost_({}) : 1, clock_.uptime());
}

Async<HttpResponse> RateBudget::exchange(HttpRequest request) {
  const auto admitted = co_await admit(request);
  if (!admitted) co_return tl::make_unexpected(admitted.error());
  auto answer = co_await inner_.exchange(std::move(request));
  if (answer && answer->status == 429) {
    bucket_.penalise(clock_.uptime(), retry_after(*answer, clock_.now()));
  } else if (answer) {
    bucket_.relieve();
  }
  co_return answer;
}

}  // namespace holdfast::net
