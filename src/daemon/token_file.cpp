#include "daemon/token_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "platform/secret.hpp"

namespace holdfast::daemon {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot(const std::string& path, int code) {
  return fail(Fault::storage, "cannot write the token file " + path + ": " + std::strerror(code) +
                                  "; without it the command line cannot ask the daemon. Make its "
                                  "folder writable or set http.token_path");
}

}  // namespace

Result<api::TokenBook> write_token_file(const std::string& path, Entropy& entropy) {
  std::error_code error;
  const fs::path folder = fs::path{path}.parent_path();
  if (!folder.empty() && !fs::exists(folder)) {
    fs::create_directories(folder, error);
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  std::string token = api::random_text(entropy, "hf_");
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return cannot(path, errno);
  const std::string line = token + "\n";
  const bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const int code = errno;
  ::close(file);
  if (!written) return cannot(path, code);
  if (::rename(fresh.c_str(), path.c_str()) != 0) return cannot(path, errno);
  api::TokenBook book;
  book.add("command line", api::Scopes{}.with(api::Scope::read).with(api::Scope::resolve), token);
  platform::wipe(token);
  return book;
}

}  // namespace holdfast::daemon
