// Goals b1 and b2: what a pass over 10,000 positions costs at the ledger. Each round measures ours
// and the calibrators one after the other, so that a noisy machine disturbs all alike.
//
//   bench_ledger_commit [rounds] [folder on a real disk]
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "core/find_drift.hpp"
#include "ledger/sqlite/open.hpp"
#include "support/batches.hpp"
#include "support/still_clock.hpp"

namespace {

using namespace holdfast;
using namespace holdfast::test;

constexpr int positions = 10'000;
constexpr int changed = 100;

template <class Work>
double ms_of(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double, std::milli> span = std::chrono::steady_clock::now() - start;
  return span.count();
}

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

template <class T>
T good(Result<T> result) {
  if (!result) give_up(result.error().what);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct Series {
  std::vector<double> ms;
  double at(double part) {
    std::ranges::sort(ms);
    return ms.at(static_cast<std::size_t>(part * static_cast<double>(ms.size() - 1)));
  }
};

PositionKey key_number(int number) {
  // 77 digits that differ from the first on, as token ids do.
  const auto digits = static_cast<std::uint64_t>(number) * 0x9e37'79b9'7f4a'7c15ULL;
  return poly_key(fmt::format("{0:020}{0:020}{0:020}{1:017}", digits, number));
}

// 4 KiB appended and made durable: the floor of any commit.
class DiskFloor {
 public:
  explicit DiskFloor(const std::string& path)
      : file_{::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)} {}
  void append() const {
    if (write(file_, block_.data(), block_.size()) < 0 || fdatasync(file_) != 0) {
      give_up("the calibrator cannot write");
    }
  }

 private:
  int file_;
  std::string block_ = std::string(4'096, 'x');
};

// The same number of rows by the shortest loop over prepared statements: no hash, no fold, no
// checks. Not synced, because the floor is counted beside it.
class BareLoop {
 public:
  explicit BareLoop(const std::string& path) {
    sqlite3_open(path.c_str(), &db_);
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
        "CREATE TABLE positions (key TEXT PRIMARY KEY, quantity INTEGER, cost INTEGER, "
        "pnl INTEGER, fees INTEGER, at INTEGER) WITHOUT ROWID;"
        "CREATE TABLE journal (id INTEGER PRIMARY KEY, entry TEXT UNIQUE, key TEXT, "
        "change INTEGER, price INTEGER, fee INTEGER, at INTEGER, hash BLOB)");
    sqlite3_prepare_v2(db_,
                       "INSERT INTO positions VALUES (?, ?, 1, 2, 3, 4) ON CONFLICT (key) DO "
                       "UPDATE SET quantity = excluded.quantity",
                       -1, &position_, nullptr);
    sqlite3_prepare_v2(db_,
                       "INSERT INTO journal (entry, key, change, price, fee, at, hash) "
                       "VALUES (?, ?, ?, 1, 2, 3, zeroblob(32))",
                       -1, &entry_, nullptr);
  }
  void commit(const std::vector<JournalEntry>& entries) {
    run("BEGIN IMMEDIATE");
    for (const JournalEntry& entry : entries) {
      const std::string key = entry.key.text();
      bind(entry_, 1, entry.id.text);
      bind(entry_, 2, key);
      sqlite3_bind_int64(entry_, 3, entry.change.units());
      step(entry_);
      bind(position_, 1, key);
      sqlite3_bind_int64(position_, 2, entry.change.units());
      step(position_);
    }
    run("COMMIT");
  }

 private:
  static void bind(sqlite3_stmt* statement, int index, const std::string& text) {
    sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  static void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) give_up("the calibrator cannot write");
    sqlite3_reset(statement);
  }
  void run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
      give_up(sqlite3_errmsg(db_));
    }
  }
  sqlite3* db_{};
  sqlite3_stmt* position_{};
  sqlite3_stmt* entry_{};
};

class Bench {
 public:
  explicit Bench(const std::string& folder)
      : floor_{folder + "/floor"}, bare_{folder + "/bare.db"}, book_{folder + "/ledger.db"} {
    sqlite::Options options;
    options.heads_path = folder + "/state/ledger.heads";
    ledger_ = good(sqlite::open_ledger(book_, clock_, options));
    good(ledger_->open_account(account_, VenueName::polymarket, "0xowner"));
    std::vector<JournalEntry> first;
    for (int i = 0; i < positions; ++i) first.push_back(fill(i, "100"));
    const double load = ms_of([&] { good(ledger_->commit(batch_of(account_, 0, first))); });
    bare_.commit(first);
    fmt::print("first commit of {} positions: {:.1f} ms\n", positions, load);
    list();
  }

