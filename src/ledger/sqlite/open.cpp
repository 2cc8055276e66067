#include "ledger/sqlite/open.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "ledger/sqlite/copy.hpp"
#include "ledger/sqlite/keep_heads.hpp"
#include "ledger/sqlite/ledger.hpp"
#include "ledger/sqlite/ledger_file.hpp"
#include "ledger/sqlite/migrations.hpp"
#include "ledger/sqlite/statement.hpp"
#include "ledger/sqlite/storage_error.hpp"

namespace holdfast::sqlite {
namespace {

// A new ledger is made whole beside its place and then put there: it is never seen half made.
Result<void> create(const std::string& path, const Options& options) {
  const std::string fresh = path + ".new";
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::error_code ignored;
    std::filesystem::remove(fresh + suffix, ignored);
  }
  {
    auto database = Database::open(fresh, Access::create, options);
    if (!database) return tl::make_unexpected(std::move(database.error()));
    if (auto done = make_private(fresh); !done) return done;
    if (auto done = database->execute("PRAGMA journal_mode = WAL"); !done) return done;
    if (auto done = migrate(*database, migrations()); !done) return done;
  }
  if (auto done = sync_file(fresh); !done) return done;
  if (std::rename(fresh.c_str(), path.c_str()) != 0) {
    return system_error(errno, "cannot put the new ledger in its place", path);
  }
  return sync_folder_of(path);
}

Result<void> bring_up_to_date(Database& database, const Options& options) {
  const auto version = database.number("PRAGMA user_version");
  if (!version) return tl::make_unexpected(version.error());
  const std::int64_t newest = newest_version(migrations());
  if (*version > newest) {
    return tl::make_unexpected(newer_version_error(database.path(), *version, newest));
  }
  if (*version == newest) return {};
  return back_up_and_migrate(database, options, migrations());
}

// Every page is looked at: a damaged one would show only to the pass that happens on it, months
// later and in the middle of its work.
Result<void> check_pages(Database& database) {
  std::string found;
  Statement check{database, "PRAGMA quick_check(1)"};
  auto read = check.each([&found](Row& row) -> Result<void> {
    found = row.text();
    return {};
  });
  if (!read || found == "ok") return read;
  std::ranges::replace(found, '\n', ' ');
  return storage_error(SQLITE_CORRUPT, "cannot use the ledger", database.path(), found);
}

Result<void> prepare(Database& database, const Options& options) {
  database.leave_untouched_on_close(Untouched::yes);
  // The first real read: a damaged file shows here, before anything is written.
  if (auto sound = check_pages(database); !sound) return sound;
  if (auto done = bring_up_to_date(database, options); !done) return done;
  const auto accounts = database.number("SELECT count(*) FROM accounts");
  if (!accounts) return tl::make_unexpected(accounts.error());
  // At most 32 MiB of pages stay at hand; a log that one long pass made large is cut again.
  for (const char* setting :
       {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
        "PRAGMA cell_size_check = ON", "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -32768",
        "PRAGMA journal_size_limit = 67108864"}) {
    if (auto done = database.execute(setting); !done) return done;
  }
  database.leave_untouched_on_close(Untouched::no);
  return {};
}

// Real and play money never share a ledger, wherever its path comes from.
Result<void> bind_mode(Database& database, const std::string& mode) {
  if (mode.empty()) return {};
  Statement note{database,
                 "INSERT INTO meta (name, value) VALUES ('mode', ?) ON CONFLICT (name) DO NOTHING"};
  if (auto done = note.run(mode); !done) return done;
  std::string kept;
  Statement ask{database, "SELECT value FROM meta WHERE name = 'mode'"};
  auto read = ask.each([&kept](Row& row) -> Result<void> {
    kept = row.text();
    return {};
  });
  if (!read || kept == mode) return read;
  return fail(Fault::identity,
              fmt::format("the ledger {} is of {} accounts, and these are {}: real and play money "
                          "never share a ledger. Nothing was read into it. Give ledger.path "
                          "another file.",
                          database.path(), kept, mode));
}

}  // namespace

Result<std::unique_ptr<Ledger>> open_ledger(const std::string& given, const Clock& clock,
                                            Options options) {
  const auto path = prepare_folder(given);
  if (!path) return tl::make_unexpected(path.error());
  const std::int64_t newest = newest_version(migrations());
  // Looked at before the lock is made: nothing appears beside a file that is not ours.
  const auto before = inspect(*path, newest);
  if (!before) return tl::make_unexpected(before.error());
  auto lease = Lease::take(*path);
  if (!lease) return tl::make_unexpected(std::move(lease.error()));
  const auto state = inspect(*path, newest);
  if (!state) return tl::make_unexpected(state.error());
  if (*state == FileState::absent) {
    if (auto fresh = refuse_if_heads_remember(*path, options); !fresh) {
      return tl::make_unexpected(std::move(fresh.error()));
    }
    if (auto made = create(*path, options); !made) {
      return tl::make_unexpected(std::move(made.error()));
    }
  }
  auto database = Database::open(*path, Access::write, options);
  if (!database) return tl::make_unexpected(std::move(database.error()));
  if (auto ready = prepare(*database, options); !ready) {
    return tl::make_unexpected(std::move(ready.error()));
  }
  if (auto bound = bind_mode(*database, options.mode); !bound) {
    return tl::make_unexpected(std::move(bound.error()));
  }
  auto ledger = std::make_unique<SqliteLedger>(std::move(*lease),
                                               std::make_unique<Database>(std::move(*database)),
                                               clock, std::move(options));
  if (auto kept = ledger->keep_heads(); !kept) {
    return tl::make_unexpected(std::move(kept.error()));
  }
  if (auto done = make_private(*path); !done) return tl::make_unexpected(std::move(done.error()));
  return ledger;
}

}  // namespace holdfast::sqlite
