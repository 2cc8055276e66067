#include "ledger/sqlite/raw_table.hpp"

#include <sqlite3.h>

#include "crypto/sha256.hpp"
#include "ledger/sqlite/chain.hpp"
#include "ledger/sqlite/encoding.hpp"
#include "ledger/sqlite/storage_error.hpp"
#include "ledger/sqlite/zstd_bytes.hpp"

#define SELECT_ANSWERS                                                                    \
  "SELECT r.pass, r.ordinal, r.source, r.status, r.at, r.size, r.sha256, r.body, r.seal " \
  "FROM raw_answers r "

namespace holdfast::sqlite {
namespace {

struct Stored {
  RawAnswer answer;
  std::string name;  // for findings
  bool intact{};
};

std::int64_t seal_of_answer(const RawAnswer& answer, std::int64_t ordinal,
                            const crypto::Digest& hash) {
  return seal_of(
      Encoder{}.number(ordinal).text(answer.source).number(answer.status).add(answer.at).raw(hash));
}

std::int64_t seal_of_pass(const RawPass& pass, std::uint64_t stored_bytes) {
  Encoder encoder;
  encoder.number(pass.account).add(pass.snapshot).add(pass.booked_at);
  if (pass.asked_at) encoder.add(*pass.asked_at);  // rows without one keep their seals
  return seal_of(encoder.number(static_cast<std::int64_t>(stored_bytes)));
}

struct StoredPass {
  std::int64_t number{};
  RawPass pass;
  std::string name;  // for findings
  bool intact{};
};

StoredPass read_pass(Row& row) {
  StoredPass stored;
  stored.number = row.integer();
  stored.name = "raw pass " + std::to_string(stored.number);
  RawPass& pass = stored.pass;
  pass.account = row.integer();
  if (!row.skip_null()) pass.snapshot = row.id<SnapshotId>();
  pass.booked_at = row.time();
  const auto stored_bytes = row.whole<std::uint64_t>();
  const auto seal = row.integer();
  pass.asked_at = row.maybe_time();
  stored.intact = seal == seal_of_pass(pass, stored_bytes) && !row.damaged();
  return stored;
}

Stored read_stored(Row& row) {
  Stored stored;
  const auto pass = row.integer();
  const auto ordinal = row.integer();
  stored.name = "raw answer " + std::to_string(ordinal) + " of pass " + std::to_string(pass);
  stored.answer.source = row.text();
  stored.answer.status = row.whole<int>();
  stored.answer.at = row.time();
  const auto size = row.whole<std::uint64_t>();
  const auto hash = digest_from(row.bytes());
  const auto body = decompress(row.bytes(), size);
  const auto seal = row.integer();
  if (hash && body && crypto::sha256(*body) == *hash) {
    stored.intact = !row.damaged() && seal == seal_of_answer(stored.answer, ordinal, *hash);
    stored.answer.body = *body;
  }
  return stored;
}

template <class Value>
Result<std::vector<RawAnswer>> read_all(Statement& statement, const Value& value) {
  std::vector<RawAnswer> answers;
  auto read = statement.each(
      [&answers](Row& row) -> Result<void> {
        Stored stored = read_stored(row);
        if (!stored.intact) return damaged_row(stored.name);
        answers.push_back(std::move(stored.answer));
        return {};
      },
      value);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return answers;
}

}  // namespace

RawTable::RawTable(Database& database)
    : database_{database},
      insert_pass_{database,
                   "INSERT INTO raw_passes (account, snapshot, booked_at, stored_bytes, seal, "
                   "asked_at) VALUES (?, ?, ?, ?, ?, ?)"},
      insert_answer_{database,
                     "INSERT INTO raw_answers (pass, ordinal, source, status, at, size, sha256, "
                     "body, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      insert_case_{
          database,
          "INSERT INTO raw_cases (case_number, pass) VALUES (?, ?) ON CONFLICT DO NOTHING"},
      stored_{database, "SELECT coalesce(sum(stored_bytes), 0) FROM raw_passes"},
      oldest_{database,
              "SELECT p.number, p.booked_at, p.stored_bytes FROM raw_passes p WHERE NOT EXISTS "
              "(SELECT 1 FROM raw_cases rc JOIN cases c ON c.number = rc.case_number "
              "WHERE rc.pass = p.number AND c.closed_at IS NULL) "
              "ORDER BY p.number LIMIT 1"},
      drop_{database, "DELETE FROM raw_passes WHERE number = ?"},
      of_snapshot_{database, SELECT_ANSWERS
                   "JOIN raw_passes p ON p.number = r.pass WHERE p.snapshot = ? "
                   "ORDER BY r.pass, r.ordinal"},
      of_case_{database, SELECT_ANSWERS
               "JOIN raw_cases rc ON rc.pass = r.pass JOIN cases c ON c.number = rc.case_number "
               "WHERE c.id = ? ORDER BY r.pass, r.ordinal"},
      all_{database, SELECT_ANSWERS "ORDER BY r.pass, r.ordinal"},
      all_passes_{database,
                  "SELECT number, account, snapshot, booked_at, stored_bytes, seal, asked_at "
                  "FROM raw_passes ORDER BY number"},
      passes_of_{database,
                 "SELECT number, account, snapshot, booked_at, stored_bytes, seal, asked_at "
                 "FROM raw_passes WHERE account = ? ORDER BY number"},
      of_pass_{database, SELECT_ANSWERS "WHERE r.pass = ? ORDER BY r.ordinal"} {}

Result<void> RawTable::insert(const RawPass& pass, std::span<const RawAnswer> answers) {
  std::vector<std::string> bodies;
  std::uint64_t stored_bytes = 0;
  for (const RawAnswer& answer : answers) {
    stored_bytes += bodies.emplace_back(compress(answer.body)).size();
  }
  auto done = insert_pass_.run(pass.account, pass.snapshot, pass.booked_at, stored_bytes,
                               seal_of_pass(pass, stored_bytes), pass.asked_at);
  if (!done) return done;
  const std::int64_t number = sqlite3_last_insert_rowid(database_.handle());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const RawAnswer& answer = answers[i];
    const crypto::Digest hash = crypto::sha256(answer.body);
    const auto ordinal = static_cast<std::int64_t>(i);
    done = insert_answer_.run(number, ordinal, answer.source, answer.status, answer.at,
                              answer.body.size(), Bytes{hash}, Bytes::of(bodies[i]),
                              seal_of_answer(answer, ordinal, hash));
    if (!done) return done;
  }
  for (const std::int64_t case_number : pass.cases) {
    if (done = insert_case_.run(case_number, number); !done) return done;
  }
  return {};
}

