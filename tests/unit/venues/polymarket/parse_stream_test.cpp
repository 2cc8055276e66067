#include "venues/polymarket/parse_stream.hpp"

#include <gtest/gtest.h>

#include "venues/polymarket/stream_book.hpp"

namespace holdfast::polymarket {
namespace {

using namespace std::chrono_literals;

// The client's own test vector (py-clob-client, tests/test_utilities.py).
TEST(PolymarketBookHash, TheClientsOwnVector) {
  const HashedBook book{.market = "0xaabbcc",
                        .asset = "100",
                        .timestamp = "123456789",
                        .bids = {{"0.3", "100"}, {"0.4", "100"}},
                        .asks = {{"0.6", "100"}, {"0.7", "100"}},
                        .min_order_size = "100",
                        .tick_size = "0.01",
                        .neg_risk = false,
                        .last_trade_price = "0.5",
                        .version = ""};
  EXPECT_EQ(book_hash(book), "0458ea5755c9f73d64a14636fa5c36ed460ec394");
}

// A book of October 2026, of a v2 market: its frame on the stream leaves two members out.
constexpr const char* recorded =
    R"([{"market":"0x017791f201d5a788e0039e511fc1900e5f000000000000000000000000000000",)"
    R"("asset_id":"663574927012476832975694178961957910328055987427402067619466963999000625152",)"
    R"("timestamp":"1791238858575","hash":"fc3846cab0c35a0977b6e5f605a4e5ff0d0b2277","bids":[],)"
    R"("asks":[],"tick_size":"0.01","event_type":"book","last_trade_price":"","version":"v2"}])"
    "\n";

TEST(PolymarketBookHash, ARecordedFrameFitsAlthoughItLeavesMembersOut) {
  const auto events = parse_stream(recorded);
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->size(), 1U);
  const StreamEvent& event = events->front();
  EXPECT_EQ(event.kind, StreamEventKind::book);
  const HashedBook book{.market = event.market,
                        .asset = event.asset,
                        .timestamp = event.timestamp_text,
                        .bids = {},
                        .asks = {},
                        .min_order_size = "",
                        .tick_size = event.tick_size,
                        .neg_risk = false,
                        .last_trade_price = event.last_trade_price,
                        .version = event.version};
  EXPECT_EQ(hash_fits(book, event.hash, event.min_order_size, event.neg_risk), true);
  EXPECT_EQ(hash_fits(book, "00", event.min_order_size, event.neg_risk), std::nullopt)
      << "not given and no guess fits: nobody can tell";
  EXPECT_EQ(hash_fits(book, "00", "5", false), false);
}

TEST(PolymarketParseStream, ChangesAndTheRest) {
  const auto events = parse_stream(
      R"({"market":"0x5f","price_changes":[{"asset_id":"71","price":"0.5","size":"200",)"
      R"("side":"BUY","hash":"56","best_bid":"0.5","best_ask":"1"},{"asset_id":"72","price":"0.5",)"
      R"("size":"0","side":"SELL"}],"timestamp":"1757908892351","event_type":"price_change"})");
  ASSERT_TRUE(events) << events.error().what;
  const StreamEvent& event = events->front();
  EXPECT_EQ(event.kind, StreamEventKind::change);
  EXPECT_EQ(event.timestamp_ms, 1757908892351);
  ASSERT_EQ(event.changes.size(), 2U);
  EXPECT_EQ(event.changes[0].side, BookSide::bid);
  EXPECT_EQ(event.changes[0].size.text(), "200");
  EXPECT_TRUE(event.changes[1].size.is_zero());
  EXPECT_TRUE(parse_stream("PONG")->empty());
  EXPECT_TRUE(parse_stream("[]\n")->empty()) << "the answer to unknown tokens";
  EXPECT_EQ(
      parse_stream(R"({"event_type":"trade","id":"1","maker_orders":[{"a":1}]})")->front().kind,
      StreamEventKind::holdings);
  EXPECT_EQ(parse_stream(R"({"event_type":"order","price":"0.5"})")->front().kind,
            StreamEventKind::holdings);
  EXPECT_EQ(parse_stream(R"({"event_type":"new_market","tags":[]})")->front().kind,
            StreamEventKind::other);
}

TEST(PolymarketParseStream, WhatItRestsOnMustBeThere) {
  for (const char* text :
       {"", "ping", R"({"event_type":"book","bids":[],"asks":[],"timestamp":"1"})",
        R"({"event_type":"book","asset_id":"1","bids":[],"asks":[]})",
        R"({"event_type":"book","asset_id":"1","timestamp":"1","bids":[{"price":"x","size":"1"}]})",
        R"({"event_type":"book","asset_id":"1","timestamp":"1","bids":[{"price":"0.1","size":"1"},)"
        R"({"price":"0.10","size":"1"}]})",
        R"({"event_type":"price_change","timestamp":"1","price_changes":[{"price":"0.1"}]})",
        R"({"event_type":"price_change","timestamp":"1","asset_id":"1","changes":[{"price":"0.1",)"
        R"("side":"BUY","size":"1"}]})",
        R"({"event_type":"price_change","timestamp":"1","price_changes":[{"asset_id":"1",)"
        R"("side":"HOLD","price":"0.1","size":"1"}]})",
        R"([{"event_type":"book"}])"}) {
    const auto events = parse_stream(text);
    ASSERT_FALSE(events) << text;
    EXPECT_EQ(events.error().fault, Fault::malformed) << text;
  }
}

struct StreamBookTest : testing::Test {
  StreamBook book{60s};
  HashTrust trust;

