#include "replay/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <iterator>
#include <optional>
#include <utility>

#include "app/record_refusal.hpp"
#include "core/case_file.hpp"
#include "ledger/sqlite/open.hpp"
#include "replay/recorded_account.hpp"
#include "replay/replay_ledger.hpp"

namespace holdfast::replay {
namespace {

Result<std::vector<JournalRow>> whole_journal(LedgerReader& record, const AccountId& account) {
  constexpr std::uint32_t page = 1000;
  std::vector<JournalRow> rows;
  for (;;) {
    auto more = record.journal(account, rows.empty() ? 0 : rows.back().sequence, page);
    if (!more) return more;
    const bool last = more->size() < page;
    std::ranges::move(*more, std::back_inserter(rows));
    if (last) return rows;
  }
}

boost::asio::awaitable<void> keep(Async<PassReport> pass, std::optional<Result<PassReport>>& into) {
  into.emplace(co_await std::move(pass));
}

// Nothing in it waits for anybody.
Result<PassReport> run_now(Async<PassReport> pass) {
  boost::asio::io_context loop;
  std::optional<Result<PassReport>> report;
  boost::asio::co_spawn(loop, keep(std::move(pass), report), boost::asio::detached);
  loop.run();
  if (!report) return fail(Fault::cancelled, "the pass never came to an end");
  return *std::move(report);
}

// One account's record on its way through the engine.
class Run {
 public:
  Run(const AccountRecord& account, std::vector<JournalRow> rows, std::vector<Case> cases)
      : account_{account}, rows_{std::move(rows)}, cases_{std::move(cases)} {
    done_.account = account.id.text;
  }

  Result<Replayed> through(const std::vector<RecordedPass>& passes, SyncPolicy policy,
                           const std::string& path);

 private:
  [[nodiscard]] bool ends() const { return !done_.difference.empty(); }
  [[nodiscard]] bool books_at(UtcTime moment) const {
    return next_ < rows_.size() && rows_[next_].booked_at == moment;
  }
  Result<void> copy_while(const std::function<bool(UtcTime)>& wanted);
  Result<void> confirm_until(UtcTime moment);
  Result<void> pass(SyncSubject& subject, const RecordedPass& recorded, bool late_follows);
  void compare(const std::vector<JournalEntry>& booked);

