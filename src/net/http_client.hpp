#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "domain/time.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

struct HttpClientOptions {
  std::size_t body_cap = 64UL << 20;    // bytes of one answer's body; above: Fault::malformed
  std::size_t header_cap = 64UL << 10;  // bytes of one answer's head; above: Fault::malformed
  std::size_t connections = 6;          // at once per origin; further exchanges wait their turn
  Duration idle = std::chrono::seconds{45};  // an unused connection older than this is dropped
  Duration connect_within =
      std::chrono::seconds{4};  // per address, so one dead address costs little
  Duration resolve_again = std::chrono::seconds{60};  // an older name is looked up beside its use
  std::string user_agent;                             // empty: "holdfast/<version>"
  std::string ca_file;  // PEM; trusted besides the system's certificate authorities
};

// HTTP/1.1 over TCP and TLS (1.2 or newer, host name verified, never retried insecurely), with
// kept connections per origin. Answers come whole or not at all:
//   unreachable  no such name, refused, TLS or certificate trouble, reset, closed before any answer
//   malformed    broken framing, an answer that ends too early or is over a cap, an encoding that
//                nobody asked for
//   refused      a request that cannot be sent as it is (CR or LF in a header, a bad origin)
//   cancelled    the coroutine was cancelled; its connection is closed for good
// A GET whose kept connection proves dead before the first byte of an answer is sent once more on a
// fresh one; nothing else is ever sent twice. Deadlines, retries and budgets are decorators
// (deadline.hpp, retry.hpp, rate_budget.hpp). Not for several threads: use it on its executor.
class HttpClient final : public Transport {
 public:
  explicit HttpClient(boost::asio::any_io_executor executor, HttpClientOptions options = {});
  ~HttpClient() override;  // drops idle connections; exchanges under way end on their own
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  Async<HttpResponse> exchange(HttpRequest request) override;

  // Resolves the name and opens connections ahead, until `connections` stand idle (two is what a
  // venue that can trade wants). Returns how many do.
  Async<std::size_t> warm(std::string origin, std::size_t connections);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace holdfast::net
