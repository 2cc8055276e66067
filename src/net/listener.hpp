#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "domain/error.hpp"

namespace holdfast::net {

// A port that is held and not served yet: whoever connects waits until a Server takes it over. Held
// before anything else is made, so that a port in use leaves nothing half done.
class Listener {
 public:
  // Loopback only: another address needs TLS. Port 0: any free one. Fault::refused: address not
  // loopback, port in use; the text says what to do.
  static Result<Listener> open(const std::string& address, std::uint16_t port);
  Listener(Listener&& other) noexcept;
  ~Listener();
  Listener& operator=(Listener&&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::string address() const;  // "http://127.0.0.1:8420"

 private:
  friend class Server;
  struct State;
  explicit Listener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace holdfast::net
