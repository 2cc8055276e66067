#pragma once
#include <functional>

#include "net/rate_bucket.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

// Tokens that a request costs at its venue.
using Cost = std::function<std::uint32_t(const HttpRequest&)>;

struct BudgetUse {
  Share share = Share::reads;
  Duration patience = std::chrono::seconds{10};  // who must wait longer gets rate_limited at once
};

// Sends nothing that the venue's budget does not cover. Make one bucket per venue and budget, and
// one RateBudget over it for reads and one for exits. A 429 empties the bucket and holds everyone
// for its Retry-After (without one: a second, doubled up to a minute while 429s keep coming).
class RateBudget final : public Transport {
 public:
  RateBudget(Transport& inner, Clock& clock, RateBucket& bucket, Cost cost, BudgetUse use)
      : inner_{inner}, clock_{clock}, bucket_{bucket}, cost_{std::move(cost)}, use_{use} {}
  Async<HttpResponse> exchange(HttpRequest request) override;
  // How many more plain requests may leave now without waiting.
  [[nodiscard]] std::uint32_t room();

 private:
  Async<void> admit(const HttpRequest& request);

  Transport& inner_;
  Clock& clock_;
  RateBucket& bucket_;
  Cost cost_;
  BudgetUse use_;
};

}  // namespace holdfast::net
