#include "ledger/sqlite/lease.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {
namespace {

// The process id the holder wrote, as text; empty when there is none.
std::string holder_of(int descriptor) {
  std::array<char, 16> text{};
  const auto size = pread(descriptor, text.data(), text.size(), 0);
  std::string holder;
  for (ssize_t i = 0; i < size; ++i) {
    const char c = text.at(static_cast<std::size_t>(i));
    if (c < '0' || c > '9') break;
    holder += c;
  }
  return holder;
}

}  // namespace

Result<Lease> Lease::take(const std::string& ledger_path) {
  const std::string path = ledger_path + ".lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return system_error(errno, "cannot open the ledger's lock", path);
  Lease lease{descriptor};
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return system_error(errno, "cannot lock the ledger with", path);
    return fail(Fault::storage,
                fmt::format("another Holdfast (process {}) writes the ledger {}. Two writers would "
                            "book everything twice, so this one stops; nothing was changed. Stop "
                            "the other one, or give this one a ledger of its own.",
                            holder_of(descriptor), ledger_path));
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor, 0) != 0 ||
      pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return system_error(errno, "cannot write the ledger's lock", path);
  }
  return lease;
}

Lease::Lease(Lease&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

Lease& Lease::operator=(Lease&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Lease::~Lease() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace holdfast::sqlite
