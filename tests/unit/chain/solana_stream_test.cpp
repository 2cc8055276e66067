#include "chain/solana_stream.hpp"

#include <gtest/gtest.h>

namespace holdfast::solana {
namespace {

TEST(SolanaParseStream, ANotificationNamesSubscriptionAndSlot) {
  const auto message = parse_stream(
      R"({"jsonrpc":"2.0","method":"accountNotification","params":{"result":{"context":)"
      R"({"slot":5199307},"value":{"data":["","base64"],"lamports":0,"rentEpoch":)"
      R"(18446744073709551615}},"subscription":23784}})");
  ASSERT_TRUE(message) << message.error().what;
  EXPECT_TRUE(message->is_account);
  EXPECT_EQ(message->subscription, 23784U);
  EXPECT_EQ(message->slot, 5199307U);
}

TEST(SolanaParseStream, AnswersAndRefusals) {
  const auto made = parse_stream(R"({"jsonrpc":"2.0","result":23784,"id":1})");
  EXPECT_EQ(made->id, 1U);
  EXPECT_EQ(made->subscription, 23784U);
  const auto ended = parse_stream(R"({"jsonrpc":"2.0","result":true,"id":2})");
  EXPECT_FALSE(ended->subscription);
  const auto refused = parse_stream(
      R"({"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid subscription id."},"id":3})");
  EXPECT_EQ(refused->error, "Invalid subscription id.");
  EXPECT_FALSE(parse_stream(R"({"jsonrpc":"2.0","method":"slotNotification","params":{"result":)"
                            R"({"parent":1,"root":0,"slot":2},"subscription":0}})")
                   ->is_account);
}

TEST(SolanaParseStream, WhatItRestsOnMustBeThere) {
  for (const char* text :
       {R"({"method":"accountNotification","params":{"subscription":1}})",
        R"({"method":"accountNotification","params":{"result":{"context":{"slot":1}}}})",
        R"({"result":-1,"id":1})", "ping", "", "[]"}) {
    const auto message = parse_stream(text);
    ASSERT_FALSE(message) << text;
    EXPECT_EQ(message.error().fault, Fault::malformed) << text;
  }
}

}  // namespace
}  // namespace holdfast::solana
