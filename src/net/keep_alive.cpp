#include "net/keep_alive.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

#include "net/request_text.hpp"

namespace holdfast::net {
namespace {

constexpr Duration look_every = std::chrono::seconds{1};

struct Watched {
  std::unique_ptr<Stream> stream;  // null once nobody wants it any more
  bool found_dead{};
};

// Sleeps and looks; it never awaits the connection itself, so nothing on it is ever cut short.
boost::asio::awaitable<void> watch(std::shared_ptr<Watched> watched, Clock& clock,
                                   KeepAlivePolicy policy) {
  std::uint64_t frames = watched->stream->frames();
  Duration heard_at = clock.uptime();
  Duration pinged_at = heard_at;
  try {
    for (;;) {
      co_await clock.sleep_for(look_every);
      if (!watched->stream) co_return;
      const Duration now = clock.uptime();
      const std::uint64_t counted = watched->stream->frames();
      if (std::exchange(frames, counted) != counted) heard_at = now;
      if (now - heard_at >= policy.silent_for) {
        watched->found_dead = true;
        watched->stream->close();
        co_return;
      }
      if (now - pinged_at >= policy.ping_every) {
        pinged_at = now;
        watched->stream->ping();
      }
    }
  } catch (const boost::system::system_error&) {
    // The engine stops: so does the watch.
  }
}

class KeptStream final : public Stream {
 public:
  KeptStream(std::shared_ptr<Watched> watched, Duration silent_for)
      : watched_{std::move(watched)}, silent_for_{silent_for} {}
  ~KeptStream() override { watched_->stream.reset(); }
  Async<std::string> receive() override {
    const auto watched = watched_;
    auto message = co_await watched->stream->receive();
    if (!message && watched->found_dead) {
      co_return fail(Fault::unreachable, fmt::format("nothing came for {}, not even an answer to "
                                                     "a ping: the connection is dead",
                                                     duration_text(silent_for_)));
    }
    co_return std::move(message);
  }
  Result<void> send(std::string text) override { return watched_->stream->send(std::move(text)); }
  void ping() override { watched_->stream->ping(); }
  [[nodiscard]] std::uint64_t frames() const override { return watched_->stream->frames(); }
  void close() override { watched_->stream->close(); }

 private:
  std::shared_ptr<Watched> watched_;
  Duration silent_for_;
};

}  // namespace

KeepAlive::KeepAlive(boost::asio::any_io_executor executor, StreamDoor& inner, Clock& clock,
                     KeepAlivePolicy policy)
    : executor_{std::move(executor)}, inner_{inner}, clock_{clock}, policy_{policy} {}

Async<std::unique_ptr<Stream>> KeepAlive::open(StreamAddress address) {
  using namespace boost::asio::experimental::awaitable_operators;
  const std::string origin = address.origin;
  Result<std::unique_ptr<Stream>> opened = fail(Fault::cancelled, "the stream was given up");
  try {
    // Whichever ends first cancels the other: a handshake that is cut short takes its connection
    // with it, and nothing of it is used again.
    auto ended =
        co_await (inner_.open(std::move(address)) || clock_.sleep_for(policy_.open_within));
    opened = ended.index() == 0 ? std::move(std::get<0>(ended))
                                : fail(Fault::unreachable,
                                       fmt::format("no stream within {} ({})",
                                                   duration_text(policy_.open_within), origin));
  } catch (const boost::system::system_error&) {
    // Neither ended by itself: the coroutine was cancelled from outside.
  }
  if (!opened) co_return std::move(opened);
  auto watched = std::make_shared<Watched>(Watched{.stream = *std::move(opened)});
  boost::asio::co_spawn(executor_, watch(watched, clock_, policy_), boost::asio::detached);
  co_return std::make_unique<KeptStream>(std::move(watched), policy_.silent_for);
}

}  // namespace holdfast::net
