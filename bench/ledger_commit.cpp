// Goals b1 and b2: what a pass over 10,000 positions costs at the ledger. Each round measures ours
// and the calibrators one after the other, in an order that turns, so that a noisy machine disturbs
// all alike.
//
//   bench_ledger_commit ROUNDS FOLDER (on a real disk) CSV (each round's figures)
//
// One line a figure on stdout: "<name>\t<goal>\t<measured>\t<unit>"; without a goal it is "-".
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
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

double cpu_ms_of(auto&& work) {
  const auto now = [] {
    timespec at{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
  };
  const double start = now();
  work();
  return now() - start;
}

struct Series {
  std::vector<double> ms;
  [[nodiscard]] double at(double part) const {
    std::vector<double> sorted = ms;
    std::ranges::sort(sorted);
    return sorted.at(static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1)));
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
// checks. Not synced (the floor is then counted beside it), or synced as the ledger is.
class BareLoop {
 public:
  BareLoop(const std::string& path, const char* synchronous) : log_{path + "-wal"} {
    sqlite3_open(path.c_str(), &db_);
    run("PRAGMA journal_mode = WAL");
    run(synchronous);
    run("CREATE TABLE positions (key TEXT PRIMARY KEY, quantity INTEGER, cost INTEGER, "
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
  // What it left unsynced would be written by whoever syncs next.
  void settle() const {
    const int file = ::open(log_.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0 || fdatasync(file) != 0) give_up("the calibrator cannot write");
    close(file);
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
  std::string log_;
  sqlite3* db_{};
  sqlite3_stmt* position_{};
  sqlite3_stmt* entry_{};
};

class Bench {
 public:
  explicit Bench(const std::string& folder)
      : floor_{folder + "/floor"},
        bare_{folder + "/bare.db", "PRAGMA synchronous = OFF"},
        durable_{folder + "/durable.db", "PRAGMA synchronous = FULL"},
        book_{folder + "/ledger.db"} {
    sqlite::Options options;
    options.heads_path = folder + "/state/ledger.heads";
    ledger_ = good(sqlite::open_ledger(book_, clock_, options));
    good(ledger_->open_account(account_, VenueName::polymarket, "0xowner"));
    std::vector<JournalEntry> first;
    for (int i = 0; i < positions; ++i) first.push_back(fill(i, "100"));
    const double load = ms_of([&] { good(ledger_->commit(batch_of(account_, 0, first))); });
    bare_.commit(first);
    durable_.commit(first);
    line("first commit of 10,000 positions", "-", load, "ms");
    list();
  }

  void nothing_changed(int rounds) {
    const auto before = bytes_on_disk();
    Series pass;
    for (int i = 0; i < rounds; ++i) {
      pass.ms.push_back(cpu_ms_of([this] {
        const auto view = good(ledger_->shared_view(account_));
        if (!find_drift(*view, *snapshot_, std::nullopt).empty()) {
          give_up("b1: a drift that is none");
        }
        good(ledger_->commit(batch_of(account_, view->revision, {})));
      }));
    }
    line("b1 none of 10,000 changed: find_drift and commit, CPU p50", 0.2, pass.at(0.5), "ms");
    line("b1 bytes written", 0, static_cast<double>(bytes_on_disk() - before), "bytes");
  }

  void one_percent_changed(int rounds, const std::string& csv) {
    constexpr std::size_t kinds = 5;
    std::array<Series, kinds> series;
    Series cpu;
    const std::array<std::function<void()>, kinds> work{
        [this] { floor_.append(); }, [this] { bare_.commit(entries_); },
        [this] { durable_.commit(entries_); },
        [&] { cpu.ms.push_back(cpu_ms_of([this] { commit_some(); })); },
        [this] { good(ledger_->commit(whole_)); }};
    constexpr std::array<std::array<std::size_t, kinds>, 2> orders{
        {{0, 1, 2, 3, 4}, {3, 4, 2, 1, 0}}};
    prepare(full_commit);
    good(ledger_->commit(whole_));
    for (int i = 0; i < rounds; ++i) {
      for (const std::size_t kind : orders.at(static_cast<std::size_t>(i) % 2)) {
        prepare(kind);
        series.at(kind).ms.push_back(ms_of(work.at(kind)));
        if (kind == bare_loop) bare_.settle();
      }
    }
    const auto& [floor, bare, durable, ours, full] = series;
    const double sum50 = floor.at(0.5) + bare.at(0.5);
    line("4 KiB append and fdatasync, p50", "-", floor.at(0.5), "ms");
    line("4 KiB append and fdatasync, p99", "-", floor.at(0.99), "ms");
    line("bare loop of 100 rows, p50", "-", bare.at(0.5), "ms");
    line("bare loop of 100 rows, p99", "-", bare.at(0.99), "ms");
    line("bare loop of 100 rows, synced, p50", "-", durable.at(0.5), "ms");
    line("bare loop of 100 rows, synced, p99", "-", durable.at(0.99), "ms");
    line("b2 100 of 10,000 changed, p50", "-", ours.at(0.5), "ms");
    line("b2 100 of 10,000 changed, p99", "-", ours.at(0.99), "ms");
    line("b2 the same, CPU p50", "-", cpu.at(0.5), "ms");
    line("b2 p50 by (append + bare loop)", 2, ours.at(0.5) / sum50, "x");
    line("b2 p99 by the p50 of both", 3, ours.at(0.99) / sum50, "x");
    line("b2 p99 by the p99 of both", "-", ours.at(0.99) / (floor.at(0.99) + bare.at(0.99)), "x");
    line("b2 p50 by the synced bare loop", "-", ours.at(0.5) / durable.at(0.5), "x");
    line("b2 p99 by the synced bare loop", "-", ours.at(0.99) / durable.at(0.99), "x");
    line("b2 with 100 events and the snapshot, p50 by both", "-", full.at(0.5) / sum50, "x");
    write_csv(csv, series);
  }

 private:
  JournalEntry fill(int number, std::string_view change) {
    ++serial_;
    const std::string id = fmt::format("trade-{:09d}", serial_);
    return entry_of(fill_of(key_number(number), id, serial_, change, "0.5"));
  }
  void list() {
    std::vector<Holding> rows;
    for (int i = 0; i < positions; ++i) rows.push_back(row_of(key_number(i), "100"));
    SnapshotHeader header;
    header.account = account_;
    header.venue = VenueName::polymarket;
    snapshot_ = good(Snapshot::from_complete_listing(header, std::move(rows), whole_listing()));
  }
  void commit_some() {
    std::uint64_t revision = 0;
    {
      const auto view = good(ledger_->shared_view(account_));
      revision = view->revision;
      if (find_drift(*view, *snapshot_, std::nullopt).empty()) give_up("b2: no drift was found");
    }
    good(ledger_->commit(batch_of(account_, revision, entries_)));
  }
  // What the full commit adds to a hundred positions, our next pass finds as drift and takes off.
  void prepare(std::size_t kind) {
    if (kind == full_commit) {
      for (int& number : touched_) number = static_cast<int>(dice_() % positions);
    }
    entries_.clear();
    for (const int number : touched_) {
      entries_.push_back(fill(number, kind == full_commit ? "1" : "-1"));
    }
    if (kind != full_commit) return;
    whole_ = batch_of(account_, good(ledger_->shared_view(account_))->revision, entries_);
    for (const auto& entry : whole_.entries) {
      whole_.events.push_back(event_of(entry.key, "Position updated: 100 to 101"));
    }
    whole_.snapshot = snapshot_of(whole_.entries[0].key, fmt::format("s{}", serial_), serial_);
  }
  static void write_csv(const std::string& path, const std::array<Series, 5>& series) {
    std::ofstream csv{path};
    csv << "append_ms,bare_ms,bare_synced_ms,ours_ms,ours_with_events_ms\n";
    for (std::size_t i = 0; i < series[0].ms.size(); ++i) {
      csv << fmt::format("{},{},{},{},{}\n", series[0].ms[i], series[1].ms[i], series[2].ms[i],
                         series[3].ms[i], series[4].ms[i]);
    }
  }
  std::uintmax_t bytes_on_disk() const {
    return std::filesystem::file_size(book_) + std::filesystem::file_size(book_ + "-wal");
  }
  static void line(std::string_view what, auto goal, double measured, std::string_view unit) {
    fmt::print("{}\t{}\t{:.4g}\t{}\n", what, goal, measured, unit);
  }

  StillClock clock_;
  std::int64_t serial_{};
  std::mt19937 dice_{1};
  const AccountId account_ = key_number(0).account;
  DiskFloor floor_;
  BareLoop bare_;
  BareLoop durable_;
  std::string book_;
  std::unique_ptr<Ledger> ledger_;
  std::optional<Snapshot> snapshot_;
  static constexpr std::size_t bare_loop = 1;
  static constexpr std::size_t full_commit = 4;
  std::array<int, changed> touched_{};
  std::vector<JournalEntry> entries_;  // of the next commit
  Batch whole_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) give_up("bench_ledger_commit ROUNDS FOLDER CSV");
  const int rounds = std::atoi(argv[1]);
  const std::string folder = argv[2] + fmt::format("/holdfast-bench-{}", getpid());
  std::filesystem::create_directory(folder);
  {
    Bench bench{folder};
    bench.nothing_changed(rounds);
    bench.one_percent_changed(rounds, argv[3]);
  }
  std::filesystem::remove_all(folder);
  return 0;
}
