#include "ledger/sqlite/migrations.hpp"

#include <fmt/format.h>

#include <vector>

#include "ledger/sqlite/embedded.hpp"
#include "ledger/sqlite/ledger_file.hpp"

namespace holdfast::sqlite {

std::span<const Migration> migrations() {
  // The files' names begin with their version, so the order of names is the order of versions.
  static const std::vector<Migration> steps = [] {
    std::vector<Migration> list;
    for (const auto& file : embedded::ledger_sqlite()) {
      list.push_back({static_cast<std::int64_t>(list.size() + 1), file.bytes});
    }
    return list;
  }();
  return steps;
}

std::int64_t newest_version(std::span<const Migration> steps) {
  return steps.empty() ? 0 : steps.back().version;
}

Result<void> migrate(Database& database, std::span<const Migration> steps) {
  auto transaction = Transaction::begin_write(database);
  if (!transaction) return tl::make_unexpected(transaction.error());
  const auto version = database.number("PRAGMA user_version");
  if (!version) return tl::make_unexpected(version.error());
  const std::int64_t newest = newest_version(steps);
  if (*version > newest) {
    return tl::make_unexpected(newer_version_error(database.path(), *version, newest));
  }
  for (const Migration& step : steps) {
    if (step.version <= *version) continue;
    const std::string name = fmt::format("migration {}", step.version);
    if (auto allowed = database.before_write(name); !allowed) return allowed;
    if (auto done = database.execute(std::string{step.sql}); !done) {
      return fail(Fault::storage,
                  fmt::format("the ledger could not be brought to version {} and stays as it was: "
                              "{} Go on with the previous version of Holdfast.",
                              step.version, done.error().what));
    }
  }
  const auto settings =
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, newest);
  if (auto done = database.execute(settings); !done) return done;
  return transaction->commit();
}

}  // namespace holdfast::sqlite
