#pragma once
#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "app/sync_pass.hpp"
#include "ports/engine_desk.hpp"
#include "ports/entropy.hpp"
#include "ports/event_sink.hpp"
#include "ports/log_sink.hpp"
#include "ports/replica.hpp"

namespace holdfast {

struct WatchTiming {
  Duration interval{std::chrono::seconds{60}};
  Duration stale_after{std::chrono::seconds{180}};  // of the last applied snapshot, on uptime
};

// The loop of one account: a pass at once, then every interval, on demand, and after a fault
// with backoff. It never ends by itself and never lets an exception out of a pass.
class AccountWatch {
 public:
  AccountWatch(const boost::asio::any_io_executor& executor, SyncSubject subject,
               WatchTiming timing, Entropy& entropy, EventSink& events, LogSink& log,
               std::function<void()> changed);

  // Runs until cancelled.
  boost::asio::awaitable<void> run();
  // Tells of the moment at which the last word becomes stale, whatever a pass waits for then. Runs
  // until cancelled.
  boost::asio::awaitable<void> age();
  // One pass now; the error of a pass that could not be used.
  Async<void> pass_once();
  // Told by the next pass that begins; whoever asks before it shares it.
  void ask(EngineDesk::Done done);
  // A pass that begins after this call, whatever is under way.
  void ask_fresh();

  [[nodiscard]] const AccountId& account() const { return subject_.venue.account(); }
  // The verdict of this moment: it ages even when nothing happens.
  [[nodiscard]] AccountStatus status(const std::vector<Case>& open_cases) const;
  // The newest event of this account that the ledger has, as far as this process wrote it.
  [[nodiscard]] std::uint64_t last_event() const { return last_event_; }
  void note_events(std::uint64_t last_event) { last_event_ = std::max(last_event_, last_event); }

 private:
  using SharedTape = std::shared_ptr<const RawTape>;
  using Signal = boost::asio::experimental::channel<void(boost::system::error_code)>;
  void tell_answer(const Result<PassReport>& report);
  Result<void> take(Result<PassReport> report, SharedTape tape);
  void apply(PassReport report, SharedTape tape);
  Result<void> refuse(const Error& error, const SharedTape& tape);
  [[nodiscard]] Duration stale_at() const { return applied_uptime_ + timing_.stale_after; }
  [[nodiscard]] bool is_stale() const;
  [[nodiscard]] Duration pause_after_pass();
  void wake();

  SyncSubject subject_;
  WatchTiming timing_;
  Entropy& entropy_;
  EventSink& events_;
  LogSink& log_;
  std::function<void()> changed_;
  Signal signal_;
  Signal applied_;  // there is a new word
  SyncMemory memory_;
  AccountStatus status_;
  Duration applied_uptime_{};
  std::uint64_t last_event_{};
  std::uint32_t failures_in_row_{};
  bool passing_{};
  bool fresh_wanted_{};  // somebody asked for a pass that begins later than the present one
  std::vector<EngineDesk::Done> waiting_;  // for the pass under way, or the one they woke
  std::vector<EngineDesk::Done> next_;     // came while a pass was under way
};

}  // namespace holdfast
