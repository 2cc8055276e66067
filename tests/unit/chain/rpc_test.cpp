#include "chain/rpc.hpp"

#include <gtest/gtest.h>

namespace holdfast::polygon {
namespace {

Result<void> read(std::string_view body) {
  return read_rpc(body, 7, [](platform::JsonValue&) -> Result<void> { return {}; });
}

TEST(Rpc, WritesAQuestion) {
  EXPECT_EQ(rpc_question(7, "eth_chainId", "[]"),
            R"({"jsonrpc":"2.0","id":7,"method":"eth_chainId","params":[]})");
}

TEST(Rpc, TakesOnlyTheAnswerToItsQuestion) {
  EXPECT_TRUE(read(R"({"jsonrpc":"2.0","id":7,"result":"0x1"})"));
  EXPECT_TRUE(read(R"({"jsonrpc":"2.0","id":"7","result":null,"error":null})"));
  for (const char* body :
       {R"({"jsonrpc":"2.0","id":8,"result":"0x1"})", R"({"jsonrpc":"2.0","id":null,"result":1})",
        R"({"jsonrpc":"2.0","result":"0x1"})", R"({"jsonrpc":"2.0","id":7})", "{}", "[]", "",
        R"([{"jsonrpc":"2.0","id":7,"result":"0x1"}])", "<html>",
        R"({"jsonrpc":"2.0","id":7,"result":"0x1"}})",
        R"({"jsonrpc":"2.0","id":7,"result":"0x1","result":"0x2"})"}) {
    const auto done = read(body);
    ASSERT_FALSE(done) << body;
    EXPECT_EQ(done.error().fault, Fault::malformed) << body;
  }
}

TEST(Rpc, NamesItsErrors) {
  const auto fault = [](const std::string& code, const std::string& message) {
    return read(R"({"jsonrpc":"2.0","id":7,"error":{"code":)" + code + R"(,"message":")" + message +
                R"("}})")
        .error()
        .fault;
  };
  EXPECT_EQ(fault("-32000", "header not found"), Fault::incomplete);
  EXPECT_EQ(fault("-32000", "Missing trie node deadbeef"), Fault::incomplete);
  EXPECT_EQ(fault("-32001", "block is pruned"), Fault::incomplete);
  EXPECT_EQ(fault("-32005", "limit exceeded"), Fault::rate_limited);
  EXPECT_EQ(fault("429", "slow down"), Fault::rate_limited);
  EXPECT_EQ(fault("-32603", "internal error"), Fault::unreachable);
  EXPECT_EQ(fault("-32601", "no such method"), Fault::refused);
  EXPECT_EQ(fault("3", "execution reverted"), Fault::refused);
  // Some servers leave the id out of an error.
  EXPECT_EQ(
      read(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"x"}})").error().fault,
      Fault::rate_limited);
}

TEST(Rpc, ReadsQuantities) {
  EXPECT_EQ(parse_quantity("0x0"), 0U);
  EXPECT_EQ(parse_quantity("0x89"), 137U);
  EXPECT_EQ(parse_quantity("0xffffffffffffffff"), 18'446'744'073'709'551'615U);
  for (const char* text : {"", "0x", "0x01", "89", "0X89", "0x10000000000000000", "0x1g", "-0x1",
                           "0x-1", "0x 1", "0x1 "}) {
    EXPECT_FALSE(parse_quantity(text)) << text;
  }
}

}  // namespace
}  // namespace holdfast::polygon
