#pragma once
#include <deque>
#include <map>
#include <string>

#include "sim/message.hpp"
#include "sim/stream/hub.hpp"
#include "sim/world.hpp"

namespace holdfast::sim {

// One line of GET /_sim/requests.
struct SeenRequest {
  UtcTime at;
  std::string venue;
  std::string endpoint;
  std::string method;
  std::string target;
  int status{};
  std::string faults;  // names of the switches that fired
};

// The door: every request of every venue and of the control surface, answered from one world. Pure
// but for the world it holds: the same seed, requests and moments give the same replies. Not for
// several threads.
class Simulator {
 public:
  explicit Simulator(World world) : world_{std::move(world)} {}

  Reply answer(const Request& request, UtcTime now);

  // Streams; see StreamHub. The moments are the caller's, as for answer().
  tl::expected<StreamId, Reply> open_stream(const Request& handshake, UtcTime now) {
    return streams_.open(world_, handshake, now + clock_offset_);
  }
  void hear(StreamId id, std::string_view text, UtcTime now) {
    streams_.hear(world_, id, text, now + clock_offset_);
  }
  StreamOutput collect(StreamId id, UtcTime now) {
    world_.pass_time(now + clock_offset_);
    return streams_.collect(world_, id, now + clock_offset_);
  }
  void close_stream(StreamId id) { streams_.close(id); }
  [[nodiscard]] const StreamHub& streams() const { return streams_; }

  [[nodiscard]] World& world() { return world_; }
  // How far POST /_sim/clock has moved the world's clock ahead of the caller's.
  [[nodiscard]] Duration clock_offset() const { return clock_offset_; }
  void advance_clock(Duration by) { clock_offset_ += by; }

  // Calls by "venue endpoint", since the start or the last reset.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& counters() const { return counters_; }
  [[nodiscard]] const std::deque<SeenRequest>& seen() const { return seen_; }
  void forget_requests();

 private:
  Reply answer_venue(const Request& request, UtcTime now);
  void remember(SeenRequest request);

  World world_;
  StreamHub streams_;
  Duration clock_offset_{};
  std::map<std::string, std::uint64_t> counters_;
  std::deque<SeenRequest> seen_;
};

}  // namespace holdfast::sim