  void nothing_changed(int rounds) {
    Series ledger_alone;
    Series whole_pass;
    const auto before = bytes_on_disk();
    for (int i = 0; i < rounds; ++i) {
      ledger_alone.ms.push_back(ms_of([this] {
        const auto view = good(ledger_->shared_view(account_));
        if (differences(*view) != 0) give_up("b1: a difference that is none");
        good(ledger_->commit(batch_of(account_, view->revision, {})));
      }));
      whole_pass.ms.push_back(ms_of([this] {
        const auto view = good(ledger_->shared_view(account_));
        if (!find_drift(*view, weigh(*view, *snapshot_, std::nullopt)).empty()) {
          give_up("b1: a drift that is none");
        }
        good(ledger_->commit(batch_of(account_, view->revision, {})));
      }));
    }
    const auto written = bytes_on_disk() - before;
    line("b1 view, merge of 10,000 keys, commit", 0.2, ledger_alone.at(0.5));
    line("b1 the same with weigh and find_drift", 0.2, whole_pass.at(0.5));
    line("b1 bytes written", 0, static_cast<double>(written));
  }

  void one_percent_changed(int rounds) {
    Series floor;
    Series bare;
    Series ours;
    Series full;
    for (int i = 0; i < rounds; ++i) {
      const auto entries = some_fills();
      floor.ms.push_back(ms_of([this] { floor_.append(); }));
      bare.ms.push_back(ms_of([&] { bare_.commit(entries); }));
      ours.ms.push_back(ms_of([&] {
        std::uint64_t revision = 0;
        {
          const auto view = good(ledger_->shared_view(account_));
          revision = view->revision;
          if (differences(*view) < 0) give_up("never");
        }
        good(ledger_->commit(batch_of(account_, revision, entries)));
      }));
      // The bare rows of the next commit are others, or they would be known already.
      Batch whole =
          batch_of(account_, good(ledger_->shared_view(account_))->revision, some_fills());
      for (const auto& entry : whole.entries) {
        whole.events.push_back(event_of(entry.key, "Position updated: 100 to 101"));
      }
      whole.snapshot = snapshot_of(whole.entries[0].key, fmt::format("s{}", serial_), serial_);
      full.ms.push_back(ms_of([&] { good(ledger_->commit(whole)); }));
    }
    const double calibrator = floor.at(0.5) + bare.at(0.5);
    fmt::print("   calibrators: floor {:.3f} ms (p99 {:.3f}), bare loop {:.3f} ms (p99 {:.3f})\n",
               floor.at(0.5), floor.at(0.99), bare.at(0.5), bare.at(0.99));
    line("b2 100 of 10,000 changed: p50", 2 * calibrator, ours.at(0.5));
    line("b2 100 of 10,000 changed: p99", 3 * calibrator, ours.at(0.99));
    line("b2 with 100 events and the snapshot too", 2 * calibrator, full.at(0.5));
  }

 private:
  JournalEntry fill(int number, std::string_view change) {
    ++serial_;
    const std::string id = fmt::format("trade-{:09d}", serial_);
    return entry_of(fill_of(key_number(number), id, serial_, change, "0.5"));
  }
  std::vector<JournalEntry> some_fills() {
    std::vector<JournalEntry> entries;
    for (int i = 0; i < changed; ++i) {
      entries.push_back(fill(static_cast<int>(dice_() % positions), "1"));
    }
    return entries;
  }
  void list() {
    std::vector<Holding> rows;
    for (int i = 0; i < positions; ++i) rows.push_back(row_of(key_number(i), "100"));
    SnapshotHeader header;
    header.account = account_;
    header.venue = VenueName::polymarket;
    snapshot_ = good(Snapshot::from_complete_listing(header, std::move(rows), whole_listing()));
  }
  // Both sides are in key order: one walk.
  int differences(const AccountView& view) const {
    int found = 0;
    auto row = snapshot_->holdings().begin();
    for (const auto& [key, position] : view.open) {
      if (row == snapshot_->holdings().end() || row->first != key) give_up("another key");
      if (row->second.quantity != position.quantity) ++found;
      ++row;
    }
    return found;
  }
  std::uintmax_t bytes_on_disk() const {
    return std::filesystem::file_size(book_) + std::filesystem::file_size(book_ + "-wal");
  }
  static void line(std::string_view what, double goal, double measured) {
    fmt::print("{:<45} goal <= {:7.3f}   measured {:7.3f}   {}\n", what, goal, measured,
               measured <= goal ? "PASS" : "FAIL");
  }

  StillClock clock_;
  std::int64_t serial_{};
  std::mt19937 dice_{1};
  const AccountId account_ = key_number(0).account;
  DiskFloor floor_;
  BareLoop bare_;
  std::string book_;
  std::unique_ptr<Ledger> ledger_;
  std::optional<Snapshot> snapshot_;
};

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 500;
  const std::string folder =
      (argc > 2 ? std::string{argv[2]} : std::filesystem::temp_directory_path().string()) +
      fmt::format("/holdfast-bench-{}", getpid());
  std::filesystem::create_directory(folder);
  {
    Bench bench{folder};
    bench.nothing_changed(rounds);
    bench.one_percent_changed(rounds);
  }
  std::filesystem::remove_all(folder);
  return 0;
}
