#pragma once
#include <memory>
#include <string>
#include <vector>

#include "api/context.hpp"
#include "ports/event_sink.hpp"

namespace holdfast::api {

struct ServerSettings {
  std::string address{"127.0.0.1"};  // loopback only
  std::uint16_t port{8420};          // 0: any free one
  // Host headers taken besides the loopback names with the port: "name" or "name:port".
  std::vector<std::string> more_hosts;
};

// HTTP over an immutable replica, on its own thread. The context and all it refers to must outlive
// it.
class ApiServer {
 public:
  ApiServer(ApiContext context, ServerSettings settings);
  ~ApiServer();  // stops
  ApiServer(const ApiServer&) = delete;
  ApiServer& operator=(const ApiServer&) = delete;

  // Serves when it returns. Fault::refused: port in use, address not loopback; the text says what
  // to do.
  Result<void> start();
  // Any thread but the server's own; may be called again.
  void stop();

  [[nodiscard]] std::uint16_t port() const;   // 0 before start
  [[nodiscard]] std::string address() const;  // "http://127.0.0.1:8420"
  // A link that signs one browser in, once, within fifteen minutes. The code stands behind the #:
  // browsers do not send it, so it is in no log. Print it to a terminal, not to a log.
  std::string sign_in_link();

  // Where the engine tells what happened; events go to all open pages. May be called before start.
  EventSink& events();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holdfast::api
