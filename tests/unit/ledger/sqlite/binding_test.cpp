#include <gmock/gmock.h>

#include "ledger/sqlite/database.hpp"
#include "ledger/sqlite/open.hpp"
#include "support/batches.hpp"
#include "support/still_clock.hpp"
#include "support/temp_folder.hpp"

namespace holdfast::sqlite {
namespace {

using namespace holdfast::test;

class Binding : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = open_ledger(path_, clock_);
    ASSERT_TRUE(opened) << opened.error().what;
    ledger_ = *std::move(opened);
    ASSERT_TRUE(ledger_->open_account(id_, VenueName::kalshi, ""));
  }
  AccountRecord record() {
    const auto reader = open_reader(path_);
    const auto accounts = (*reader)->accounts();
    return accounts->front();
  }

  TempFolder folder_;
  const std::string path_ = folder_.file("ledger.db");
  StillClock clock_;
  const AccountId id_{"kalshi/main"};
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(Binding, GivesAnAccountOfNobodyItsOwnerOnce) {
  EXPECT_EQ(record().owner, "");
  ASSERT_TRUE(ledger_->bind_account(id_, "wallet", "found in kalshi/old"));
  EXPECT_EQ(record().owner, "wallet");
  EXPECT_EQ(record().source, "found in kalshi/old");
  EXPECT_TRUE(ledger_->bind_account(id_, "wallet", "again"));
  EXPECT_EQ(record().source, "found in kalshi/old");
  EXPECT_EQ(ledger_->bind_account(id_, "another", "").error().fault, Fault::identity);
  EXPECT_EQ(ledger_->open_account(id_, VenueName::kalshi, "another").error().fault,
            Fault::identity);
  EXPECT_TRUE(ledger_->open_account(id_, VenueName::kalshi, ""));
  EXPECT_EQ(record().owner, "wallet");
}

TEST_F(Binding, KeepsTheOwnerAndTheChainOverARestart) {
  ASSERT_TRUE(ledger_->bind_account(id_, "wallet", ""));
  ASSERT_TRUE(ledger_->commit(full_batch(kalshi_key("A"), kalshi_key("B"), 0, "x")));
  ledger_.reset();
  auto again = open_ledger(path_, clock_);
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ((*again)->open_account(id_, VenueName::kalshi, "another").error().fault,
            Fault::identity);
  const auto reader = open_reader(path_);
  EXPECT_THAT((*reader)->verify()->findings, testing::IsEmpty());
}

TEST_F(Binding, GivesNobodyWhatIsBookedAlready) {
  ASSERT_TRUE(ledger_->commit(full_batch(kalshi_key("A"), kalshi_key("B"), 0, "x")));
  EXPECT_EQ(ledger_->bind_account(id_, "wallet", "").error().fault, Fault::identity);
  EXPECT_EQ(record().owner, "");
}

TEST_F(Binding, HoldsAgainstAnotherProgramToo) {
  ASSERT_TRUE(ledger_->bind_account(id_, "wallet", ""));
  ledger_.reset();
  Database raw = std::move(*Database::open(path_, Access::write, {}));
  EXPECT_FALSE(raw.execute("UPDATE accounts SET owner = 'another'"));
}

}  // namespace
}  // namespace holdfast::sqlite
