#pragma once
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/time.hpp"
#include "sim/node.hpp"

namespace holdfast::sim {

struct World;

// One message of a venue to one client; channel and key are what fault switches speak of.
struct Frame {
  std::string channel;
  std::string key;  // market, token, account; empty for what concerns the connection
  std::string text;
};

// What a client listens to, as the venue has it.
struct LiveSubscription {
  std::string channel;
  std::string key;  // empty: everything of the caller
};

// One client's connection to one venue's stream. A session looks at the world and says what has
// changed since it looked last, so streams follow the world however it was moved.
class StreamSession {
 public:
  virtual ~StreamSession() = default;
  // What the client sends.
  virtual void hear(World& world, std::string_view text, UtcTime now) = 0;
  // Puts what has changed into the frames to be sent.
  virtual void look(World& world, UtcTime now) = 0;
  [[nodiscard]] virtual std::vector<LiveSubscription> live() const = 0;
  // The subscription ends and nobody is told.
  virtual void forget(std::string_view channel, std::string_view key) = 0;
  // What a frame about that market is when its book is a phantom; none: the venue has no such.
  [[nodiscard]] virtual std::optional<std::string> phantom(const World&, const std::string& /*key*/,
                                                           UtcTime) const {
    return std::nullopt;
  }

  // The frames since the last call, in order.
  std::vector<Frame> take_frames() { return std::exchange(frames_, {}); }
  // Why the venue ends the connection; none: it does not.
  [[nodiscard]] const std::optional<std::string>& ended() const { return ended_; }

 protected:
  void say(std::string channel, std::string key, std::string text) {
    frames_.push_back({std::move(channel), std::move(key), std::move(text)});
  }
  // Visits at most `looks_max` entries of a map, going on where the last visit ended, so that one
  // look costs the same however much a client listens to.
  template <class Map, class Visit>
  static void visit_some(Map& map, std::string& from, Visit visit) {
    auto at = map.upper_bound(from);
    for (std::size_t seen = 0; seen < std::min(map.size(), looks_max); ++seen, ++at) {
      if (at == map.end()) at = map.begin();
      from = at->first;
      visit(at->first, at->second);
    }
  }
  static constexpr std::size_t looks_max = 200;

  void end(std::string why) { ended_ = std::move(why); }

 private:
  std::vector<Frame> frames_;
  std::optional<std::string> ended_;
};

}  // namespace holdfast::sim
