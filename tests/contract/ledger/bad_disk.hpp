#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

struct sqlite3_file;
struct sqlite3_vfs;

namespace holdfast::test {

// The system's disk with faults, as an SQLite VFS. Every write, truncation and sync of the ledger's
// files passes `before`; the code it returns (SQLITE_FULL, SQLITE_IOERR_WRITE...) takes the place
// of the operation, 0 lets it through. What was written since a file's last sync is remembered, so
// that a power loss can take any part of it back, in sectors of 512 bytes.
class BadDisk {
 public:
  BadDisk();
  BadDisk(const BadDisk&) = delete;
  BadDisk& operator=(const BadDisk&) = delete;
  ~BadDisk();

  [[nodiscard]] static const char* name() { return "bad-disk"; }
  std::function<int()> before;

  // Call when the ledger is closed: for each sector that was written and never synced, the dice
  // say whether it reached the disk; the shared memory is gone.
  void lose_power(std::mt19937& dice);

  // For the VFS's own functions.
  static constexpr std::uint64_t sector = 512;
  struct Unsynced {
    std::uint64_t size{};                          // at the last sync
    std::map<std::uint64_t, std::string> sectors;  // by number: the bytes at the last sync
  };
  int ask() { return before ? before() : 0; }
  void remember(const std::string& path, std::uint64_t offset, std::uint64_t size);
  void forget(const std::string& path) { unsynced_.erase(path); }

 private:
  std::map<std::string, Unsynced> unsynced_;
  sqlite3_vfs* vfs_{};
};

}  // namespace holdfast::test
