#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "domain/time.hpp"
#include "net/dial.hpp"
#include "ports/stream.hpp"

namespace holdfast::net {

struct WsOptions {
  std::size_t message_cap = 16UL << 20;  // bytes of one message; above: Fault::malformed
  std::size_t outbox_cap = 1UL << 20;    // bytes that may wait to be written
  Duration connect_within = std::chrono::seconds{4};    // per address
  Duration handshake_within = std::chrono::seconds{8};  // from the socket to the 101
  Duration resolve_again = std::chrono::seconds{60};
  std::string user_agent;  // empty: "holdfast/<version>"
  std::string ca_file;     // PEM; trusted besides the system's certificate authorities
};

// WebSocket (RFC 6455) over TCP and TLS: the host is verified as for HTTP (net/dial), messages are
// text and never compressed, pings of the other side are answered by themselves. Not for several
// threads: use it on its executor.
class WsDoor final : public StreamDoor {
 public:
  explicit WsDoor(boost::asio::any_io_executor executor, WsOptions options = {});
  Async<std::unique_ptr<Stream>> open(StreamAddress address) override;

 private:
  boost::asio::any_io_executor executor_;
  WsOptions options_;
  Dial dial_;
};

}  // namespace holdfast::net
