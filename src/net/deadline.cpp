#include "net/deadline.hpp"

#include <fmt/format.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <exception>

#include "net/request_text.hpp"

namespace holdfast::net {

using namespace boost::asio::experimental::awaitable_operators;

// Whichever ends first cancels the other and waits until that has let go, so no connection is left
// with half an answer on it.
Async<HttpResponse> Deadline::exchange(HttpRequest request) {
  const std::string what = request_text(request);
  try {
    auto ended = co_await (inner_.exchange(std::move(request)) || clock_.sleep_for(total_));
    if (ended.index() == 0) co_return std::move(std::get<0>(ended));
  } catch (const std::exception&) {
    // Neither ended by itself: the coroutine was cancelled from outside.
    co_return fail(Fault::cancelled, fmt::format("{} was given up", what));
  }
  co_return fail(Fault::unreachable,
                 fmt::format("no answer within {}: {}", duration_text(total_), what));
}

}  // namespace holdfast::net
