#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "sim/message.hpp"
#include "sim/node.hpp"
#include "sim/stream/session.hpp"

namespace holdfast::sim {

struct World;
using StreamId = std::uint64_t;

// A connection as its carrier (the server, a test) sees it after each look.
struct StreamOutput {
  std::vector<std::string> texts;    // to be sent now, in order
  std::optional<std::string> ended;  // the venue hangs up, after the texts
  bool silent{};                     // half open: send nothing, answer nothing, read nothing
};

// All open streams of all venues. It holds no socket and no clock: whoever carries a connection
// tells it what the client said and collects what is to be sent.
class StreamHub {
 public:
  // The handshake: a connection, or the venue's refusal.
  tl::expected<StreamId, Reply> open(World& world, const Request& handshake, UtcTime now);
  void hear(World& world, StreamId id, std::string_view text, UtcTime now);
  StreamOutput collect(World& world, StreamId id, UtcTime now);
  void close(StreamId id) { connections_.erase(id); }

  // GET /_sim/streams: every open connection with its live subscriptions.
  [[nodiscard]] Node list() const;
  [[nodiscard]] std::vector<LiveSubscription> live(std::string_view venue) const;
  [[nodiscard]] std::size_t connections() const { return connections_.size(); }

 private:
  struct Connection {
    std::string venue;  // "kalshi-ws", "polymarket-ws", "pacifica-ws", "solana-ws"
    std::string caller;
    UtcTime opened;
    std::unique_ptr<StreamSession> session;
    bool silent{};
    std::vector<std::string> held;                          // reordered: behind the next frame
    std::map<std::string, std::deque<std::string>> before;  // by channel and key: what was sent
  };
  void bend(World& world, Connection& connection, Frame frame, UtcTime now,
            std::vector<std::string>& texts);

  std::map<StreamId, Connection> connections_;
  StreamId next_{1};
};

}  // namespace holdfast::sim
