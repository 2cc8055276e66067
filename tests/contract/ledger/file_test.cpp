#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "ledger_stage.hpp"
#include "raw_sqlite.hpp"

namespace holdfast::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

mode_t mode_of(const std::string& path) {
  struct stat about{};
  EXPECT_EQ(stat(path.c_str(), &about), 0) << path;
  return about.st_mode & 07777U;
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

class LedgerFile : public LedgerStage {
 protected:
  // The ledger refuses the file as it is, says so, and leaves it byte for byte.
  void expect_refused(const std::string& sentence) {
    const std::string before = bytes_of(path());
    const Error error = refusal();
    EXPECT_EQ(error.fault, Fault::storage);
    EXPECT_THAT(error.what, HasSubstr(sentence));
    EXPECT_THAT(error.what, HasSubstr(path()));
    EXPECT_EQ(bytes_of(path()), before);
    EXPECT_EQ(bytes_of(path() + "-wal"), "");
  }
  void make_folder() const { std::filesystem::create_directories(folder_.path() / "book"); }
};

TEST_F(LedgerFile, IsForItsOwnerAlone) {
  open();
  ASSERT_TRUE(commit({entry_of(fill_of(first, "1", 1, "1", "0.5"))}));
  EXPECT_EQ(mode_of(path()), 0600U);
  EXPECT_EQ(mode_of(path() + "-wal"), 0600U);
  EXPECT_EQ(mode_of(path() + "-shm"), 0600U);
  EXPECT_EQ(mode_of(path() + ".lock"), 0600U);
  EXPECT_EQ(mode_of(heads_path()), 0600U);
  EXPECT_EQ(mode_of((folder_.path() / "book").string()), 0700U);
  EXPECT_EQ(mode_of((folder_.path() / "state").string()), 0700U);
  close();
  ASSERT_EQ(chmod(path().c_str(), 0644), 0);
  open();
  EXPECT_EQ(mode_of(path()), 0600U);
}

TEST_F(LedgerFile, LeavesNothingHalfMadeBeside) {
  open();
  close();
  EXPECT_THAT(names_in(folder_.path() / "book"),
              testing::ElementsAre("ledger.db", "ledger.db.lock"));
}

TEST_F(LedgerFile, IsMadeAnewOverWhatAnUnfinishedStartLeft) {
  make_folder();
  write_bytes(path() + ".new", "half a file");
  write_bytes(path() + ".new-wal", "half a log");
  open();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(LedgerFile, RefusesGarbage) {
  make_folder();
  write_bytes(path(), std::string(5'000, 'x'));
  expect_refused("not a ledger");
  write_bytes(path(), "");
  expect_refused("it is empty");
  write_bytes(path(), "SQLite format 3");
  expect_refused("too short");
  // Not even a lock appears beside a file that is not ours.
  EXPECT_THAT(names_in(folder_.path() / "book"), testing::ElementsAre("ledger.db"));
}

TEST_F(LedgerFile, RefusesAnotherProgramsDatabase) {
  make_folder();
  {
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "CREATE TABLE bookmarks (x)", nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(other);
  }
  expect_refused("another program wrote it");
}

TEST_F(LedgerFile, RefusesANewerVersion) {
  open();
  close();
  {
    RawSqlite raw{path()};
    EXPECT_EQ(raw.run("PRAGMA user_version = 999"), "");
  }
  expect_refused("version 999");
  const auto reading = sqlite::open_reader(path());
  ASSERT_FALSE(reading);
  EXPECT_THAT(reading.error().what, HasSubstr("version 999"));
}

TEST_F(LedgerFile, RefusesANewerVersionThatStillLiesInTheLog) {
  open();
  close();
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "PRAGMA user_version = 999", nullptr, nullptr, nullptr), SQLITE_OK);
  const std::string log = bytes_of(path() + "-wal");
  ASSERT_FALSE(log.empty());
  const std::string before = bytes_of(path());
  EXPECT_THAT(refusal().what, HasSubstr("version 999"));
  EXPECT_EQ(bytes_of(path()), before);
  EXPECT_EQ(bytes_of(path() + "-wal"), log);
  sqlite3_close(other);
}

TEST_F(LedgerFile, RefusesAFileThatIsCutShort) {
  open();
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  close();
  const std::string whole = bytes_of(path());
  for (const std::size_t size :
       {whole.size() - 1, whole.size() / 2, std::size_t{4096}, std::size_t{100}}) {
    write_bytes(path(), whole.substr(0, size));
    expect_refused("cut short");
  }
  write_bytes(path(), whole.substr(0, 99));
  expect_refused("too short");
}

TEST_F(LedgerFile, RefusesADamagedFirstPage) {
  open();
  close();
  std::string bytes = bytes_of(path());
  for (std::size_t i = 100; i < 4096; ++i) bytes[i] = static_cast<char>(bytes[i] ^ 0x55);
  write_bytes(path(), bytes);
  expect_refused("damaged");
}

TEST_F(LedgerFile, RefusesADamagedPageWhereverItLies) {
  open();
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  close();
  constexpr std::size_t page = 4096;
  const std::string sound = bytes_of(path());
  ASSERT_GT(sound.size(), 20 * page);
  for (std::size_t at = page; at < sound.size(); at += page) {
    std::string bytes = sound;
    for (std::size_t i = at; i < at + page; ++i) bytes[i] = static_cast<char>(bytes[i] ^ 0x55);
    write_bytes(path(), bytes);
    expect_refused("damaged");
  }
  write_bytes(path(), sound);
  open();
}

TEST_F(LedgerFile, RefusesAFolderItCannotWrite) {
  const auto nowhere = sqlite::open_ledger("/proc/holdfast/ledger.db", clock_);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().fault, Fault::storage);
  EXPECT_THAT(nowhere.error().what, HasSubstr("/proc/holdfast"));
  const auto no_file = sqlite::open_ledger("", clock_);
  ASSERT_FALSE(no_file);
  write_bytes(folder_.file("file"), "x");
  EXPECT_FALSE(sqlite::open_ledger(folder_.file("file") + "/ledger.db", clock_));
  if (geteuid() == 0) return;  // root writes everywhere
  make_folder();
  ASSERT_EQ(chmod((folder_.path() / "book").c_str(), 0500), 0);
  EXPECT_THAT(refusal().what, HasSubstr("cannot write into the ledger's folder"));
  ASSERT_EQ(chmod((folder_.path() / "book").c_str(), 0700), 0);
}

TEST_F(LedgerFile, RefusesAFolderInItsPlace) {
  std::filesystem::create_directories(path());
  EXPECT_THAT(refusal().what, HasSubstr("not a ledger"));
}

TEST_F(LedgerFile, RefusesHeadsItCannotKeep) {
  std::filesystem::create_directories(heads_path());
  EXPECT_EQ(refusal().fault, Fault::storage);
}

TEST_F(LedgerFile, HasOneWriter) {
  open();
  const Error second_writer = refusal();
  EXPECT_EQ(second_writer.fault, Fault::storage);
  EXPECT_THAT(second_writer.what, HasSubstr("process " + std::to_string(getpid())));
  ASSERT_TRUE(commit({entry_of(fill_of(first, "1", 1, "1", "0.5"))}));
  close();
  open();
  EXPECT_EQ(revision(), 1U);
}

TEST_F(LedgerFile, HasOneWriterThroughALinkToo) {
  open();
  const std::string link = folder_.file("link.db");
  std::filesystem::create_symlink(path(), link);
  const auto through_link = sqlite::open_ledger(link, clock_);
  ASSERT_FALSE(through_link);
  EXPECT_THAT(through_link.error().what, HasSubstr("another Holdfast"));
  close();
  // A second name would have a second lock.
  std::filesystem::create_hard_link(path(), folder_.file("hard.db"));
  EXPECT_THAT(refusal().what, HasSubstr("hard link"));
}

TEST_F(LedgerFile, CanBeReadWhileItIsWritten) {
  open();
  const auto early = reader();
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  EXPECT_EQ(early->events(0, 10).value().size(), 2U);
  EXPECT_EQ(early->accounts().value().front().revision, 1U);
  // A reader keeps no writer from going on.
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 1, "y")));
  EXPECT_EQ(early->events(0, 10).value().size(), 4U);
}

