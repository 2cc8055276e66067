#include "ledger/sqlite/storage_error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <system_error>

namespace holdfast::sqlite {
namespace {

constexpr std::string_view meaning_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return "The disk is full; nothing of this write was kept. Free some space: the next write "
             "is tried again by itself.";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "The file cannot be written; nothing was changed. Give the user that runs Holdfast "
             "write access to the file and its folder.";
    case SQLITE_CANTOPEN:
      return "The file cannot be opened; nothing was changed. Check that the folder exists and "
             "belongs to the user that runs Holdfast.";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "The file is damaged; nothing was changed. Keep a copy of it, run `holdfast ledger "
             "verify`, then restore the newest backup.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "Another program holds the file; nothing was changed. Close it (an open sqlite3 shell "
             "is the usual one) and try again.";
    case SQLITE_IOERR:
      return "The disk failed to read or write; nothing of this write was kept. Check the disk and "
             "the system log, then run `holdfast ledger verify`.";
    case SQLITE_NOMEM:
      return "Memory ran out; nothing was changed. Free some memory and try again.";
    default:
      return "Nothing was changed. Run `holdfast ledger verify`.";
  }
}

}  // namespace

tl::unexpected<Error> storage_error(int code, std::string_view doing, std::string_view path,
                                    std::string_view detail) {
  return fail(Fault::storage, fmt::format("{} {}: {} (SQLite {}). {}", doing, path, detail, code,
                                          meaning_of(code)));
}

tl::unexpected<Error> system_error(int error_number, std::string_view doing,
                                   std::string_view path) {
  const std::string reason = std::generic_category().message(error_number);
  return fail(Fault::storage,
              fmt::format("{} {}: {}. Nothing was changed. Check that the folder exists, has space "
                          "and belongs to the user that runs Holdfast.",
                          doing, path, reason));
}

tl::unexpected<Error> damaged_row(std::string_view what) {
  return fail(Fault::storage,
              fmt::format("The ledger is damaged at {}: the row is not what was written. Nothing "
                          "rests on it. Run `holdfast ledger verify`, then restore the newest "
                          "backup.",
                          what));
}

}  // namespace holdfast::sqlite
