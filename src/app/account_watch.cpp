#include "app/account_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <utility>

#include "app/record_refusal.hpp"

namespace holdfast {
namespace {

using namespace std::chrono_literals;

constexpr Duration first_backoff = 2s;

// A venue that is merely away is not news until its last word is stale.
bool is_passing_trouble(Fault fault) {
  return fault == Fault::unreachable || fault == Fault::rate_limited || fault == Fault::not_now ||
         fault == Fault::cancelled;
}

}  // namespace

AccountWatch::AccountWatch(const boost::asio::any_io_executor& executor, SyncSubject subject,
                           WatchTiming timing, Entropy& entropy, EventSink& events, LogSink& log,
                           std::function<void()> changed)
    : subject_{subject},
      timing_{timing},
      entropy_{entropy},
      events_{events},
      log_{log},
      changed_{std::move(changed)},
      signal_{executor, 1},
      applied_{executor, 1} {
  status_.id = subject_.venue.account();
  status_.venue = subject_.venue.name();
}

boost::asio::awaitable<void> AccountWatch::run() {
  using namespace boost::asio::experimental::awaitable_operators;
  for (;;) {
    // Whoever woke us is served by this pass; a hundred requests are one round.
    signal_.try_receive([](boost::system::error_code) {});
    co_await pass_once();
    if (std::exchange(fresh_wanted_, false)) continue;
    co_await (subject_.clock.sleep_for(pause_after_pass()) ||
              signal_.async_receive(boost::asio::use_awaitable));
  }
}

boost::asio::awaitable<void> AccountWatch::age() {
  for (;;) {
    if (is_stale()) {
      co_await applied_.async_receive(boost::asio::use_awaitable);
      continue;
    }
    co_await subject_.clock.sleep_for(stale_at() - subject_.clock.uptime() + Duration{1});
    if (is_stale()) changed_();
  }
}

Async<void> AccountWatch::pass_once() {
  passing_ = true;
  status_.asked_at = subject_.clock.now();
  ++status_.passes;
  const auto tape = std::make_shared<RawTape>();
  Result<PassReport> report = fail(Fault::cancelled, "the pass did not end");
  try {
    report = co_await run_pass(subject_, memory_, *tape);
  } catch (const boost::system::system_error& cancelled) {
    passing_ = false;
    if (cancelled.code() == boost::asio::error::operation_aborted) throw;
    report = fail(Fault::unreachable, cancelled.code().message());
  } catch (const std::exception& broken) {
    report = fail(Fault::malformed, std::string{"a pass ended in an exception: "} + broken.what());
  }
  Result<void> outcome = take(std::move(report), tape);
  passing_ = false;
  changed_();
  for (const auto& done : std::exchange(waiting_, std::exchange(next_, {}))) done(outcome);
  co_return outcome;
}

void AccountWatch::tell_answer(const Result<PassReport>& report) {
  SnapshotAnswer answer{.account = account(), .venue = status_.venue};
  if (report) {
    answer.result = report->snapshot ? "complete" : "older";
    answer.took = report->listed_in;
  } else if (report.error().fault == Fault::cancelled) {
    return;  // told to stop: no word of the venue
  } else {
    answer.result = name_of(report.error().fault);
  }
  events_.answered(answer);
}

Result<void> AccountWatch::take(Result<PassReport> report, SharedTape tape) {
  tell_answer(report);
  if (!report) return refuse(report.error(), tape);
  apply(*std::move(report), std::move(tape));
  return {};
}

void AccountWatch::apply(PassReport report, SharedTape tape) {
  failures_in_row_ = 0;
  status_.retry_at.reset();
  // Older than what is applied: it refreshes no age and mends nothing that was wrong.
  if (!report.snapshot) return;
  status_.error.reset();
  for (const std::string& line : report.lines) log_.write(LogLevel::info, "sync", line);
  const Duration took = subject_.clock.now() - *status_.asked_at;
  log_.write(
      LogLevel::info, "sync",
      fmt::format("{}: {} in {} ms, snapshot {}", account().text, summary_line(report.counts),
                  took.count() / 1000, report.snapshot->header().id.text));
  // Its age counts from the state that it shows, not from our having heard of it.
  const UtcTime asked_at = tape->asked_at.value_or(subject_.clock.now());
  applied_uptime_ = subject_.clock.uptime() - age_when_asked(*report.snapshot, asked_at);
  applied_.try_send(boost::system::error_code{});
  status_.snapshot = std::move(report.snapshot);
  status_.heard = std::move(tape);
  status_.refused_heard.reset();
  status_.counts = report.counts;
  status_.unsettled = std::move(report.unsettled);
  status_.sale_limits = std::move(report.sale_limits);
  status_.in_motion = std::move(report.in_motion);
  status_.applied_at = subject_.clock.now();
  status_.witness = std::move(report.witness);
  if (report.commit) note_events(report.commit->last_event);
  for (const Event& event : report.events) events_.publish(event);
}

Result<void> AccountWatch::refuse(const Error& error, const SharedTape& tape) {
  // Told to stop: no word of the venue, and nothing to write.
  if (error.fault == Fault::cancelled) return tl::make_unexpected(error);
  ++failures_in_row_;
  ++status_.refused;
  status_.error = error;
  status_.refused_heard = tape;
  log_.write(LogLevel::warn, "sync",
             fmt::format("{}: {}: {}; nothing was changed", account().text, name_of(error.fault),
                         error.what));
  // A venue that answers, but time and again with an old state, is not away.
  const bool waits = is_passing_trouble(error.fault) && !is_stale();
  if (waits && !memory_.is_told_old_states()) return tl::make_unexpected(error);
  const auto refusal = record_refusal(subject_, error, *tape);
  if (!refusal) {
    log_.write(LogLevel::error, "ledger", refusal.error().what);
  } else if (refusal->commit) {
    note_events(refusal->commit->last_event);
    for (const Event& event : refusal->events) events_.publish(event);
  }
  return tl::make_unexpected(error);
}

bool AccountWatch::is_stale() const {
  return !status_.snapshot || subject_.clock.uptime() > stale_at();
}

// After a fault: 2 s, 4 s, ... up to the interval, each with jitter so that many accounts do not
// come back in one wave.
Duration AccountWatch::pause_after_pass() {
  if (failures_in_row_ == 0) return timing_.interval;
  const auto doublings = std::min<std::uint32_t>(failures_in_row_ - 1, 10);
  const Duration most = std::min<Duration>(timing_.interval, first_backoff * (1U << doublings));
  const auto half = static_cast<std::uint64_t>(most.count() / 2);
  const Duration pause{static_cast<std::int64_t>(half + entropy_.below(half + 1))};
  status_.retry_at = subject_.clock.now() + pause;
  changed_();
  return pause;
}

void AccountWatch::wake() { signal_.try_send(boost::system::error_code{}); }

void AccountWatch::ask(EngineDesk::Done done) {
  (passing_ ? next_ : waiting_).push_back(std::move(done));
  ask_fresh();
}

void AccountWatch::ask_fresh() {
  fresh_wanted_ = passing_;  // the pass under way may have asked the venue already
  if (!passing_) wake();
}

AccountStatus AccountWatch::status(const std::vector<Case>& open_cases) const {
  AccountStatus status = status_;
  if (subject_.proof != nullptr) {
    status.identity = subject_.proof->report().checks;
    status.identity_at = subject_.proof->report().asked_at;
  }
  const auto mine = [&](const Case& open) { return open.account == account(); };
  const bool doubtful = std::ranges::any_of(open_cases, [&](const Case& open) {
    return mine(open) && open.reason == CaseReason::unknown_row;
  });
  const bool differs = std::ranges::any_of(open_cases, [&](const Case& open) {
    return mine(open) && (open.key || open.reason == CaseReason::brake);
  });
  const bool useless = status.error && !is_passing_trouble(status.error->fault);
  status.current = !is_stale() && !useless;
  status.verdict = !status.current || doubtful ? Verdict::unknown
                   : differs                   ? Verdict::drift
                                               : Verdict::agrees;
  return status;
}

}  // namespace holdfast
