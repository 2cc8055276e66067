#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/backoff.hpp"
#include "ports/clock.hpp"
#include "ports/entropy.hpp"
#include "ports/feed.hpp"
#include "ports/log_sink.hpp"
#include "ports/replica.hpp"
#include "ports/stream.hpp"

namespace holdfast {

// Carries one feed of one account: opens its stream, keeps it open, and opens another when it
// breaks, never more than once a second and with growing, jittered pauses. What a private message
// says is never believed: it only makes the account ask the venue afresh.
class FeedWatch {
 public:
  struct Doors {
    StreamDoor& streams;
    Clock& clock;
    Entropy& entropy;
    LogSink& log;
  };
  struct Hooks {
    std::function<void()> ask_fresh;  // what is held may have changed
    std::function<void()> changed;    // status() says something new
  };

  FeedWatch(const boost::asio::any_io_executor& executor, AccountId account, Feed& feed,
            Doors doors, Hooks hooks);

  // Runs until cancelled.
  boost::asio::awaitable<void> run();
  // From now on these instruments, and no others.
  void follow(const std::set<InstrumentId>& instruments);
  [[nodiscard]] bool wants_untraded() const { return feed_.wants_untraded(); }
  [[nodiscard]] bool is_spare() const { return feed_.is_spare(); }
  [[nodiscard]] std::optional<StreamPrice> price(const InstrumentId& instrument) const {
    return feed_.price(instrument);
  }

  [[nodiscard]] const AccountId& account() const { return account_; }
  // What it was told to follow, and what of that the venue lets it watch.
  [[nodiscard]] const std::set<InstrumentId>& followed() const { return followed_; }
  [[nodiscard]] const std::set<InstrumentId>& watched() const { return feed_.watched(); }
  [[nodiscard]] StreamStatus status() const;

 private:
  using Signal = boost::asio::experimental::channel<void(boost::system::error_code)>;
  Async<void> live_once();
  Async<void> listen(Stream& stream);
  Async<void> tend();
  Result<void> act(FeedNews news);
  void enter(StreamState state);
  void note_change();
  void ask_what_is_due();
  void tell_news();
  Duration pause_after(Duration lived);

  AccountId account_;
  Feed& feed_;
  Doors doors_;
  Hooks hooks_;
  Signal signal_;
  Backoff backoff_;
  std::unique_ptr<Stream> stream_;
  std::set<InstrumentId> followed_;  // as it was told, whatever the feed makes of it
  StreamState state_{StreamState::off};
  UtcTime since_;
  std::uint64_t connections_{};
  std::uint32_t failures_in_row_{};
  std::optional<Error> error_;
  std::optional<UtcTime> retry_at_;
  std::optional<Duration> ask_soon_;   // uptime: once the venue's own lists can know of it
  std::optional<Duration> ask_later_;  // and once even a slow one does
  Duration told_at_{};
  std::uint64_t told_{};  // what status() said when it was told last, folded to one number
};

// What that account's streams were told to follow and none of them watches: they are full.
std::vector<InstrumentId> unwatched(const std::vector<std::unique_ptr<FeedWatch>>& feeds,
                                    const AccountId& account);

}  // namespace holdfast
