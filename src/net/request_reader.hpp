#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

#include "net/serve_message.hpp"

namespace holdfast::net {

// Puts HTTP requests together from the bytes of a connection, one after the other; bytes of the
// next one wait until it is asked for. It knows of no socket.
class RequestReader {
 public:
  struct Caps {
    std::size_t head{};
    std::size_t body{};
  };
  explicit RequestReader(Caps caps);
  ~RequestReader();

  // The status to refuse with, or 0: 400 broken framing, 413, 431, 501 a transfer encoding we do
  // not read, 505. After a refusal the connection is of no use.
  int feed(std::string_view bytes);
  // Forgets the request that was taken and reads on in what is left.
  int next();

  [[nodiscard]] bool begun() const;      // at least a byte of the current request is there
  [[nodiscard]] bool head_done() const;  // request() holds all but the body
  [[nodiscard]] bool done() const;
  [[nodiscard]] bool keep_alive() const;              // once head_done
  [[nodiscard]] bool speaks_chunked() const;          // HTTP/1.1
  [[nodiscard]] bool waits_for_continue() const;      // sends its body only after "100 Continue"
  [[nodiscard]] const ServeRequest& request() const;  // once head_done; the body once done
  ServeRequest take();                                // once done

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holdfast::net
