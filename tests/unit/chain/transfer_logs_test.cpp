#include "chain/transfer_logs.hpp"

#include <gtest/gtest.h>

namespace holdfast::polygon {
namespace {

const std::string single = "0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62";
const std::string batch = "0x4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb";

std::string word(std::uint64_t value) { return U256{value}.hex().substr(2); }
std::string topic(char digit) { return "0x" + std::string(24, '0') + std::string(40, digit); }

std::string body(const std::string& kind, const std::string& data,
                 const std::string& removed = "false") {
  return R"({"jsonrpc":"2.0","id":7,"result":[{"address":"0x4d97","topics":[")" + kind + R"(",")" +
         topic('a') + R"(",")" + topic('b') + R"(",")" + topic('c') + R"("],"data":"0x)" + data +
         R"(","blockNumber":"0x10","transactionHash":"0xfe","logIndex":"0x2","removed":)" +
         removed + "}]}";
}

TEST(TransferLogs, ReadOneAndMany) {
  const auto one = read_transfer_logs(body(single, word(5) + word(1'000'000)), 7);
  ASSERT_TRUE(one) << one.error().what;
  ASSERT_EQ(one->size(), 1U);
  const TransferLog& log = one->front();
  EXPECT_EQ(log.block, 16U);
  EXPECT_EQ(log.index, 2U);
  EXPECT_EQ(log.operator_address.lower(), "0x" + std::string(40, 'a'));
  EXPECT_EQ(log.from.lower(), "0x" + std::string(40, 'b'));
  EXPECT_EQ(log.to.lower(), "0x" + std::string(40, 'c'));
  EXPECT_EQ(log.ids, std::vector{U256{5}});
  EXPECT_EQ(log.values, std::vector{U256{1'000'000}});
  const auto many = read_transfer_logs(body(batch, word(64) + word(160) + word(2) + word(5) +
                                                       word(6) + word(2) + word(30) + word(40)),
                                       7);
  ASSERT_TRUE(many) << many.error().what;
  EXPECT_EQ(many->front().ids, (std::vector{U256{5}, U256{6}}));
  EXPECT_EQ(many->front().values, (std::vector{U256{30}, U256{40}}));
}

TEST(TransferLogs, RefuseWhatDoesNotFitTogether) {
  for (const std::string& bad :
       {body(single, word(5)), body(single, word(5) + word(1) + word(2)), body(single, "12"),
        body(batch,
             word(64) + word(160) + word(2) + word(5) + word(6) + word(1) + word(30) + word(40)),
        body(batch,
             word(64) + word(160) + word(200) + word(5) + word(6) + word(2) + word(30) + word(40)),
        body(batch, word(64) + word(96)), body(topic('d'), word(5) + word(1)),
        std::string{R"({"jsonrpc":"2.0","id":7,"result":[{"topics":[]}]})"}}) {
    const auto logs = read_transfer_logs(bad, 7);
    ASSERT_FALSE(logs) << bad;
    EXPECT_EQ(logs.error().fault, Fault::malformed);
  }
}

TEST(TransferLogs, LeaveOutWhatWasTakenBack) {
  const auto logs = read_transfer_logs(body(single, word(5) + word(1), "true"), 7);
  ASSERT_TRUE(logs);
  EXPECT_TRUE(logs->empty());
}

TEST(TransferLogs, AskAboutOneOwnerAndOneDirection) {
  const auto owner = crypto::EthAddress::parse("0x" + std::string(40, 'b')).value();
  const auto left = transfer_filter(owner, Direction::from_owner, 1, 16);
  EXPECT_NE(left.find(R"("fromBlock":"0x1","toBlock":"0x10")"), std::string::npos);
  EXPECT_NE(left.find("null,\"" + topic('b') + "\"]"), std::string::npos);
  const auto came = transfer_filter(owner, Direction::to_owner, 1, 16);
  EXPECT_NE(came.find("null,null,\"" + topic('b') + "\"]"), std::string::npos);
}

}  // namespace
}  // namespace holdfast::polygon
