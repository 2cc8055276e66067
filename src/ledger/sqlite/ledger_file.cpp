#include "ledger/sqlite/ledger_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>

#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t header_size = 100;
using Header = std::array<unsigned char, header_size>;

std::uint32_t big_endian(const Header& header, std::size_t offset, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = (value << 8U) | header.at(offset + i);
  return value;
}

tl::unexpected<Error> not_a_ledger(const std::string& path, std::string_view why) {
  return fail(Fault::storage,
              fmt::format("{} is not a ledger of Holdfast: {}. Nothing was changed. Name another "
                          "file, or move this one away and restore the newest backup.",
                          path, why));
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : number_{::open(path.c_str(), flags)} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Result<void> check_header(const std::string& path, const Header& header, std::uint64_t file_size,
                          std::int64_t newest_version) {
  const std::string_view magic{"SQLite format 3\0", 16};
  for (std::size_t i = 0; i < magic.size(); ++i) {
    if (header.at(i) != static_cast<unsigned char>(magic[i])) {
      return not_a_ledger(path, "it does not begin like one");
    }
  }
  if (big_endian(header, 68, 4) != application_id) {
    return not_a_ledger(path, "another program wrote it");
  }
  const std::int64_t version = big_endian(header, 60, 4);
  if (version > newest_version) {
    return tl::make_unexpected(newer_version_error(path, version, newest_version));
  }
  const std::uint64_t page = big_endian(header, 16, 2) == 1 ? 65'536 : big_endian(header, 16, 2);
  std::error_code none;
  const auto log_size = fs::file_size(path + "-wal", none);
  // With a log beside it the file may lag behind its own header.
  const bool has_log = !none && log_size > 0;
  if (page < 512 || (!has_log && file_size < page * big_endian(header, 28, 4))) {
    return not_a_ledger(path, "it is cut short or damaged");
  }
  return {};
}

// Each missing folder on the way, for its owner alone.
Result<void> make_folder(const fs::path& folder) {
  fs::path built;
  for (const fs::path& part : folder) {
    built /= part;
    if (mkdir(built.c_str(), 0700) != 0 && !fs::is_directory(built)) {
      return system_error(errno, "cannot make the folder", built.string());
    }
  }
  return {};
}

Result<void> sync(const std::string& path, int flags) {
  const Descriptor file{path, flags | O_CLOEXEC};
  if (file.number() < 0 || fsync(file.number()) != 0) {
    return system_error(errno, "cannot make durable", path);
  }
  return {};
}

}  // namespace

Result<std::string> prepare_folder(const std::string& path) {
  std::error_code error;
  const fs::path resolved = fs::weakly_canonical(path, error);
  if (error || !resolved.has_filename() || !resolved.has_parent_path()) {
    return fail(Fault::storage, fmt::format("cannot use the ledger path '{}': {}. Name a file in a "
                                            "folder that Holdfast may write.",
                                            path, error ? error.message() : "it names no file"));
  }
  const fs::path folder = resolved.parent_path();
  if (auto made = make_folder(folder); !made) return tl::make_unexpected(made.error());
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    return system_error(errno, "cannot write into the ledger's folder", folder.string());
  }
  return resolved.string();
}

Result<FileState> inspect(const std::string& path, std::int64_t newest_version) {
  struct stat about{};
  if (stat(path.c_str(), &about) != 0) {
    if (errno == ENOENT) return FileState::absent;
    return system_error(errno, "cannot look at the ledger", path);
  }
  if (!S_ISREG(about.st_mode)) return not_a_ledger(path, "it is not a file");
  if (about.st_nlink > 1) return not_a_ledger(path, "it has a second name (a hard link)");
  const Descriptor file{path, O_RDONLY | O_CLOEXEC};
  if (file.number() < 0) return system_error(errno, "cannot read the ledger", path);
  Header header{};
  const auto got = pread(file.number(), header.data(), header.size(), 0);
  if (got < 0) return system_error(errno, "cannot read the ledger", path);
  if (static_cast<std::size_t>(got) < header.size()) {
    return not_a_ledger(path, got == 0 ? "it is empty" : "it is too short");
  }
  const auto size = static_cast<std::uint64_t>(about.st_size);
  if (auto good = check_header(path, header, size, newest_version); !good) {
    return tl::make_unexpected(good.error());
  }
  return FileState::ledger;
}

Result<void> make_private(const std::string& path) {
  if (chmod(path.c_str(), 0600) != 0) return system_error(errno, "cannot make private", path);
  return {};
}

Result<void> sync_folder_of(const std::string& path) {
  return sync(fs::path{path}.parent_path().string(), O_RDONLY | O_DIRECTORY);
}

Result<void> sync_file(const std::string& path) { return sync(path, O_RDONLY); }

Error newer_version_error(const std::string& path, std::int64_t found, std::int64_t newest) {
  return {Fault::storage,
          fmt::format("the ledger {} is of version {}, this Holdfast knows versions up to {}. A "
                      "newer Holdfast wrote it; nothing was changed. Install that version again, "
                      "or restore the backup it made before it changed the ledger.",
                      path, found, newest)};
}

}  // namespace holdfast::sqlite
