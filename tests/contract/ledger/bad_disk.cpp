#include "bad_disk.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace holdfast::test {
namespace {

// SQLite allocates this much for us; the system's file follows right behind.
struct File {
  sqlite3_file base;
  BadDisk* disk;
  const char* path;  // SQLite keeps the name as long as the file is open
  [[nodiscard]] sqlite3_file* real() {
    void* behind = this + 1;
    return static_cast<sqlite3_file*>(behind);
  }
};

File& file_of(sqlite3_file* file) {
  void* same = file;
  return *static_cast<File*>(same);
}
sqlite3_file* real_of(sqlite3_file* file) { return file_of(file).real(); }

int x_close(sqlite3_file* f) { return real_of(f)->pMethods->xClose(real_of(f)); }
int x_read(sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
  return real_of(f)->pMethods->xRead(real_of(f), to, size, at);
}
int x_write(sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
  File& file = file_of(f);
  if (const int code = file.disk->ask(); code != 0) return code;
  if (file.path != nullptr) {
    file.disk->remember(file.path, static_cast<std::uint64_t>(at),
                        static_cast<std::uint64_t>(size));
  }
  return file.real()->pMethods->xWrite(file.real(), from, size, at);
}
int x_truncate(sqlite3_file* f, sqlite3_int64 size) {
  File& file = file_of(f);
  if (const int code = file.disk->ask(); code != 0) return code;
  if (file.path != nullptr) {
    sqlite3_int64 now = 0;
    file.real()->pMethods->xFileSize(file.real(), &now);
    if (now > size) {
      file.disk->remember(file.path, static_cast<std::uint64_t>(size),
                          static_cast<std::uint64_t>(now - size));
    }
  }
  return file.real()->pMethods->xTruncate(file.real(), size);
}
int x_sync(sqlite3_file* f, int flags) {
  File& file = file_of(f);
  if (const int code = file.disk->ask(); code != 0) return code;
  const int code = file.real()->pMethods->xSync(file.real(), flags);
  if (code == SQLITE_OK && file.path != nullptr) file.disk->forget(file.path);
  return code;
}
int x_file_size(sqlite3_file* f, sqlite3_int64* size) {
  return real_of(f)->pMethods->xFileSize(real_of(f), size);
}
int x_lock(sqlite3_file* f, int lock) { return real_of(f)->pMethods->xLock(real_of(f), lock); }
int x_unlock(sqlite3_file* f, int lock) { return real_of(f)->pMethods->xUnlock(real_of(f), lock); }
int x_check_lock(sqlite3_file* f, int* out) {
  return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}
int x_control(sqlite3_file* f, int op, void* arg) {
  return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}
int x_sector(sqlite3_file* f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); }
int x_device(sqlite3_file* f) { return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f)); }
int x_shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}
int x_shm_lock(sqlite3_file* f, int at, int n, int flags) {
  return real_of(f)->pMethods->xShmLock(real_of(f), at, n, flags);
}
void x_shm_barrier(sqlite3_file* f) { real_of(f)->pMethods->xShmBarrier(real_of(f)); }
int x_shm_unmap(sqlite3_file* f, int remove) {
  return real_of(f)->pMethods->xShmUnmap(real_of(f), remove);
}

const sqlite3_io_methods methods{
    2,          x_close,       x_read,       x_write,   x_truncate, x_sync,   x_file_size,
    x_lock,     x_unlock,      x_check_lock, x_control, x_sector,   x_device, x_shm_map,
    x_shm_lock, x_shm_barrier, x_shm_unmap,  nullptr,   nullptr};

sqlite3_vfs* system_vfs() {
  static sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
  return vfs;
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* f, int flags, int* out_flags) {
  File& file = file_of(f);
  file.disk = static_cast<BadDisk*>(vfs->pAppData);
  file.path = path;
  file.base.pMethods = nullptr;
  const int code = system_vfs()->xOpen(system_vfs(), path, file.real(), flags, out_flags);
  if (code == SQLITE_OK) file.base.pMethods = &methods;
  return code;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  BadDisk* disk = static_cast<BadDisk*>(vfs->pAppData);
  if (const int code = disk->ask(); code != 0) return code;
  disk->forget(path);
  return system_vfs()->xDelete(system_vfs(), path, sync_folder);
}

}  // namespace

BadDisk::BadDisk() {
  vfs_ = new sqlite3_vfs{*system_vfs()};
  vfs_->zName = name();
  vfs_->pNext = nullptr;
  vfs_->pAppData = this;
  vfs_->szOsFile = static_cast<int>(sizeof(File)) + system_vfs()->szOsFile;
  vfs_->xOpen = open_file;
  vfs_->xDelete = delete_file;
  if (sqlite3_vfs_register(vfs_, 0) != SQLITE_OK) throw std::runtime_error{"no bad disk"};
}

BadDisk::~BadDisk() {
  sqlite3_vfs_unregister(vfs_);
  delete vfs_;
}

void BadDisk::remember(const std::string& path, std::uint64_t offset, std::uint64_t size) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  const auto known = unsynced_.find(path);
  if (known == unsynced_.end()) {
    struct stat about{};
    fstat(file, &about);
    unsynced_[path].size = static_cast<std::uint64_t>(about.st_size);
  }
  Unsynced& unsynced = unsynced_[path];
  for (std::uint64_t n = offset / sector; n * sector < offset + size; ++n) {
    if (unsynced.sectors.contains(n)) continue;
    std::array<char, sector> bytes{};
    const auto got = pread(file, bytes.data(), bytes.size(), static_cast<off_t>(n * sector));
    unsynced.sectors[n] = std::string{bytes.data(), static_cast<std::size_t>(got < 0 ? 0 : got)};
  }
  ::close(file);
}

void BadDisk::lose_power(std::mt19937& dice) {
  for (const auto& [path, unsynced] : unsynced_) {
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) continue;
    struct stat about{};
    fstat(file, &about);
    for (const auto& [number, bytes_before] : unsynced.sectors) {
      if (dice() % 2 == 0) continue;  // this one had reached the disk
      const auto at = static_cast<off_t>(number * sector);
      std::string bytes = bytes_before;
      bytes.resize(sector, '\0');  // a sector that was not there reads as zeros
      if (pwrite(file, bytes.data(), bytes.size(), at) < 0) std::abort();
    }
    // The file's size is one write of its own.
    const auto size = dice() % 2 == 0 ? static_cast<off_t>(unsynced.size) : about.st_size;
    if (ftruncate(file, size) != 0) std::abort();
    ::close(file);
    if (path.ends_with("-wal")) {
      unlink((path.substr(0, path.size() - 4) + "-shm").c_str());
    }
  }
  unsynced_.clear();
}

}  // namespace holdfast::test
