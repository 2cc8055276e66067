#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <utility>

#include "ports/async.hpp"

namespace holdfast::test {

template <class T>
boost::asio::awaitable<void> keep(Async<T> question, std::optional<Result<T>>& answer) {
  answer.emplace(co_await std::move(question));
}

// Waits for a question that needs nobody else on the loop, and returns its answer.
template <class T>
Result<T> run(Async<T> question) {
  boost::asio::io_context loop;
  std::optional<Result<T>> answer;
  boost::asio::co_spawn(loop, keep(std::move(question), answer), boost::asio::detached);
  loop.run();
  if (!answer) return fail(Fault::cancelled, "the question never came to an answer");
  return *std::move(answer);
}

}  // namespace holdfast::test