  static StreamEvent snapshot(const std::string& timestamp) {
    return parse_stream(R"({"event_type":"book","market":"0x1","asset_id":"7","timestamp":")" +
                        timestamp +
                        R"(","bids":[{"price":"0.4","size":"10"}],"asks":[{"price":"0.6",)"
                        R"("size":"5"}],"hash":"","tick_size":"0.01","last_trade_price":"0.5"})")
        .value()
        .front();
  }
  Effect change(const std::string& timestamp, const std::string& price, const std::string& size,
                const std::string& best_bid, const std::string& hash = "") {
    const auto event = parse_stream(R"({"event_type":"price_change","timestamp":")" + timestamp +
                                    R"(","price_changes":[{"asset_id":"7","side":"BUY","price":")" +
                                    price + R"(","size":")" + size + R"(","best_bid":")" +
                                    best_bid + R"(","hash":")" + hash + R"("}]})")
                           .value()
                           .front();
    return book.take_changes({&event.changes.front()}, event, trust, 1s);
  }
};

TEST_F(StreamBookTest, ABestPriceThatIsNotOursIsADoubt) {
  EXPECT_EQ(book.take_book(snapshot("100"), trust, 0s), Effect::applied);
  EXPECT_EQ(change("101", "0.41", "3", "0.41"), Effect::applied);
  EXPECT_EQ(change("102", "0.39", "3", "0.42"), Effect::doubted) << "0.42 never came";
  EXPECT_EQ(book.book().fresh(1s), nullptr);
  EXPECT_EQ(change("103", "0.42", "3", "0.42"), Effect::none) << "only a snapshot helps";
  EXPECT_EQ(book.take_book(snapshot("104"), trust, 2s), Effect::healed);
  EXPECT_NE(book.book().fresh(2s), nullptr);
}

TEST_F(StreamBookTest, WhatIsOlderIsLeftOut) {
  EXPECT_EQ(book.take_book(snapshot("100"), trust, 0s), Effect::applied);
  EXPECT_EQ(change("101", "0.41", "3", "0.41"), Effect::applied);
  EXPECT_EQ(change("99", "0.41", "0", "0.4"), Effect::repeated);
  EXPECT_EQ(book.take_book(snapshot("100"), trust, 1s), Effect::repeated);
  EXPECT_EQ(best_bid(*book.book().fresh(1s))->price.text(), "0.41");
}

TEST_F(StreamBookTest, AHashThatNeverFitsIsGivenUpAndSaidSo) {
  EXPECT_EQ(book.take_book(snapshot("100"), trust, 0s), Effect::applied);
  EXPECT_EQ(change("101", "0.41", "3", "0.41", "aa"), Effect::doubted) << "strict at first";
  EXPECT_EQ(book.take_book(snapshot("102"), trust, 0s), Effect::healed);
  EXPECT_EQ(change("103", "0.41", "3", "0.41", "bb"), Effect::doubted);
  EXPECT_EQ(book.take_book(snapshot("104"), trust, 0s), Effect::healed);
  EXPECT_EQ(change("105", "0.41", "3", "0.41", "cc"), Effect::applied);
  EXPECT_EQ(trust.state, HashTrust::State::given_up);
}

TEST_F(StreamBookTest, ASnapshotThatDiffersWithoutAWordIsCounted) {
  EXPECT_EQ(book.take_book(snapshot("100"), trust, 0s), Effect::applied);
  EXPECT_EQ(change("101", "0.41", "3", "0.41"), Effect::applied);
  EXPECT_EQ(book.take_book(snapshot("102"), trust, 2s), Effect::silent);
}

}  // namespace
}  // namespace holdfast::polymarket
