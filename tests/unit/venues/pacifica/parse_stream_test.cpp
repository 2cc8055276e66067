#include "venues/pacifica/parse_stream.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace holdfast::pacifica {
namespace {

TEST(PacificaParseStream, ABookIsBothSidesWhateverTheOrderOfMembers) {
  const auto frame = parse_stream(
      R"({"data":{"l":[[{"p":"157.47","a":"37.86","n":4}],[{"p":"157.49","a":"12.7","n":2},)"
      R"({"p":"157.5","a":"44.45","n":3}]],"s":"SOL","t":1749051881187,"li":1559885104},)"
      R"("channel":"book"})");
  ASSERT_TRUE(frame) << frame.error().what;
  EXPECT_EQ(frame->kind, FrameKind::book);
  EXPECT_EQ(frame->symbol, "SOL");
  EXPECT_EQ(frame->stamp, (Stamp{.number = 1559885104, .at_ms = 1749051881187}));
  EXPECT_EQ(best_bid(frame->levels)->price.text(), "157.47");
  EXPECT_EQ(best_ask(frame->levels)->size.text(), "12.7");
  EXPECT_EQ(frame->levels.asks.size(), 2U);
}

TEST(PacificaParseStream, ABestPriceMayHaveAnEmptySide) {
  const auto frame = parse_stream(
      R"({"channel":"bbo","data":{"s":"BTC","i":7,"t":5,"b":"87185","B":"0.5","a":null,"A":null}})");
  ASSERT_TRUE(frame) << frame.error().what;
  EXPECT_EQ(frame->kind, FrameKind::best);
  EXPECT_EQ(frame->bid->price.text(), "87185");
  EXPECT_FALSE(frame->ask);
  EXPECT_FALSE(frame->stamp.number);
}

TEST(PacificaParseStream, PositionsAreOneTextWhateverTheirOrder) {
  const auto one =
      parse_stream(R"({"channel":"account_positions","data":[{"s":"BTC","d":"bid","a":"1"},)"
                   R"({"s":"ETH","d":"ask","a":"2","p":"9"}],"li":11})");
  const auto other = parse_stream(
      R"({"channel":"account_positions","li":12,"data":[{"a":"2","s":"ETH","d":"ask","p":"8"},)"
      R"({"s":"BTC","d":"bid","a":"1","f":"-3"}]})");
  ASSERT_TRUE(one);
  ASSERT_TRUE(other);
  EXPECT_EQ(one->held, other->held);
  EXPECT_EQ(one->stamp.number, 11);
  const auto none = parse_stream(R"({"channel":"account_positions","data":[],"li":13})");
  EXPECT_EQ(none->held, "");
}

TEST(PacificaParseStream, RowsBearTheNewestNumberAndTellFills) {
  const auto trades = parse_stream(
      R"({"channel":"account_trades","data":[{"s":"SUI","li":5,"t":1},{"s":"SUI","li":9,"t":2},)"
      R"({"s":"SUI","li":7,"t":3}]})");
  ASSERT_TRUE(trades);
  EXPECT_EQ(trades->stamp, (Stamp{.number = 9, .at_ms = 3}));
  EXPECT_TRUE(
      parse_stream(R"({"channel":"account_order_updates","data":[{"s":"A","oe":"fulfill_limit"}]})")
          ->fills);
  EXPECT_FALSE(
      parse_stream(R"({"channel":"account_order_updates","data":[{"s":"A","oe":"make"}]})")->fills);
}

TEST(PacificaParseStream, AnOlderStampIsToldByNumberElseByTime) {
  EXPECT_TRUE(is_older({.number = 1, .at_ms = 9}, {.number = 2, .at_ms = 3}));
  EXPECT_TRUE(is_older({.number = {}, .at_ms = 2}, {.number = 1, .at_ms = 3}));
  EXPECT_FALSE(is_older({.number = 2, .at_ms = 1}, {.number = 2, .at_ms = 5}));
}

TEST(PacificaParseStream, WhatItRestsOnMustBeThere) {
  for (
      const char* text :
      {R"({"channel":"book","data":{"s":"A","t":1}})", R"({"channel":"book","data":{"l":[[],[]]}})",
       R"({"channel":"book","data":{"l":[[]],"s":"A","t":1}})", R"({"channel":"book"})",
       R"({"channel":"book","data":{"l":[[{"p":"x","a":"1"}],[]],"s":"A","t":1}})",
       R"({"channel":"book","data":{"l":[[{"p":"1","a":"1"},{"p":"1.0","a":"2"}],[]],"s":"A","t":1}})",
       R"({"channel":"bbo","data":{"s":"A","t":1,"b":"abc","B":"1"}})",
       R"({"channel":"account_positions","data":[{"s":"A","a":"1"}]})",
       R"({"channel":"account_positions","data":{}})", R"({"channel":"subscribe","data":{}})",
       "pong", "", "[]"}) {
    const auto frame = parse_stream(text);
    ASSERT_FALSE(frame) << text;
    EXPECT_EQ(frame.error().fault, Fault::malformed) << text;
  }
}

TEST(PacificaParseStream, OtherFramesAreTold) {
  EXPECT_EQ(parse_stream(R"({"channel":"pong"})")->kind, FrameKind::other);
  EXPECT_EQ(parse_stream(R"({"channel":"candle","data":[{"symbol":"A"}]})")->kind,
            FrameKind::other);
  const auto error = parse_stream(R"({"code":420,"err":"Failed","t":1})");
  EXPECT_EQ(error->kind, FrameKind::error);
  EXPECT_EQ(error->error, "Failed");
  const auto said =
      parse_stream(R"({"channel":"subscribe","data":{"source":"book","symbol":"SOL"}})");
  EXPECT_EQ(said->kind, FrameKind::subscribed);
  EXPECT_EQ(said->source, "book");
}

// Everything that was written down of the venue's side is read.
TEST(PacificaParseStream, TheSamplesAreRead) {
  std::ifstream file{HOLDFAST_SHARED_DIR "/protocols/samples/pacifica/ws_frames.jsonl"};
  if (!file) GTEST_SKIP() << "the samples are not here";
  int read = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.find("\"channel\"") == std::string::npos) continue;  // a client's
    const auto frame = parse_stream(line);
    EXPECT_TRUE(frame) << line;
    if (frame && frame->kind != FrameKind::other) ++read;
  }
  EXPECT_EQ(read, 6);
}

}  // namespace
}  // namespace holdfast::pacifica
