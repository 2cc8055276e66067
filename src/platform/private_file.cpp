#include "platform/private_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "platform/write_all.hpp"

namespace holdfast::platform {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot(const std::string& path, int code) {
  return fail(Fault::storage, "cannot write " + path + ": " + std::strerror(code));
}

// The new name is durable only once its folder is.
void sync_folder(const fs::path& folder) {
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  ::fsync(opened);
  ::close(opened);
}

}  // namespace

Result<void> write_private_file(const std::string& path, std::string_view content) {
  std::error_code error;
  const fs::path folder = fs::path{path}.parent_path();
  if (!folder.empty() && !fs::exists(folder)) {
    fs::create_directories(folder, error);
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return cannot(path, errno);
  const bool written = write_all(file, content) && ::fsync(file) == 0;
  const int code = errno;
  ::close(file);
  if (!written) {
    ::unlink(fresh.c_str());
    return cannot(path, code);
  }
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return cannot(path, errno);
  sync_folder(folder.empty() ? fs::path{"."} : folder);
  return {};
}

std::string mark_of(std::string_view bytes) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  std::string out;
  for (std::size_t i = 0; i < 6; ++i) out += fmt::format("{:02x}", hash.at(i));
  return out;
}

}  // namespace holdfast::platform
