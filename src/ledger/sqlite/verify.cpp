#include "ledger/sqlite/verify.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "ledger/sqlite/keep_heads.hpp"
#include "ledger/sqlite/migrations.hpp"
#include "ledger/sqlite/verify_chain.hpp"
#include "ledger/sqlite/verify_fold.hpp"

namespace holdfast::sqlite {
namespace {

Result<void> check_structure(Database& database, VerifyReport& report) {
  Statement structure{database, "PRAGMA integrity_check(20)"};
  auto read = structure.each([&report](Row& row) -> Result<void> {
    const std::string text = row.text();
    if (text != "ok") report.findings.push_back("the file's structure is damaged: " + text);
    return {};
  });
  if (!read) return read;
  Statement references{database, "PRAGMA foreign_key_check"};
  return references.each([&report](Row& row) -> Result<void> {
    const std::string table = row.text();
    const std::string number = row.skip_null() ? "?" : std::to_string(row.integer());
    report.findings.push_back(fmt::format(
        "row {} of table {} names a row of another table that is not there", number, table));
    return {};
  });
}

using Schema = std::map<std::string, std::string>;

Result<Schema> schema_of(Database& database) {
  Schema schema;
  Statement statement{database,
                      "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL"};
  auto read = statement.each([&schema](Row& row) -> Result<void> {
    std::string name = row.text();
    schema[std::move(name)] = row.text();
    return {};
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return schema;
}

// A dropped trigger would let the journal be changed: the schema must be that of a new ledger.
Result<void> check_schema(Database& database, VerifyReport& report) {
  auto memory = Database::open(":memory:", Access::memory, {});
  if (!memory) return tl::make_unexpected(std::move(memory.error()));
  if (auto done = migrate(*memory, migrations()); !done) return done;
  const auto wanted = schema_of(*memory);
  if (!wanted) return tl::make_unexpected(wanted.error());
  const auto found = schema_of(database);
  if (!found) return tl::make_unexpected(found.error());
  for (const auto& [name, sql] : *wanted) {
    const auto there = found->find(name);
    if (there == found->end()) {
      report.findings.push_back(fmt::format("the schema was changed: {} is missing", name));
    } else if (there->second != sql) {
      report.findings.push_back(fmt::format("the schema was changed: {} is another one", name));
    }
  }
  for (const auto& [name, sql] : *found) {
    if (!wanted->contains(name) && !name.starts_with("table sqlite_")) {
      report.findings.push_back(fmt::format("the schema was changed: {} was added", name));
    }
  }
  return {};
}

Result<void> check_events(Database& database, Tables& tables, VerifyReport& report) {
  std::uint64_t expected = 1;
  auto read = tables.events.each([&](std::uint64_t id, bool sealed) -> Result<void> {
    if (id != expected) {
      report.findings.push_back(fmt::format("events {} to {} are missing", expected, id - 1));
    }
    if (!sealed) report.findings.push_back(fmt::format("event {} is damaged", id));
    expected = id + 1;
    return {};
  });
  if (!read) return read;
  const auto counter =
      database.number("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'");
  if (!counter) return tl::make_unexpected(counter.error());
  if (static_cast<std::uint64_t>(*counter) + 1 != expected) {
    report.findings.push_back(
        fmt::format("the last event is {}, but {} were told", expected - 1, *counter));
  }
  return {};
}

Result<void> check_seals(Tables& tables, VerifyReport& report) {
  const auto note = [&report](std::string_view kind, std::string_view name, bool sealed) {
    if (!sealed) report.findings.push_back(fmt::format("{} {} is damaged", kind, name));
    return Result<void>{};
  };
  auto done = tables.keys.each(
      [&](const std::string& text, bool named) { return note("position key", text, named); });
  if (!done) return done;
  done = tables.cases.each(
      [&](const CaseId& id, bool sealed) { return note("case", id.text, sealed); });
  if (!done) return done;
  done = tables.outbox.each(
      [&](const std::string& id, bool sealed) { return note("message", id, sealed); });
  if (!done) return done;
  done = tables.instruments.each(
      [&](const InstrumentId& id, bool sealed) { return note("instrument", id.text, sealed); });
  if (!done) return done;
  done = tables.snapshots.each(
      [&](const SnapshotId& id, bool sealed) { return note("snapshot", id.text, sealed); });
  if (!done) return done;
  return tables.raw.each(
      [&](const std::string& name, bool intact) { return note("the", name, intact); });
}

Result<void> check_heads(Database& database, Tables& tables, const Result<KeptHeads>& kept,
                         VerifyReport& report) {
  if (!kept) return tl::make_unexpected(kept.error());
  const auto id = ledger_id_of(database);
  if (!id) return tl::make_unexpected(id.error());
  auto findings = compare_heads(*kept, *id, tables);
  if (!findings) return tl::make_unexpected(std::move(findings.error()));
  for (std::string& finding : *findings) report.findings.push_back(std::move(finding));
  return {};
}

}  // namespace

Result<VerifyReport> verify_ledger(Database& database, const Options& options) {
  VerifyReport report;
  // The heads are read before the moment that is looked at: a commit in between is then ahead of
  // them, which is fine, and never behind.
  const auto kept = options.heads_path.empty() ? KeptHeads{} : read_heads(options.heads_path);
  auto moment = Transaction::begin_read(database);
  if (!moment) return tl::make_unexpected(std::move(moment.error()));
  Tables tables{database};
  // A walk that breaks off is a finding too, and the other walks still go on.
  const auto note = [&report](Result<void> done) {
    if (!done) report.findings.push_back(std::move(done.error().what));
  };
  note(check_structure(database, report));
  note(check_schema(database, report));
  note(verify_chains(tables, report));
  note(verify_folds(tables, report));
  note(check_events(database, tables, report));
  note(check_seals(tables, report));
  note(check_heads(database, tables, kept, report));
  return report;
}

}  // namespace holdfast::sqlite
