#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

#include "ports/transport.hpp"

namespace holdfast::net {

// Puts one HTTP answer together from the bytes of a connection. It knows of no socket, so that
// every way to cut or spoil an answer can be tried without one.
class AnswerReader {
 public:
  struct Caps {
    std::size_t head{};
    std::size_t body{};
  };
  explicit AnswerReader(Caps caps);
  ~AnswerReader();
  AnswerReader(AnswerReader&&) noexcept;
  AnswerReader& operator=(AnswerReader&&) noexcept;

  // Fault::malformed: broken framing, over a cap, an encoding or a length that cannot be trusted,
  // bytes after the end.
  Result<void> feed(std::string_view bytes);
  // The connection ended. Fault::unreachable when the answer is not whole.
  Result<void> end();
  [[nodiscard]] bool done() const;
  [[nodiscard]] std::size_t bytes() const;  // taken so far
  [[nodiscard]] bool keep_alive() const;    // once done
  HttpResponse take();                      // once done

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holdfast::net
