#include "net/deadline.hpp"

#include <fmt/format.h>

#include "net/request_text.hpp"
#include "ports/within.hpp"

namespace holdfast::net {

Async<HttpResponse> Deadline::exchange(HttpRequest request) {
  const std::string what = request_text(request);
  auto ended = co_await within(clock_, total_, inner_.exchange(std::move(request)));
  if (!ended && ended.error().fault == Fault::cancelled) {
    co_return fail(Fault::cancelled, fmt::format("{} was given up", what));
  }
  if (!ended) co_return tl::make_unexpected(std::move(ended).error());
  if (*ended) co_return **std::move(ended);
  co_return fail(Fault::unreachable,
                 fmt::format("no answer within {}: {}", duration_text(total_), what));
}

}  // namespace holdfast::net
