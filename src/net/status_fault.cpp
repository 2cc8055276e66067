#include "net/status_fault.hpp"

#include <fmt/format.h>

#include "net/printable.hpp"

namespace holdfast::net {
namespace {

constexpr std::size_t shown_bytes = 200;

}  // namespace

std::optional<Fault> status_fault(int status) {
  if (status >= 200 && status <= 299) return std::nullopt;
  switch (status) {
    case 401:
    case 403:
      return Fault::unauthorised;
    case 408:
      return Fault::unreachable;
    case 425:
      return Fault::not_now;
    case 429:
      return Fault::rate_limited;
    default:
      break;
  }
  if (status >= 500 && status <= 599) return Fault::unreachable;
  if (status >= 400 && status <= 499) return Fault::refused;
  return Fault::malformed;
}

Result<HttpResponse> accept_status(HttpResponse response) {
  const auto fault = status_fault(response.status);
  if (!fault) return response;
  const auto body = printable(response.body, shown_bytes);
  return fail(*fault, body.empty() ? fmt::format("HTTP {}", response.status)
                                   : fmt::format("HTTP {}: {}", response.status, body));
}

}  // namespace holdfast::net
