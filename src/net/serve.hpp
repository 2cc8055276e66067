#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "domain/error.hpp"
#include "domain/time.hpp"
#include "net/listener.hpp"
#include "net/serve_message.hpp"

namespace holdfast::net {

// Runs on the server's thread, one coroutine per connection: it may wait, but must not block. An
// exception becomes a 500 without details. What it refers to must outlive the server.
using Handler = std::function<boost::asio::awaitable<ServeResponse>(ServeRequest)>;

struct ServeOptions {
  // The values a Host header may have, exactly as sent. Empty: 127.0.0.1, localhost and [::1] with
  // the port. Checked before the handler sees anything; all else is 421 without data.
  std::vector<std::string> hosts;
  // The values an Origin header may have. Empty: "http://" before each of `hosts`.
  std::vector<std::string> origins;
  // Added to each answer that does not set them itself, the server's own errors included: CSP etc.
  Headers headers;
  std::size_t header_cap = 16UL << 10;       // bytes; above: 431
  std::size_t body_cap = 8UL << 20;          // bytes; above: 413
  std::size_t connections = 1024;            // at once; above: 503 and closed
  Duration idle = std::chrono::seconds{60};  // between requests
  Duration head_within =
      std::chrono::seconds{10};  // from a request's first byte to its last header
  Duration body_within = std::chrono::seconds{30};
  Duration write_within = std::chrono::seconds{30};  // a client that does not read is dropped
  Duration drain = std::chrono::seconds{5};          // stop() waits so long for running answers
};

// HTTP/1.1 on its own thread. Besides Host it checks Origin (any request that bears one) and
// Sec-Fetch-Site (all but GET and HEAD): a page of another site gets 403.
class Server {
 public:
  // Serves what the listener holds when it returns.
  static std::unique_ptr<Server> start(Listener listener, ServeOptions options, Handler handler);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] boost::asio::any_io_executor executor() const;  // of the server's thread
  [[nodiscard]] std::size_t connections() const;                // open now; any thread
  // No new connections, streams are closed, running answers get `drain`, then the thread ends.
  // Any thread but the server's own; may be called again.
  void stop();

 private:
  struct State;
  explicit Server(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace holdfast::net
