#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <random>
#include <set>

#include "ledger_stage.hpp"

namespace holdfast::test {
namespace {

using testing::IsEmpty;

// A process that is killed loses nothing it has acknowledged. The child commits one batch after
// the other and says so on a pipe after each; the parent kills it and looks.
class LedgerKill : public LedgerStage {
 protected:
  static Batch round_batch(const PositionKey& one, const PositionKey& two, std::uint64_t revision) {
    return full_batch(one, two, revision, "round-" + std::to_string(revision));
  }

  // Runs in the child and never returns. `before_write` may kill it.
  [[noreturn]] void commit_for_ever(int pipe, sqlite::WriteObserver before_write) {
    sqlite::Options with = options();
    with.before_write = std::move(before_write);
    auto opened = sqlite::open_ledger(path(), clock_, std::move(with));
    if (!opened) _exit(2);
    Ledger& book = **opened;
    if (!book.open_account(first.account, first.venue, owner)) _exit(3);
    while (true) {
      const auto view = book.shared_view(first.account);
      if (!view) _exit(4);
      const std::uint64_t revision = (*view)->revision;
      if (!book.commit(round_batch(first, second, revision))) _exit(5);
      if (write(pipe, &revision, sizeof revision) != sizeof revision) _exit(6);
    }
  }

  // The newest acknowledged revision, if any, after the child has died by SIGKILL.
  template <class Kill>
  std::optional<std::uint64_t> run_child(const sqlite::WriteObserver& before_write, Kill kill_it) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    const pid_t child = fork();
    if (child == 0) commit_for_ever(ends[1], before_write);
    ::close(ends[1]);
    kill_it(child);
    std::optional<std::uint64_t> newest;
    for (std::uint64_t revision = 0; read(ends[0], &revision, sizeof revision) > 0;) {
      newest = revision;
    }
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child gave up with " << WEXITSTATUS(status);
    return newest;
  }

  // Opens the ledger as a restart would: all that was acknowledged is there, whole.
  void expect_whole(std::optional<std::uint64_t> acknowledged) {
    open();
    const std::uint64_t now = revision();
    if (acknowledged) {
      EXPECT_GT(now, *acknowledged);
    }
    std::set<EntryId> wanted;
    for (std::uint64_t i = 0; i < now; ++i) {
      for (const JournalEntry& entry : round_batch(first, second, i).entries) {
        wanted.insert(entry.id);
      }
    }
    const std::vector<EntryId> ids{wanted.begin(), wanted.end()};
    EXPECT_EQ(ledger().booked(ids).value().size(), wanted.size());
    EXPECT_EQ(reader()->events(0, 1'000'000).value().size(), 2 * now);
    EXPECT_THAT(findings(), IsEmpty());
    close();
  }
};

void wait_us(long us) {
  const timespec span{.tv_sec = us / 1'000'000, .tv_nsec = us % 1'000'000 * 1'000};
  nanosleep(&span, nullptr);
}

TEST_F(LedgerKill, LosesNothingAcknowledgedInFiftyKillsAtRandomMoments) {
  std::mt19937 dice{20261121};
  std::uint64_t acknowledged = 0;
  for (int kill_number = 0; kill_number < 50; ++kill_number) {
    SCOPED_TRACE(kill_number);
    const auto newest = run_child({}, [&dice](pid_t child) {
      wait_us(static_cast<long>(dice() % 150'000));
      kill(child, SIGKILL);
    });
    if (newest) acknowledged = *newest + 1;
    expect_whole(newest);
    if (HasFailure()) return;
  }
  // Killing a child that never commits would show nothing.
  EXPECT_GT(acknowledged, 50U);
}

TEST_F(LedgerKill, LosesNothingWhenKilledBeforeAnyWrite) {
  std::uint64_t kills = 0;
  for (int at = 0; at < 60; ++at) {
    SCOPED_TRACE(at);
    int writes = 0;
    const auto newest = run_child(
        [&writes, at](std::string_view) -> std::optional<Error> {
          if (writes++ == at) kill(getpid(), SIGKILL);
          return std::nullopt;
        },
        [](pid_t) {});
    ++kills;
    expect_whole(newest);
    if (HasFailure()) return;
  }
  EXPECT_EQ(kills, 60U);
}

}  // namespace
}  // namespace holdfast::test
