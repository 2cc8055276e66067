#include "ledger/sqlite/heads.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/temp_folder.hpp"

namespace holdfast::sqlite {
namespace {

const AccountId main_account{"kalshi/main"};
const AccountId spaced{"my account, second"};

std::string bytes_of(const std::string& path) {
  std::ostringstream all;
  all << std::ifstream{path, std::ios::binary}.rdbuf();
  return all.str();
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

class HeadsOnDisk : public testing::Test {
 protected:
  test::TempFolder folder_;
  const std::string path_ = folder_.file("ledger.heads");
};

TEST_F(HeadsOnDisk, KeepTheNewestOfEachAccount) {
  {
    auto file = HeadsFile::replace(path_, "id", {{main_account, {1, "aa"}}});
    ASSERT_TRUE(file) << file.error().what;
    ASSERT_TRUE(file->note(spaced, {7, "bb"}));
    ASSERT_TRUE(file->note(main_account, {2, "cc"}));
  }
  const auto kept = read_heads(path_).value();
  EXPECT_EQ(kept.ledger_id, "id");
  EXPECT_EQ(kept.heads, (Heads{{main_account, {2, "cc"}}, {spaced, {7, "bb"}}}));
}

TEST_F(HeadsOnDisk, AreEmptyWithoutAFile) {
  const auto kept = read_heads(path_).value();
  EXPECT_EQ(kept.ledger_id, "");
  EXPECT_TRUE(kept.heads.empty());
}

TEST_F(HeadsOnDisk, LoseOnlyTheLineThatWasTorn) {
  {
    auto file = HeadsFile::replace(path_, "id", {{main_account, {1, "aa"}}});
    ASSERT_TRUE(file->note(main_account, {2, "bb"}));
  }
  const std::string whole = bytes_of(path_);
  const auto first_line = whole.find('\n') + 1;
  for (std::size_t size = first_line; size < whole.size() - 1; ++size) {
    write_bytes(path_, whole.substr(0, size));
    EXPECT_EQ(read_heads(path_)->heads.at(main_account).sequence, 1U) << size;
  }
}

TEST_F(HeadsOnDisk, PassOverALineThatWasChanged) {
  {
    ASSERT_TRUE(HeadsFile::replace(path_, "id", {{main_account, {12, "aa"}}}));
  }
  const std::string good = bytes_of(path_);
  for (std::size_t i = 0; i + 1 < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    write_bytes(path_, bad);
    EXPECT_TRUE(read_heads(path_)->heads.empty()) << i;
  }
}

TEST_F(HeadsOnDisk, GrowOnlySoFar) {
  auto file = HeadsFile::replace(path_, "id", {});
  const std::string hash(64, 'a');
  for (std::uint64_t i = 0; i < 20'000; ++i) ASSERT_TRUE(file->note(main_account, {i, hash}));
  EXPECT_LT(std::filesystem::file_size(path_), 1'500'000U);
  EXPECT_EQ(read_heads(path_)->heads.at(main_account).sequence, 19'999U);
}

TEST_F(HeadsOnDisk, AreWrittenWholeAgainAfterAFailure) {
  const std::string state = folder_.file("state");
  auto file = HeadsFile::replace(state + "/ledger.heads", "id", {{main_account, {1, "aa"}}});
  ASSERT_TRUE(file) << file.error().what;
  // Grown beyond its measure while its folder is gone: the rewrite fails, then catches up.
  const std::string hash(64, 'a');
  std::filesystem::remove_all(state);
  Result<void> noted;
  for (std::uint64_t i = 2; noted && i < 20'000; ++i) noted = file->note(main_account, {i, hash});
  ASSERT_FALSE(noted);
  std::filesystem::create_directory(state);
  ASSERT_TRUE(file->note(spaced, {5, "cc"}));
  const auto kept = read_heads(state + "/ledger.heads").value();
  EXPECT_EQ(kept.heads.size(), 2U);
  EXPECT_GT(kept.heads.at(main_account).sequence, 1U);
}

}  // namespace
}  // namespace holdfast::sqlite