  const AccountRecord& account_;
  std::vector<JournalRow> rows_;
  std::vector<Case> cases_;
  RecordedClock clock_;
  RecordedTransport transport_{clock_};
  std::unique_ptr<ReplayLedger> ledger_;
  SyncMemory memory_;
  std::size_t next_{};  // of the record's rows, the first that is not booked again yet
  std::string head_;
  Replayed done_;
};

Result<void> Run::copy_while(const std::function<bool(UtcTime)>& wanted) {
  while (next_ < rows_.size() && wanted(rows_[next_].booked_at)) {
    const auto view = ledger_->view(account_.id);
    if (!view) return tl::make_unexpected(view.error());
    Batch batch;
    batch.account = account_.id;
    batch.seen_revision = view->revision;
    const UtcTime moment = rows_[next_].booked_at;
    for (; books_at(moment); ++next_) batch.entries.push_back(rows_[next_].entry);
    ledger_->book_as_of(moment);
    const auto committed = ledger_->commit(batch);
    if (!committed) return tl::make_unexpected(committed.error());
    done_.copied += batch.entries.size();
    static_cast<void>(ledger_->take_booked());
    head_ = committed->head;
  }
  return {};
}

// A person's word on a case, at the moment at which it was given.
Result<void> Run::confirm_until(UtcTime moment) {
  for (Case& then : cases_) {
    if (!then.confirmed_at || *then.confirmed_at > moment) continue;
    const auto view = ledger_->view(account_.id);
    if (!view) return tl::make_unexpected(view.error());
    const auto open = std::ranges::find(view->cases, then.id, &Case::id);
    if (open == view->cases.end()) continue;
    auto confirmed =
        confirmed_case(*open, then.confirmed_keys, then.confirmed_by, *then.confirmed_at);
    then.confirmed_at.reset();
    if (!confirmed) continue;
    Batch batch;
    batch.account = account_.id;
    batch.seen_revision = view->revision;
    batch.cases = {*std::move(confirmed)};
    if (auto committed = ledger_->commit(batch); !committed) {
      return tl::make_unexpected(committed.error());
    }
  }
  return {};
}

void Run::compare(const std::vector<JournalEntry>& booked) {
  for (const JournalEntry& entry : booked) {
    if (next_ < rows_.size() && rows_[next_].entry == entry) {
      ++next_;
      ++done_.decided;
      continue;
    }
    done_.difference =
        fmt::format("entry {}: the record has {}, the replay books {}", next_ + 1,
                    next_ < rows_.size() ? rows_[next_].entry.id.text : "nothing", entry.id.text);
    return;
  }
}

Result<void> Run::pass(SyncSubject& subject, const RecordedPass& recorded, bool late_follows) {
  memory_.late.clear();
  memory_.estimates_known = false;
  memory_.describe_again = {};
  transport_.play(recorded.answers);
  clock_.set(*recorded.asked_at);
  ledger_->book_as_of(recorded.booked_at);
  RawTape tape;
  const auto report = run_now(run_pass(subject, memory_, tape));
  if (!report) {
    const auto refusal = record_refusal(subject, report.error(), tape);
    if (!refusal) return tl::make_unexpected(refusal.error());
  } else if (report->commit) {
    head_ = report->commit->head;
  }
  ++done_.passes;
  const auto booked = ledger_->take_booked();
  compare(booked);
  const bool missed = booked.empty() && recorded.snapshot && books_at(recorded.booked_at);
  if (!ends() && missed && !late_follows) {
    done_.difference =
        fmt::format("entry {}: the record has {}, the replay books nothing{}", next_ + 1,
                    rows_[next_].entry.id.text, report ? "" : ", for " + report.error().what);
  }
  return {};
}

Result<Replayed> Run::through(const std::vector<RecordedPass>& passes, SyncPolicy policy,
                              const std::string& path) {
  auto account = recorded_account(account_, passes, transport_, clock_);
  if (!account) return tl::make_unexpected(std::move(account).error());
  auto inner = sqlite::open_ledger(path, clock_);
  if (!inner) return tl::make_unexpected(std::move(inner).error());
  ledger_ = std::make_unique<ReplayLedger>(**inner, clock_);
  auto opened = ledger_->open_account(account_.id, account_.venue, account_.owner);
  if (!opened) return tl::make_unexpected(std::move(opened).error());
  policy.witness = witness_need(account_.venue);
  SyncSubject subject{*account->venue, account->witness.get(), *ledger_, clock_, policy};
  for (auto one = passes.begin(); one != passes.end(); ++one) {
    const RecordedPass& recorded = *one;
    auto done = copy_while([&](UtcTime at) { return at < recorded.booked_at; });
    if (!done) return tl::make_unexpected(std::move(done).error());
    // Late facts come at moments of their own that no record names, and are taken over.
    const bool late = !recorded.snapshot && books_at(recorded.booked_at);
    if (late || !recorded.asked_at) continue;
    // Its entries at this moment may all be the late ones that were booked right after it.
    const auto next = std::next(one);
    const bool late_follows =
        next != passes.end() && !next->snapshot && next->booked_at == recorded.booked_at;
    if (done = confirm_until(*recorded.asked_at); !done) {
      return tl::make_unexpected(std::move(done).error());
    }
    if (done = recall(*account, account_, recorded.answers); !done) {
      return tl::make_unexpected(std::move(done).error());
    }
    if (done = pass(subject, recorded, late_follows); !done) {
      return tl::make_unexpected(std::move(done).error());
    }
    if (ends()) return done_;
  }
  auto done = copy_while([&](UtcTime at) { return at <= passes.back().booked_at; });
  if (!done) return tl::make_unexpected(std::move(done).error());
  done_.head = head_;
  if (next_ > 0 && rows_[next_ - 1].hash != head_) {
    done_.difference = fmt::format("the record's hash is {}", rows_[next_ - 1].hash);
  }
  return done_;
}

}  // namespace

Result<std::vector<Replayed>> replay(LedgerReader& record, const PolicyOf& policy_of,
                                     const std::string& folder) {
  const auto accounts = record.accounts();
  if (!accounts) return tl::make_unexpected(accounts.error());
  const auto cases = record.cases(false);
  if (!cases) return tl::make_unexpected(cases.error());
  std::vector<Replayed> all;
  for (const AccountRecord& account : *accounts) {
    const auto passes = record.passes(account.id);
    if (!passes) return tl::make_unexpected(passes.error());
    if (passes->empty()) continue;
    auto rows = whole_journal(record, account.id);
    if (!rows) return tl::make_unexpected(std::move(rows).error());
    std::vector<Case> mine = *cases;
    std::erase_if(mine, [&](const Case& one) { return one.account != account.id; });
    Run run{account, *std::move(rows), std::move(mine)};
    auto replayed = run.through(*passes, policy_of(account.venue),
                                fmt::format("{}/replay-{}.sqlite", folder, all.size()));
    if (!replayed) return tl::make_unexpected(std::move(replayed).error());
    all.push_back(*std::move(replayed));
  }
  if (all.empty()) return fail(Fault::refused, "the file holds no bytes of any pass");
  return all;
}

}  // namespace holdfast::replay
