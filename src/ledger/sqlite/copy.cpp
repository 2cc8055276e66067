#include "ledger/sqlite/copy.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <functional>

#include "ledger/sqlite/ledger_file.hpp"
#include "ledger/sqlite/statement.hpp"
#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> exists_already(const std::string& path) {
  return fail(Fault::storage, fmt::format("{} exists already and is not overwritten; no copy was "
                                          "made. Name another file, or move this one away.",
                                          path));
}

void remove_all_of(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::error_code ignored;
    fs::remove(path + suffix, ignored);
  }
}

Result<void> copy_pages(Database& from, const std::string& path, const Options& options) {
  auto to = Database::open(path, Access::create, options);
  if (!to) return tl::make_unexpected(std::move(to.error()));
  if (auto done = make_private(path); !done) return done;
  sqlite3_backup* backup = sqlite3_backup_init(to->handle(), "main", from.handle(), "main");
  if (backup == nullptr) return to->error(sqlite3_errcode(to->handle()), "cannot copy to");
  // All pages in one step: they are of one moment, and the writer is not held up by it.
  const int stepped = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped != SQLITE_DONE) return to->error(stepped, "cannot copy to");
  if (finished != SQLITE_OK) return to->error(finished, "cannot copy to");
  return {};
}

Result<void> keep_part(const std::string& path, const Options& options, const Part& part) {
  auto copy = Database::open(path, Access::write, options);
  if (!copy) return tl::make_unexpected(std::move(copy.error()));
  if (auto done = copy->execute("PRAGMA foreign_keys = ON"); !done) return done;
  {
    Statement drop{*copy,
                   "DELETE FROM raw_passes WHERE booked_at < ? OR booked_at > ? OR account <> "
                   "(SELECT number FROM accounts WHERE id = ?)"};
    if (auto done = drop.run(part.from, part.to, part.account); !done) return done;
  }
  return copy->execute("VACUUM");
}

using Change = std::function<Result<void>(const std::string& path)>;

Result<void> copy_changed(Database& database, const std::string& given, const Options& options,
                          const Change& change) {
  const auto path = prepare_folder(given);
  if (!path) return tl::make_unexpected(path.error());
  if (fs::exists(fs::symlink_status(*path))) return exists_already(*path);
  const std::string fresh = fmt::format("{}.{}.new", *path, getpid());
  remove_all_of(fresh);
  Result<void> done = copy_pages(database, fresh, options);
  if (done) done = change(fresh);
  if (done) done = sync_file(fresh);
  // A link, unlike a rename, never replaces a file that came up meanwhile.
  if (done && link(fresh.c_str(), path->c_str()) != 0) {
    done = errno == EEXIST ? exists_already(*path)
                           : system_error(errno, "cannot put the copy in its place", *path);
  }
  remove_all_of(fresh);
  if (done) done = sync_folder_of(*path);
  return done;
}

}  // namespace

Result<void> copy_to(Database& database, const std::string& given, const Options& options) {
  return copy_changed(database, given, options, [](const std::string&) { return Result<void>{}; });
}

Result<void> copy_part_to(Database& database, const std::string& given, const Options& options,
                          const Part& part) {
  return copy_changed(database, given, options,
                      [&](const std::string& path) { return keep_part(path, options, part); });
}

Result<void> back_up_and_migrate(Database& database, const Options& options,
                                 std::span<const Migration> steps) {
  const auto version = database.number("PRAGMA user_version");
  if (!version) return tl::make_unexpected(version.error());
  std::string copy = fmt::format("{}.before-version-{}", database.path(), newest_version(steps));
  // One of an attempt that failed stays; this attempt's copy gets a number of its own.
  for (int i = 2; fs::exists(copy) && i < 100; ++i) {
    copy = fmt::format("{}.before-version-{}.{}", database.path(), newest_version(steps), i);
  }
  if (auto copied = copy_to(database, copy, options); !copied) return copied;
  return migrate(database, steps);
}

}  // namespace holdfast::sqlite
