#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ports/async.hpp"

namespace holdfast {

enum class Method : std::uint8_t { get, post, del };
std::string_view name_of(Method method);  // "GET", "POST", "DELETE"

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  Method method{Method::get};
  std::string origin;  // "https://external-api.kalshi.com", "http://127.0.0.1:8701"
  std::string target;  // path with query
  Headers headers;
  std::string body;
};

struct HttpResponse {
  int status{};
  Headers headers;
  std::string body;

  // The value of the first header of that name, letter case aside; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

// Speaks whole messages. Any HTTP status is an answer; unreachable, malformed (broken framing,
// body over the cap) and cancelled are its faults. Cancelling the coroutine drops the
// connection: an answer that comes late is never read as the answer to a later question.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Async<HttpResponse> exchange(HttpRequest request) = 0;
};

}  // namespace holdfast
