#include "net/request_text.hpp"

#include <fmt/format.h>

namespace holdfast::net {

std::string request_text(const HttpRequest& request) {
  return fmt::format("{} {}", name_of(request.method), request.origin);
}

std::string duration_text(Duration duration) {
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(duration).count();
  if (ms < 1000) return fmt::format("{} ms", ms);
  if (ms % 1000 == 0 || ms >= 60'000) return fmt::format("{} s", (ms + 999) / 1000);
  return fmt::format("{}.{} s", ms / 1000, ms % 1000 / 100);
}

}  // namespace holdfast::net