Result<std::uint64_t> RawTable::stored_bytes() {
  std::uint64_t bytes = 0;
  auto read = stored_.each([&bytes](Row& row) -> Result<void> {
    bytes = row.whole<std::uint64_t>();
    return {};
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return bytes;
}

Result<void> RawTable::drop_beyond(const Options& caps, UtcTime now) {
  auto stored = stored_bytes();
  if (!stored) return tl::make_unexpected(std::move(stored.error()));
  while (true) {
    std::int64_t pass = 0;
    std::uint64_t size = 0;
    auto read = oldest_.each([&](Row& row) -> Result<void> {
      const auto number = row.integer();
      const UtcTime booked_at = row.time();
      size = row.whole<std::uint64_t>();
      if (*stored > caps.raw_bytes_max || now - booked_at > caps.raw_age_max) pass = number;
      return {};
    });
    if (!read || pass == 0) return read;
    if (auto dropped = drop_.run(pass); !dropped) return dropped;
    *stored -= size;
  }
}

Result<std::vector<RawAnswer>> RawTable::of_snapshot(const SnapshotId& snapshot) {
  return read_all(of_snapshot_, snapshot);
}

Result<std::vector<RawAnswer>> RawTable::of_case(const CaseId& id) {
  return read_all(of_case_, id);
}

Result<std::vector<RecordedPass>> RawTable::passes_of(std::int64_t account) {
  std::vector<RecordedPass> passes;
  std::vector<std::int64_t> numbers;
  auto read = passes_of_.each(
      [&](Row& row) -> Result<void> {
        const StoredPass stored = read_pass(row);
        if (!stored.intact) return damaged_row(stored.name);
        const RawPass& pass = stored.pass;
        passes.push_back({pass.asked_at, pass.booked_at, pass.snapshot, {}});
        numbers.push_back(stored.number);
        return {};
      },
      account);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  for (std::size_t i = 0; i < passes.size(); ++i) {
    auto answers = read_all(of_pass_, numbers[i]);
    if (!answers) return tl::make_unexpected(std::move(answers.error()));
    passes[i].answers = *std::move(answers);
  }
  return passes;
}

Result<void> RawTable::each(const std::function<Result<void>(const std::string&, bool)>& take) {
  auto read = all_passes_.each([&take](Row& row) -> Result<void> {
    const StoredPass stored = read_pass(row);
    row.forgive();
    return take(stored.name, stored.intact);
  });
  if (!read) return read;
  return all_.each([&take](Row& row) -> Result<void> {
    const Stored stored = read_stored(row);
    row.forgive();
    return take(stored.name, stored.intact);
  });
}

}  // namespace holdfast::sqlite
