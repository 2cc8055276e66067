#pragma once
#include <memory>
#include <string>
#include <vector>

#include "api/context.hpp"
#include "net/listener.hpp"
#include "ports/event_sink.hpp"

namespace holdfast::api {

// HTTP over an immutable replica, on its own thread. The context and all it refers to must outlive
// it.
class ApiServer {
 public:
  // more_hosts: Host headers taken besides the loopback names with the port: "name" or "name:port".
  explicit ApiServer(ApiContext context, std::vector<std::string> more_hosts = {});
  ~ApiServer();  // stops
  ApiServer(const ApiServer&) = delete;
  ApiServer& operator=(const ApiServer&) = delete;

  // Serves what the listener holds when it returns.
  void start(net::Listener listener);
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
