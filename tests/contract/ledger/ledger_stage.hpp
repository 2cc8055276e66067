#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "ledger/sqlite/open.hpp"
#include "support/batches.hpp"
#include "support/still_clock.hpp"
#include "support/temp_folder.hpp"

namespace holdfast::test {

// A ledger on the real disk with one registered account.
class LedgerStage : public testing::Test {
 protected:
  static constexpr const char* owner = "key-1";

  [[nodiscard]] std::string path() const { return folder_.file("book/ledger.db"); }
  [[nodiscard]] std::string heads_path() const { return folder_.file("state/ledger.heads"); }

  [[nodiscard]] sqlite::Options options() const {
    sqlite::Options options;
    options.heads_path = heads_path();
    return options;
  }
  // Ends the test program's case when the ledger does not open.
  void open() { open(options()); }
  void open(sqlite::Options with) {
    ledger_.reset();
    auto opened = sqlite::open_ledger(path(), clock_, std::move(with));
    ASSERT_TRUE(opened) << opened.error().what;
    ledger_ = std::move(*opened);
    const auto registered = ledger_->open_account(first.account, first.venue, owner);
    ASSERT_TRUE(registered) << registered.error().what;
  }
  void close() { ledger_.reset(); }
  [[nodiscard]] Error refusal() {
    auto opened = sqlite::open_ledger(path(), clock_, options());
    return opened ? Error{Fault::cancelled, "it opened"} : opened.error();
  }
  [[nodiscard]] std::unique_ptr<LedgerReader> reader() const {
    auto opened = sqlite::open_reader(path(), options());
    EXPECT_TRUE(opened) << opened.error().what;
    return opened ? std::move(*opened) : nullptr;
  }
  [[nodiscard]] std::vector<std::string> findings() const {
    const auto report = reader()->verify();
    EXPECT_TRUE(report) << report.error().what;
    return report ? report->findings : std::vector<std::string>{"no report"};
  }
  [[nodiscard]] Ledger& ledger() { return *ledger_; }
  Result<Committed> commit(const std::vector<JournalEntry>& entries) {
    const auto view = ledger_->view(first.account);
    if (!view) return tl::make_unexpected(view.error());
    return ledger_->commit(batch_of(first.account, view->revision, entries));
  }
  [[nodiscard]] std::uint64_t revision() { return ledger_->view(first.account).value().revision; }

  const PositionKey first = kalshi_key("KXFED-26DEC-T4", 2);
  const PositionKey second = kalshi_key("KXHIGHNY-26NOV21");
  TempFolder folder_;
  StillClock clock_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace holdfast::test
