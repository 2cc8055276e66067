#include "ports/feed.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

using namespace std::chrono_literals;

const InstrumentId kx{"KXA-1"};

// A feed of one book, which the test keeps.
class OneBook final : public Feed {
 public:
  [[nodiscard]] std::string_view name() const override { return "all"; }
  [[nodiscard]] bool wanted() const override { return true; }
  Result<StreamAddress> address() override { return StreamAddress{}; }
  FeedNews watch(const std::set<InstrumentId>&) override { return {}; }
  FeedNews opened() override { return {}; }
  Result<FeedNews> heard(std::string_view) override { return FeedNews{}; }
  FeedNews tick() override { return {}; }
  void closed() override { levels.doubt("the connection is gone"); }
  [[nodiscard]] const std::set<InstrumentId>& watched() const override { return names_; }
  [[nodiscard]] FeedCounts counts() const override { return {}; }

  OrderBook levels{20s};

 private:
  [[nodiscard]] const OrderBook* kept(const InstrumentId& instrument) const override {
    return instrument == kx ? &levels : nullptr;
  }
  std::set<InstrumentId> names_{kx};
};

// The door that every reader of a book comes through.
struct FeedBook : testing::Test {
  FeedBook() { EXPECT_TRUE(feed.levels.replace(two, 100s)); }
  [[nodiscard]] const BookLevels* at(Duration now) const {
    const Feed& door = feed;
    EXPECT_EQ(door.is_fresh(kx, now), door.book(kx, now) != nullptr);
    return door.book(kx, now);
  }

  BookLevels two{.bids = {{Price::parse("0.47").value(), Quantity::parse("3").value()}},
                 .asks = {{Price::parse("0.48").value(), Quantity::parse("1").value()}}};
  OneBook feed;
};

TEST_F(FeedBook, GivesLevelsOnlyWhileTheVenueHasConfirmedThem) {
  ASSERT_NE(at(120s), nullptr);
  EXPECT_EQ(*at(120s), two);
  EXPECT_EQ(at(120s + 1us), nullptr) << "its lease is over";
  ASSERT_TRUE(feed.levels.replace(two, 130s));
  EXPECT_NE(at(130s), nullptr);
}

TEST_F(FeedBook, GivesNothingInDoubtWithoutALineAndOfWhatNobodyWatches) {
  feed.levels.doubt("frames are missing");
  EXPECT_EQ(at(100s), nullptr);
  ASSERT_TRUE(feed.levels.replace(two, 100s));
  feed.closed();
  EXPECT_EQ(at(100s), nullptr);
  EXPECT_EQ(feed.book(InstrumentId{"KXB-1"}, 100s), nullptr);
}

// Whoever holds a feed comes by no book that could be stale: this is said by the compiler.
template <class AFeed>
concept HandsOutABook = requires(const AFeed& feed) { feed.kept(kx); };
template <class AFeed>
concept HandsOutABookAtAnyMoment = requires(const AFeed& feed) { feed.book(kx); };
static_assert(!HandsOutABook<Feed> && !HandsOutABookAtAnyMoment<Feed>);
static_assert(requires(const Feed& feed) { feed.book(kx, Duration{}); });

}  // namespace
}  // namespace holdfast
