#include "ledger/sqlite/heads.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <utility>

#include "crypto/sha256.hpp"
#include "ledger/sqlite/ledger_file.hpp"
#include "ledger/sqlite/storage_error.hpp"
#include "platform/write_all.hpp"

namespace holdfast::sqlite {
namespace {

constexpr std::uint64_t appended_max = 1U << 20U;
constexpr std::size_t check_size = 8;

std::string check_of(std::string_view line) {
  return crypto::sha256_hex(line).substr(0, check_size);
}

// "<check> <ledger id> <sequence> <hash> <account>\n"; the account comes last, it may hold spaces.
std::string line_of(const std::string& ledger_id, const AccountId& account, const Head& head) {
  const std::string line =
      fmt::format("{} {} {} {}", ledger_id, head.sequence, head.hash, account.text);
  return fmt::format("{} {}\n", check_of(line), line);
}

std::string_view take_word(std::string_view& rest) {
  const auto end = rest.find(' ');
  const auto word = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return word;
}

void take_line(std::string_view line, KeptHeads& kept) {
  const auto check = take_word(line);
  if (check.size() != check_size || check != check_of(line)) return;
  const auto ledger_id = take_word(line);
  const auto sequence = take_word(line);
  Head head;
  std::from_chars(sequence.data(), sequence.data() + sequence.size(), head.sequence);
  head.hash = take_word(line);
  kept.ledger_id = ledger_id;
  Head& known = kept.heads[AccountId{std::string{line}}];
  if (known.hash.empty() || head.sequence >= known.sequence) known = std::move(head);
}

Result<void> write_lines(int descriptor, std::string_view lines, const std::string& path) {
  if (platform::write_all(descriptor, lines)) return {};
  return system_error(errno, "cannot write the heads file", path);
}

}  // namespace

Result<KeptHeads> read_heads(const std::string& path) {
  KeptHeads kept;
  if (access(path.c_str(), R_OK) != 0) {
    if (errno == ENOENT) return kept;
    return system_error(errno, "cannot read the heads file", path);
  }
  std::ifstream file{path, std::ios::binary};
  for (std::string line; std::getline(file, line);) take_line(line, kept);
  if (file.bad() || !file.eof()) return system_error(EIO, "cannot read the heads file", path);
  return kept;
}

Result<HeadsFile> HeadsFile::replace(const std::string& path, std::string ledger_id, Heads heads) {
  const auto resolved = prepare_folder(path);
  if (!resolved) return tl::make_unexpected(resolved.error());
  HeadsFile file{*resolved, std::move(ledger_id), std::move(heads)};
  if (auto done = file.rewrite(); !done) return tl::make_unexpected(done.error());
  return file;
}

HeadsFile::HeadsFile(HeadsFile&& other) noexcept
    : path_{std::move(other.path_)},
      ledger_id_{std::move(other.ledger_id_)},
      heads_{std::move(other.heads_)},
      descriptor_{std::exchange(other.descriptor_, -1)},
      appended_{other.appended_} {}

HeadsFile& HeadsFile::operator=(HeadsFile&& other) noexcept {
  path_ = std::move(other.path_);
  ledger_id_ = std::move(other.ledger_id_);
  heads_ = std::move(other.heads_);
  std::swap(descriptor_, other.descriptor_);
  appended_ = other.appended_;
  return *this;
}

HeadsFile::~HeadsFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<void> HeadsFile::note(const AccountId& account, const Head& head) {
  heads_[account] = head;
  if (descriptor_ < 0 || appended_ > appended_max) return rewrite();
  const std::string line = line_of(ledger_id_, account, head);
  appended_ += line.size();
  auto written = write_lines(descriptor_, line, path_);
  // The line may be torn: the next commit writes the whole file anew.
  if (!written) close(std::exchange(descriptor_, -1));
  return written;
}

Result<void> HeadsFile::rewrite() {
  if (descriptor_ >= 0) close(std::exchange(descriptor_, -1));
  const std::string fresh = path_ + ".new";
  const int descriptor =
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return system_error(errno, "cannot write the heads file", fresh);
  auto replaced = fill_and_rename(descriptor, fresh);
  if (!replaced) {
    close(descriptor);
    return replaced;
  }
  descriptor_ = descriptor;
  appended_ = 0;
  return {};
}

Result<void> HeadsFile::fill_and_rename(int descriptor, const std::string& fresh) const {
  std::string text;
  for (const auto& [account, head] : heads_) text += line_of(ledger_id_, account, head);
  if (auto written = write_lines(descriptor, text, fresh); !written) return written;
  if (fsync(descriptor) != 0) return system_error(errno, "cannot make durable", fresh);
  if (std::rename(fresh.c_str(), path_.c_str()) != 0) {
    return system_error(errno, "cannot replace the heads file", path_);
  }
  return sync_folder_of(path_);
}

}  // namespace holdfast::sqlite
