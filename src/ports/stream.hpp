#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "ports/async.hpp"
#include "ports/transport.hpp"

namespace holdfast {

struct StreamAddress {
  std::string origin;  // "wss://host", "ws://127.0.0.1:8701"
  std::string target;  // path with query
  Headers headers;     // of the handshake, beside those of the protocol itself
};

// One open connection of whole text messages, both ways. Destroying it drops the connection.
class Stream {
 public:
  virtual ~Stream() = default;
  // The next message. unreachable: the connection has ended or broken; malformed: it is no text,
  // not UTF-8, or over the size cap; cancelled: the coroutine was. After a fault the connection is
  // gone for good. One caller at a time.
  virtual Async<std::string> receive() = 0;
  // Puts a message behind those that still wait to be written and never waits itself, so nothing
  // ever races a write against a deadline: a peer that takes nothing is found by its silence.
  // Fault::unreachable once the connection is gone, or more waits than its cap.
  virtual Result<void> send(std::string text) = 0;
  // Asks the other side for a sign of life; never waits.
  virtual void ping() = 0;
  // Frames of any kind that have come, answers to pings too: what moves is alive.
  [[nodiscard]] virtual std::uint64_t frames() const = 0;
  // Drops the connection now; a receive() under way ends with unreachable.
  virtual void close() = 0;
};

// Opens streams. A handshake that is answered by anything but a switch of protocols is a fault:
// unauthorised for 401 and 403, rate_limited for 429, not_now for 425, malformed for what is not
// HTTP, else unreachable.
class StreamDoor {
 public:
  virtual ~StreamDoor() = default;
  virtual Async<std::unique_ptr<Stream>> open(StreamAddress address) = 0;
};

}  // namespace holdfast
