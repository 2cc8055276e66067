#include "platform/secrets.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace holdfast::platform {
namespace {

constexpr std::size_t size_max = 64 * 1024;

// Closes the descriptor at the end of the reading.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path)
      : descriptor_{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)} {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

tl::unexpected<Error> refuse(const std::string& path, std::string_view why, std::string_view fix) {
  return fail(Fault::unauthorised, fmt::format("{} {}. {}", path, why, fix));
}

Result<void> check_owner_and_mode(const struct stat& about, const std::string& path,
                                  SecretPlace place) {
  if (!S_ISREG(about.st_mode)) {
    return refuse(path, "is not a regular file", "Name the key file itself.");
  }
  if (about.st_uid != 0 && about.st_uid != ::geteuid()) {
    return refuse(path,
                  fmt::format("belongs to user {}, not to the one who runs Holdfast", about.st_uid),
                  fmt::format("Run: chown {} {}", ::geteuid(), path));
  }
  const unsigned forbidden = place == SecretPlace::credentials_folder ? 0037U : 0077U;
  if ((about.st_mode & forbidden) != 0) {
    return refuse(
        path,
        fmt::format("can be read or changed by other users (mode {:04o})", about.st_mode & 07777U),
        fmt::format("Run: chmod 600 {}", path));
  }
  return {};
}

}  // namespace

Result<Secret> read_secret_file(const std::string& path, SecretPlace place) {
  const OpenFile file{path};
  if (file.descriptor() < 0) {
    const auto why = std::generic_category().message(errno);
    return refuse(path, fmt::format("cannot be opened ({})", why),
                  "Put the key file there, readable by the user who runs Holdfast.");
  }
  struct stat about{};
  // Of the open file, not of the path: nobody can swap it between the check and the reading.
  if (::fstat(file.descriptor(), &about) != 0) {
    return refuse(path, "cannot be examined", "Check the file system.");
  }
  if (auto fine = check_owner_and_mode(about, path, place); !fine) {
    return tl::make_unexpected(fine.error());
  }
  std::string bytes(size_max + 1, '\0');
  std::size_t used = 0;
  while (used < bytes.size()) {
    const auto got = ::read(file.descriptor(), bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      wipe(bytes);
      return refuse(path, "cannot be read", "Check the file system.");
    }
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  if (used == 0 || used > size_max) {
    wipe(bytes);
    return refuse(path, used == 0 ? "is empty" : "is larger than 64 KiB",
                  "Name the file that holds the key.");
  }
  Secret secret{std::string_view{bytes}.substr(0, used)};
  wipe(bytes);
  return secret;
}

std::string shortened(std::string_view text) {
  if (text.empty()) return "";
  if (text.size() <= 8) return std::string{secret_mask};
  const std::size_t front = text.starts_with("0x") ? 6 : 4;
  if (text.size() <= front + 4) return std::string{secret_mask};
  return fmt::format("{}…{}", text.substr(0, front), text.substr(text.size() - 4));
}

}  // namespace holdfast::platform
