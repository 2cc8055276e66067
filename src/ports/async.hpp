#pragma once
#include <boost/asio/awaitable.hpp>

#include "domain/error.hpp"

namespace holdfast {

// A question with an answer or a fault, awaited on the engine's thread.
template <class T>
using Async = boost::asio::awaitable<Result<T>>;

}  // namespace holdfast
