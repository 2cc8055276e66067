#pragma once
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace holdfast::net {

// What is written to one client of a stream (server-sent events), from any thread. A client that
// does not read is dropped when its queue is full: it never holds up the others or the engine.
// One text may be shared by all clients.
class EventStream {
 public:
  struct Limits {
    std::size_t chunks = 4096;
    std::size_t bytes = 4UL << 20;
  };
  EventStream() = default;
  explicit EventStream(Limits limits) : limits_{limits} {}

  // Queues bytes. False when the client is gone or was dropped just now: forget the stream then.
  bool push(std::shared_ptr<const std::string> bytes);
  bool push(std::string bytes) {
    return push(std::make_shared<const std::string>(std::move(bytes)));
  }
  // Writes what is queued, then ends the answer.
  void close();
  [[nodiscard]] bool open() const;

  // For the server. `wake` is called from the pushing thread with the stream's lock held, when the
  // queue has something again and when it closes: it may post, but not come back to the stream.
  void attach(std::function<void()> wake);
  // The client left or was dropped: nothing is taken any more.
  void abandon();
  // The oldest chunk; null when there is none.
  std::shared_ptr<const std::string> take();
  // Over: closed and empty, or abandoned.
  [[nodiscard]] bool drained() const;
  [[nodiscard]] bool dropped() const;

 private:
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<const std::string>> queue_;
  std::size_t bytes_{};
  Limits limits_{};
  bool closed_{};
  bool dropped_{};
  std::function<void()> wake_;
};

}  // namespace holdfast::net
