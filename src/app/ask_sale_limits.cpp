#include "app/ask_sale_limits.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

#include "ports/within.hpp"

namespace holdfast {

Async<void> ask_sale_limits(SyncSubject& subject, RawTape& tape, PassReport& report) {
  std::vector<PositionKey> keys;
  {
    const auto view = subject.ledger.shared_view(subject.venue.account());
    if (!view) co_return tl::make_unexpected(view.error());
    std::ranges::copy(std::views::keys((*view)->open), std::back_inserter(keys));
  }
  if (keys.empty()) co_return Result<void>{};
  constexpr Duration longest = std::chrono::seconds{10};
  AccountSaleLimits limits{.as_of = subject.clock.now(), .keys = {}, .unasked = {}};
  auto told = co_await within(subject.clock, longest,
                              subject.venue.fetch_sale_limits(std::move(keys), tape));
  if (told && *told) {
    limits.keys = **std::move(told);
  } else if (told) {
    limits.unasked = "the venue did not say within ten seconds";
  } else if (told.error().fault == Fault::cancelled) {
    co_return tl::make_unexpected(std::move(told).error());
  } else {
    limits.unasked = "the venue could not be asked: " + told.error().what;
  }
  report.sale_limits = std::make_shared<const AccountSaleLimits>(std::move(limits));
  co_return Result<void>{};
}

}  // namespace holdfast