TEST_F(LedgerFile, IsBackedUpWhileItIsWritten) {
  open();
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 0, "x")));
  const std::string copy = folder_.file("backup/ledger.db");
  const auto done = reader()->backup(copy);
  ASSERT_TRUE(done) << done.error().what;
  ASSERT_TRUE(ledger().commit(full_batch(first, second, 1, "y")));
  EXPECT_EQ(mode_of(copy), 0600U);
  EXPECT_THAT(names_in(folder_.path() / "backup"), testing::ElementsAre("ledger.db"));

  const auto from_copy = sqlite::open_reader(copy);
  ASSERT_TRUE(from_copy) << from_copy.error().what;
  EXPECT_THAT((*from_copy)->verify().value().findings, IsEmpty());
  EXPECT_EQ((*from_copy)->accounts().value().front().revision, 1U);
  const auto writing = sqlite::open_ledger(copy, clock_);
  ASSERT_TRUE(writing) << writing.error().what;
  EXPECT_TRUE((*writing)->commit(full_batch(first, second, 1, "z")));
}

TEST_F(LedgerFile, IsNeverOverwrittenByABackup) {
  open();
  const std::string copy = folder_.file("precious.txt");
  write_bytes(copy, "precious");
  const auto done = reader()->backup(copy);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::storage);
  EXPECT_THAT(done.error().what, HasSubstr("not overwritten"));
  EXPECT_EQ(bytes_of(copy), "precious");
  EXPECT_FALSE(reader()->backup(path()));
  EXPECT_FALSE(reader()->backup("/proc/holdfast/copy.db"));
  EXPECT_THAT(findings(), IsEmpty());
}

// Wherever its path comes from: a ledger that began with play money never takes a live account.
TEST_F(LedgerFile, IsOfRealOrOfPlayMoneyAndNeverOfBoth) {
  sqlite::Options played = options();
  played.mode = "simulated";
  open(played);
  ASSERT_TRUE(commit({entry_of(fill_of(first, "played", 1, "10", "0.5"))}));
  close();
  sqlite::Options live = options();
  live.mode = "live";
  const auto refused = sqlite::open_ledger(path(), clock_, live);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::identity);
  EXPECT_THAT(refused.error().what, HasSubstr("is of simulated accounts, and these are live"));
  open(played);
  EXPECT_EQ(ledger().view(first.account).value().open.at(first).quantity, qty("10"));
}

}  // namespace
}  // namespace holdfast::test
