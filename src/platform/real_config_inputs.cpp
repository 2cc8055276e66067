#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "platform/load_config.hpp"

namespace holdfast::platform {
namespace {

constexpr std::size_t size_max = 1024 * 1024;

Result<std::optional<FileText>> read_text_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rbe"),
                                                             std::fclose};
  if (!file && (errno == ENOENT || errno == ENOTDIR)) return std::optional<FileText>{};
  struct stat about{};
  if (!file || ::fstat(::fileno(file.get()), &about) != 0) {
    return fail(Fault::storage,
                fmt::format("{}: cannot be opened ({}). Make it readable for this user.", path,
                            std::generic_category().message(errno)));
  }
  if (!S_ISREG(about.st_mode)) {
    return fail(Fault::storage, fmt::format("{}: is not a regular file.", path));
  }
  // No buffer of the C library: it would keep a copy of the secrets in .env.
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  std::string text(static_cast<std::size_t>(about.st_size) + 1, '\0');
  if (text.size() > size_max) {
    return fail(Fault::storage, fmt::format("{}: is larger than 1 MiB.", path));
  }
  const auto got = std::fread(text.data(), 1, text.size(), file.get());
  if (got != static_cast<std::size_t>(about.st_size)) {
    wipe(text);
    return fail(Fault::storage, fmt::format("{}: changed while it was read. Try again.", path));
  }
  text.resize(got);
  return FileText{std::move(text), (about.st_mode & 0077U) != 0};
}

}  // namespace

ConfigInputs real_config_inputs(Environment environment) {
  std::error_code failed;
  ConfigInputs inputs;
  inputs.read_file = read_text_file;
  inputs.read_secret = read_secret_file;
  inputs.environment = std::move(environment);
  inputs.current_folder = std::filesystem::current_path(failed).string();
  if (inputs.current_folder.empty()) inputs.current_folder = "/";
  return inputs;
}

}  // namespace holdfast::platform
