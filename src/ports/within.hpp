#pragma once
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "ports/async.hpp"
#include "ports/clock.hpp"

namespace holdfast {

// What is asked, or none after `longest`. Whichever ends first cancels the other and waits until
// that has let go, so nothing is left half done. Fault::cancelled: from outside, before either.
template <class T>
Async<std::optional<T>> within(Clock& clock, Duration longest, Async<T> asked) {
  using namespace boost::asio::experimental::awaitable_operators;
  try {
    auto ended = co_await (std::move(asked) || clock.sleep_for(longest));
    if (ended.index() == 1) co_return std::optional<T>{};
    auto& answer = std::get<0>(ended);
    if (!answer) co_return tl::make_unexpected(std::move(answer).error());
    co_return std::optional<T>{*std::move(answer)};
  } catch (const std::exception&) {
    co_return fail(Fault::cancelled, "it was given up");
  }
}

}  // namespace holdfast
