#include "venues/kalshi/parse_stream.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace holdfast::kalshi {
namespace {

TEST(KalshiParseStream, ASnapshotIsTheBookOfYes) {
  const auto frame = parse_stream(
      R"({"type":"orderbook_snapshot","sid":4,"seq":1,"msg":{"market_ticker":"A","market_id":"x",)"
      R"("yes_dollars_fp":[["0.4700","3.00"]],"no_dollars_fp":[["0.5200","1.00"]]}})"
      "\n");
  ASSERT_TRUE(frame) << frame.error().what;
  EXPECT_EQ(frame->kind, FrameKind::snapshot);
  EXPECT_EQ(frame->sid, 4);
  EXPECT_EQ(frame->sequence, 1U);
  EXPECT_EQ(best_bid(frame->levels)->price.text(), "0.47");
  EXPECT_EQ(best_ask(frame->levels)->price.text(), "0.48");
  EXPECT_EQ(best_ask(frame->levels)->size.text(), "1");
}

TEST(KalshiParseStream, AnEmptySideHasNoKeyAndNoOrderIsAssumed) {
  const auto frame = parse_stream(
      R"({"msg":{"delta_fp":"-1.00","side":"no","price_dollars":"0.5200","market_ticker":"A"},)"
      R"("seq":2,"sid":4,"type":"orderbook_delta"})");
  ASSERT_TRUE(frame) << frame.error().what;
  EXPECT_EQ(frame->side, BookSide::ask);
  EXPECT_EQ(frame->price.text(), "0.48");
  EXPECT_EQ(frame->delta.text(), "-1");
  const auto empty = parse_stream(
      R"({"type":"orderbook_snapshot","sid":4,"seq":1,"msg":{"market_ticker":"A","market_id":""}})");
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->levels.bids.empty());
  EXPECT_TRUE(empty->unknown_market);
}

TEST(KalshiParseStream, ATickerStatesBestPricesAndTheLastOne) {
  const auto ticker = [](const char* bid, const char* ask) {
    return parse_stream(std::string{R"({"type":"ticker","sid":5,"msg":{"market_ticker":"A",)"} +
                        R"("price_dollars":"0.4800","yes_bid_dollars":")" + bid +
                        R"(","yes_ask_dollars":")" + ask + R"(","ts":17,"ts_ms":17000}})");
  };
  const auto frame = ticker("0.4700", "0.4900");
  ASSERT_TRUE(frame) << frame.error().what;
  EXPECT_EQ(frame->kind, FrameKind::ticker);
  EXPECT_EQ(frame->quote.bid, Price::parse("0.47").value());
  EXPECT_EQ(frame->quote.ask, Price::parse("0.49").value());
  EXPECT_EQ(frame->last_price, Price::parse("0.48").value());
  EXPECT_EQ(frame->at_ms, 17'000);
  for (const char* nobody : {"0.0000", "1.0000"}) {
    EXPECT_EQ(ticker(nobody, "0.4900")->quote.bid, std::nullopt);
    EXPECT_EQ(ticker("0.4700", nobody)->quote.ask, std::nullopt);
  }
  EXPECT_FALSE(ticker("half", "0.4900"));
  const auto other = parse_stream(R"({"type":"ticker","sid":5,"msg":{"market_ticker":"A"}})");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->kind, FrameKind::other) << "it only ever confirms a book";
}

TEST(KalshiParseStream, WhatItRestsOnMustBeThere) {
  for (const char* text :
       {R"({"sid":4,"seq":1,"msg":{}})", R"({"type":"orderbook_delta","sid":4,"seq":1,"msg":{}})",
        R"({"type":"orderbook_snapshot","sid":4,"msg":{"market_ticker":"A"}})",
        R"({"type":"orderbook_snapshot","seq":4,"msg":{"market_ticker":"A"}})",
        R"({"type":"orderbook_delta","sid":4,"seq":1,"msg":{"market_ticker":"A","side":"yes",)"
        R"("price_dollars":"abc","delta_fp":"1"}})",
        R"({"type":"orderbook_delta","sid":4,"seq":1,"msg":{"market_ticker":"A","side":"no",)"
        R"("price_dollars":"1.01","delta_fp":"1"}})",
        R"({"type":"orderbook_snapshot","sid":1,"seq":1,"msg":{"market_ticker":"A",)"
        R"("yes_dollars_fp":[["0.1","1"],["0.10","2"]]}})",
        R"({"type":"subscribed","id":1,"msg":{"channel":"fill"}})", R"({"type":"ok","seq":-1})",
        "PONG", "", "[]", R"({"type":"ok"} x)"}) {
    const auto frame = parse_stream(text);
    ASSERT_FALSE(frame) << text;
    EXPECT_EQ(frame.error().fault, Fault::malformed) << text;
  }
}

TEST(KalshiParseStream, OtherFramesAreTold) {
  EXPECT_EQ(parse_stream(R"({"type":"fill","sid":2,"msg":{"side":"yes"}})")->kind,
            FrameKind::holdings);
  EXPECT_EQ(parse_stream(R"({"type":"market_position","sid":1,"msg":{}})")->kind,
            FrameKind::holdings);
  EXPECT_EQ(parse_stream(R"({"type":"user_order","sid":3,"msg":{"side":"yes"}})")->kind,
            FrameKind::holdings);
  const auto error =
      parse_stream(R"({"id":9,"type":"error","msg":{"code":6,"msg":"Params required"}})");
  EXPECT_EQ(error->kind, FrameKind::error);
  EXPECT_EQ(error->error_code, 6);
  EXPECT_EQ(error->error_text, "Params required");
  const auto made =
      parse_stream(R"({"type":"subscribed","id":1,"msg":{"channel":"fill","sid":2}})");
  EXPECT_EQ(made->kind, FrameKind::subscribed);
  EXPECT_EQ(made->sid, 2);
  EXPECT_EQ(parse_stream(R"({"id":5,"type":"ok","msg":[{"channel":"fill","sid":1}]})")->kind,
            FrameKind::ok);
  EXPECT_EQ(parse_stream(R"({"type":"market_lifecycle_v2","sid":8,"msg":{}})")->kind,
            FrameKind::other);
}

// Frames recorded on the demo system in June 2026.
TEST(KalshiParseStream, RecordedFrames) {
  int frames = 0;
  for (const char* file : {"samples/kalshi/recorded_demo_2026-06/ws__orderbook_trade_yes.jsonl",
                           "samples/kalshi/recorded_demo_2026-06/ws__orderbook_trade_noleg.jsonl",
                           "samples/kalshi/ws_frames.jsonl"}) {
    std::ifstream lines{std::string{HOLDFAST_SHARED_DIR} + "/protocols/" + file};
    if (!lines) GTEST_SKIP() << file << " is not here";
    for (std::string line; std::getline(lines, line);) {
      if (line.empty()) continue;
      const auto frame = parse_stream(line);
      EXPECT_TRUE(frame) << line << frame.error().what;
      EXPECT_NE(frame->kind == FrameKind::other, frame->type != "trade" && frame->type != "ticker");
      ++frames;
    }
  }
  EXPECT_GT(frames, 15);
}

}  // namespace
}  // namespace holdfast::kalshi
