#include "ledger/sqlite/raw_table.hpp"

#include <gmock/gmock.h>

#include "ledger/sqlite/open.hpp"
#include "ledger/sqlite/zstd_bytes.hpp"
#include "support/batches.hpp"
#include "support/still_clock.hpp"
#include "support/temp_folder.hpp"

namespace holdfast::sqlite {
namespace {

using namespace holdfast::test;

TEST(Compression, GivesBackEveryByte) {
  std::string bytes(100'000, 'x');
  for (std::size_t i = 0; i < bytes.size(); i += 3) bytes[i] = static_cast<char>(i * 31 % 251);
  EXPECT_EQ(decompress(compress(bytes), bytes.size()), bytes);
  EXPECT_EQ(decompress(compress(""), 0), "");
  EXPECT_LT(compress(std::string(100'000, 'x')).size(), 200U);
}

TEST(Compression, RefusesWhatIsNotAWholeText) {
  const std::string packed = compress("some bytes of a venue");
  EXPECT_FALSE(decompress(packed, 20));
  EXPECT_FALSE(decompress(packed.substr(0, packed.size() - 1), 21));
  EXPECT_FALSE(decompress("", 0));
  EXPECT_FALSE(decompress("not compressed", 14));
  EXPECT_FALSE(decompress(packed, std::uint64_t{1} << 62U));
}

class RawCaps : public testing::Test {
 protected:
  void open(std::uint64_t bytes_max, Duration age_max) {
    Options options;
    options.raw_bytes_max = bytes_max;
    options.raw_age_max = age_max;
    auto opened = open_ledger(path_, clock_, options);
    ASSERT_TRUE(opened) << opened.error().what;
    ledger_ = std::move(*opened);
    ASSERT_TRUE(ledger_->open_account(key_.account, key_.venue, "key"));
  }
  // One pass with some bytes that do not compress; its snapshot is named by its number.
  void pass(int number, std::optional<CaseState> with_case = std::nullopt, bool ended = false) {
    Batch batch = batch_of(key_.account, 0, {});
    batch.events = {event_of(key_, "pass")};
    batch.snapshot = snapshot_of(key_, std::to_string(number), number);
    std::string body;
    std::uint32_t noise = static_cast<std::uint32_t>(number) + 1;
    for (int i = 0; i < 1'000; ++i) {
      noise = noise * 1'664'525U + 1'013'904'223U;
      body += static_cast<char>(noise >> 24U);
    }
    batch.raw = {raw_of(body)};
    if (with_case) {
      batch.cases = {case_of(key_, "case")};
      batch.cases[0].state = *with_case;
      if (ended) batch.cases[0].closed_at = at_s(number);
    }
    const auto done = ledger_->commit(batch);
    ASSERT_TRUE(done) << done.error().what;
  }
  std::set<int> kept() {
    std::set<int> numbers;
    const auto reader = open_reader(path_).value();
    for (int i = 0; i < 100; ++i) {
      if (!reader->raw(SnapshotId{std::to_string(i)})->empty()) numbers.insert(i);
    }
    return numbers;
  }

  TempFolder folder_;
  const std::string path_ = folder_.file("ledger.db");
  StillClock clock_;
  PositionKey key_ = kalshi_key("KX-1");
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(RawCaps, DropTheOldestBeyondTheSize) {
  open(3'500, std::chrono::hours{24});
  for (int i = 0; i < 6; ++i) pass(i);
  EXPECT_EQ(kept(), (std::set<int>{3, 4, 5}));
}

TEST_F(RawCaps, DropWhatIsTooOld) {
  open(1'000'000, std::chrono::hours{1});
  pass(0);
  clock_.advance(std::chrono::minutes{50});
  pass(1);
  clock_.advance(std::chrono::minutes{20});
  pass(2);
  EXPECT_EQ(kept(), (std::set<int>{1, 2}));
}

TEST_F(RawCaps, NeverDropThoseOfACaseThatLasts) {
  open(3'500, std::chrono::hours{1});
  pass(0, CaseState::suspected);
  for (int i = 1; i < 5; ++i) {
    clock_.advance(std::chrono::hours{2});
    pass(i);
  }
  EXPECT_EQ(kept(), (std::set<int>{0, 4}));
  EXPECT_EQ(open_reader(path_).value()->raw_of_case(CaseId{"case"})->size(), 1U);
  pass(5, CaseState::dismissed);
  clock_.advance(std::chrono::hours{2});
  pass(6);
  EXPECT_EQ(kept(), (std::set<int>{0, 5, 6})) << "waved away, and not at its end";
  pass(7, CaseState::dismissed, true);
  clock_.advance(std::chrono::hours{2});
  pass(8);
  EXPECT_EQ(kept(), (std::set<int>{8}));
}

TEST_F(RawCaps, CountOnAfterARestart) {
  open(2'500, std::chrono::hours{24});
  pass(0);
  pass(1);
  ledger_.reset();
  open(2'500, std::chrono::hours{24});
  pass(2);
  EXPECT_EQ(kept(), (std::set<int>{1, 2}));
  EXPECT_THAT(open_reader(path_).value()->verify()->findings, testing::IsEmpty());
}

}  // namespace
}  // namespace holdfast::sqlite
