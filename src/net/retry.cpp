#include "net/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/system/system_error.hpp>

#include "net/request_text.hpp"
#include "net/retry_after.hpp"

namespace holdfast::net {
namespace {

bool worth_asking_again(const Result<HttpResponse>& outcome, int attempt) {
  if (!outcome) {
    const Fault fault = outcome.error().fault;
    return fault == Fault::unreachable || (fault == Fault::malformed && attempt == 1);
  }
  const int status = outcome->status;
  return status == 425 || status == 429 || (status >= 500 && status != 501);
}

// Drawn evenly from zero to the bound. The venue's own wish, or after a 429 without one our bound,
// is the least: the draw comes on top, so that many clients do not come back at one moment.
Duration pause_after(const Result<HttpResponse>& outcome, Duration bound, UtcTime now,
                     Entropy& entropy) {
  const auto most = static_cast<std::uint64_t>(std::max(bound, Duration{1}).count());
  const Duration drawn{static_cast<std::int64_t>(entropy.below(most + 1))};
  if (!outcome) return drawn;
  if (const auto asked = retry_after(*outcome, now)) return *asked + drawn;
  return outcome->status == 429 ? bound + drawn : drawn;
}

}  // namespace

Async<HttpResponse> Retry::exchange(HttpRequest request) {
  const Duration begun = clock_.uptime();
  Duration bound = std::min(policy_.first, policy_.longest);
  for (int attempt = 1;; ++attempt) {
    auto outcome = co_await inner_.exchange(request);
    const bool again = request.method == Method::get && attempt < policy_.attempts;
    if (!again || !worth_asking_again(outcome, attempt)) co_return outcome;
    const Duration pause = pause_after(outcome, bound, clock_.now(), entropy_);
    if (clock_.uptime() - begun + pause > policy_.within) co_return outcome;
    try {
      co_await clock_.sleep_for(pause);
    } catch (const boost::system::system_error&) {
      co_return fail(Fault::cancelled, fmt::format("{} was given up", request_text(request)));
    }
    bound = std::min(bound * 2, policy_.longest);
  }
}

}  // namespace holdfast::net
