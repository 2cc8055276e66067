#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "ports/clock.hpp"
#include "ports/stream.hpp"

namespace holdfast::net {

struct KeepAlivePolicy {
  Duration ping_every{std::chrono::seconds{5}};
  // A connection on which no frame of any kind came for so long is taken for dead.
  Duration silent_for{std::chrono::seconds{13}};
  Duration open_within{std::chrono::seconds{15}};  // name, socket, TLS and handshake together
};

// Finds connections that are dead at the other end although nothing said so (half-open): it pings
// and, when no frame comes, drops the stream, so that receive() ends with unreachable. Looks once a
// second, so a dead peer is found within silent_for and one second more: 14 s, under the 15 of F11.
class KeepAlive final : public StreamDoor {
 public:
  KeepAlive(boost::asio::any_io_executor executor, StreamDoor& inner, Clock& clock,
            KeepAlivePolicy policy = {});
  Async<std::unique_ptr<Stream>> open(StreamAddress address) override;

 private:
  boost::asio::any_io_executor executor_;
  StreamDoor& inner_;
  Clock& clock_;
  KeepAlivePolicy policy_;
};

}  // namespace holdfast::net
