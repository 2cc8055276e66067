#include "net/tally.hpp"

#include "net/status_fault.hpp"

namespace holdfast::net {

Async<HttpResponse> Tally::exchange(HttpRequest request) {
  auto answer = co_await inner_.exchange(std::move(request));
  const auto fault = answer ? status_fault(answer->status) : std::optional{answer.error().fault};
  tell_(fault ? name_of(*fault) : "ok");
  co_return answer;
}

}  // namespace holdfast::net
