#include "app/feed_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <iterator>
#include <utility>

#include "app/listing_lag.hpp"

namespace holdfast {
namespace {

using namespace std::chrono_literals;

constexpr Duration tend_every = 500ms;
constexpr Duration tell_every = 5s;
constexpr Duration lived_well = 30s;  // a connection that held so long starts the count anew
// Kalshi's listings lag behind its streams by 400 ms; others take longer (lists_show_after), so one
// change is asked about twice.
constexpr Duration soon = 1s;

// An exception that got out of one of two loops that run side by side would leave the other one
// running alone: it becomes a fault where it happens.
template <class Work>
Result<FeedNews> guarded(Work work) {
  try {
    return work();
  } catch (const std::exception& broken) {
    return fail(Fault::malformed, std::string{"a feed threw: "} + broken.what());
  }
}

}  // namespace

FeedWatch::FeedWatch(const boost::asio::any_io_executor& executor, AccountId account, Feed& feed,
                     Doors doors, Hooks hooks)
    : account_{std::move(account)},
      feed_{feed},
      doors_{doors},
      hooks_{std::move(hooks)},
      signal_{executor, 1},
      since_{doors_.clock.now()} {}

void FeedWatch::follow(const std::set<InstrumentId>& instruments) {
  if (instruments == followed_) {
    // Whose account it is may have been found since, with nothing in it.
    if (state_ == StreamState::off && feed_.wanted()) {
      signal_.try_send(boost::system::error_code{});
    }
    return;
  }
  followed_ = instruments;
  // A stream that takes nothing any more ends in listen(), which sees to it.
  (void)act(feed_.watch(instruments));
  signal_.try_send(boost::system::error_code{});
}

boost::asio::awaitable<void> FeedWatch::run() {
  for (;;) {
    if (!feed_.wanted()) {
      enter(StreamState::off);
      co_await signal_.async_receive(boost::asio::use_awaitable);
      continue;
    }
    const Duration begun = doors_.clock.uptime();
    Result<void> ended;
    try {
      ended = co_await live_once();
    } catch (const boost::system::system_error& error) {
      if (error.code() == boost::asio::error::operation_aborted) throw;
      ended = fail(Fault::unreachable, error.code().message());
    } catch (const std::exception& broken) {
      ended =
          fail(Fault::malformed, std::string{"a stream ended in an exception: "} + broken.what());
    }
    stream_.reset();
    feed_.closed();
    if (ended) continue;  // nothing to listen to any more
    error_ = ended.error();
    const Duration pause = pause_after(doors_.clock.uptime() - begun);
    retry_at_ = doors_.clock.now() + pause;
    doors_.log.write(
        LogLevel::warn, "stream",
        fmt::format("{}: stream {}: {}: {}; again in {} ms", account_.text, feed_.name(),
                    name_of(error_->fault), error_->what, pause.count() / 1000));
    enter(StreamState::waiting);
    co_await doors_.clock.sleep_for(pause);
  }
}

// The first pause is a second and something, each further one up to twice as long.
Duration FeedWatch::pause_after(Duration lived) {
  failures_in_row_ = lived >= lived_well ? 1 : failures_in_row_ + 1;
  const auto most = static_cast<std::uint64_t>(backoff_.spread(failures_in_row_).count());
  return backoff_.first + Duration{static_cast<std::int64_t>(doors_.entropy.below(most + 1))};
}

Async<void> FeedWatch::live_once() {
  using namespace boost::asio::experimental::awaitable_operators;
  retry_at_.reset();
  enter(StreamState::connecting);
  auto address = feed_.address();
  if (!address) co_return tl::make_unexpected(address.error());
  auto opened = co_await doors_.streams.open(*std::move(address));
  if (!opened) co_return tl::make_unexpected(opened.error());
  stream_ = *std::move(opened);
  ++connections_;
  error_.reset();
  enter(StreamState::live);
  doors_.log.write(LogLevel::info, "stream",
                   fmt::format("{}: stream {} is open", account_.text, feed_.name()));
  note_change();  // whatever was said while nobody listened
  if (auto said = act(feed_.opened()); !said) co_return said;
  // Whichever ends first ends the connection, so nothing that is cut short is used again.
  auto ended = co_await (listen(*stream_) || tend());
  co_return ended.index() == 0 ? std::get<0>(ended) : std::get<1>(ended);
}

Async<void> FeedWatch::listen(Stream& stream) {
  for (;;) {
    const auto text = co_await stream.receive();
    if (!text) co_return tl::make_unexpected(text.error());
    auto news = guarded([&] { return feed_.heard(*text); });
    if (!news) co_return tl::make_unexpected(news.error());
    if (auto done = act(*std::move(news)); !done) co_return done;
  }
}

// Ends with a fault, or well when there is nothing to listen to any more.
Async<void> FeedWatch::tend() {
  for (;;) {
    co_await doors_.clock.sleep_for(tend_every);
    if (!feed_.wanted()) co_return Result<void>{};
    auto news = guarded([&]() -> Result<FeedNews> { return feed_.tick(); });
    if (!news) co_return tl::make_unexpected(news.error());
    if (auto done = act(*std::move(news)); !done) co_return done;
    ask_what_is_due();
    tell_news();
  }
}

Result<void> FeedWatch::act(FeedNews news) {
  for (const std::string& line : news.lines) {
    doors_.log.write(LogLevel::warn, "stream", account_.text + ": " + line);
  }
  if (news.changed) note_change();
  if (news.reconnect) return fail(Fault::unreachable, "the stream cannot be healed");
  for (std::string& text : news.send) {
    if (!stream_) break;
    if (auto sent = stream_->send(std::move(text)); !sent) return sent;
  }
  return {};
}

void FeedWatch::note_change() {
  const Duration now = doors_.clock.uptime();
  if (!ask_soon_) ask_soon_ = now + soon;  // a hundred messages are one question
  ask_later_ = now + lists_show_after;
}

void FeedWatch::ask_what_is_due() {
  const Duration now = doors_.clock.uptime();
  for (auto* due : {&ask_soon_, &ask_later_}) {
    if (!*due || now < **due) continue;
    due->reset();
    hooks_.ask_fresh();
  }
}

void FeedWatch::enter(StreamState state) {
  if (std::exchange(state_, state) == state) return;
  since_ = doors_.clock.now();
  hooks_.changed();
}

// Counts move with each message; a new picture is not made for each.
void FeedWatch::tell_news() {
  const Duration now = doors_.clock.uptime();
  if (now - told_at_ < tell_every) return;
  told_at_ = now;
  const StreamStatus current = status();
  const FeedCounts& counts = current.counts;
  const std::uint64_t sum = current.watched * 1'000'003 + current.fresh * 1'009 + counts.gaps +
                            counts.repeated + counts.healed + counts.silent + counts.refused;
  if (std::exchange(told_, sum) != sum) hooks_.changed();
}

StreamStatus FeedWatch::status() const {
  StreamStatus status{.name = std::string{feed_.name()},
                      .state = state_,
                      .since = since_,
                      .connections = connections_,
                      .counts = feed_.counts(),
                      .error = error_,
                      .retry_at = retry_at_};
  const Duration now = doors_.clock.uptime();
  for (const InstrumentId& instrument : feed_.watched()) {
    ++status.watched;
    if (feed_.is_fresh(instrument, now)) ++status.fresh;
  }
  return status;
}

std::vector<InstrumentId> unwatched(const std::vector<std::unique_ptr<FeedWatch>>& feeds,
                                    const AccountId& account) {
  std::set<InstrumentId> followed;
  std::set<InstrumentId> watched;
  for (const auto& feed : feeds) {
    if (feed->account() != account) continue;
    followed.insert(feed->followed().begin(), feed->followed().end());
    watched.insert(feed->watched().begin(), feed->watched().end());
  }
  std::vector<InstrumentId> rest;
  std::ranges::set_difference(followed, watched, std::back_inserter(rest));
  return rest;
}

}  // namespace holdfast
