#include "chain/solana_parse.hpp"

#include <gtest/gtest.h>

#include "support/shared_file.hpp"

namespace holdfast::solana {
namespace {

std::string account(const std::string& amount, const std::string& mint = "M") {
  return R"({"pubkey":"A","account":{"lamports":1,"rentEpoch":18446744073709551615,)"
         R"("owner":"P","data":{"program":"spl-token-2022","parsed":{"type":"account","info":{)"
         R"("mint":")" +
         mint + R"(","owner":"O","state":"frozen","tokenAmount":{"amount":)" + amount +
         R"(,"decimals":6,"uiAmount":99.5,"uiAmountString":"99.5"}}}}}})";
}

std::string answer(const std::string& rows, const std::string& slot = "400000000") {
  return R"({"jsonrpc":"2.0","result":{"context":{"apiVersion":"3.0.6","slot":)" + slot +
         R"(},"value":[)" + rows + R"(]},"id":1})";
}

TEST(SolanaAccounts, TakeTheAmountAndNeverTheShownOne) {
  const auto page = parse_token_accounts(answer(account(R"("5000000")")), 1);
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_EQ(page->slot, 400'000'000U);
  ASSERT_EQ(page->accounts.size(), 1U);
  EXPECT_EQ(page->accounts[0].amount, 5'000'000U);
  EXPECT_EQ(page->accounts[0].decimals, 6U);
  EXPECT_EQ(page->accounts[0].program, "P");
}

TEST(SolanaAccounts, KnowNumbersBeyondSixtyThreeBits) {
  const auto page =
      parse_token_accounts(answer(account(R"("18446744073709551615")"), "9223372036854775808"), 1);
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_EQ(page->accounts[0].amount, UINT64_MAX);
  EXPECT_EQ(page->slot, 9'223'372'036'854'775'808U);
}

TEST(SolanaAccounts, LeaveOneMintUnknownAndGoOn) {
  for (const char* amount : {R"("5.5")", R"("-1")", R"("18446744073709551616")", R"("")", "5"}) {
    const auto page = parse_token_accounts(answer(account(amount)), 1);
    ASSERT_TRUE(page) << amount << page.error().what;
    EXPECT_FALSE(page->accounts[0].amount) << amount;
    EXPECT_FALSE(page->accounts[0].flaw.empty());
  }
}

TEST(SolanaAccounts, RefuseWhatIsNotWhole) {
  const std::string good = answer(account(R"("5")"));
  const auto with = [&](const std::string& part, const std::string& other) {
    std::string body = good;
    const auto at = body.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return body.replace(at, part.size(), other);
  };
  for (const std::string& body :
       {with("\"mint\"", "\"token\""), with("\"pubkey\"", "\"key\""), with("\"slot\"", "\"s\""),
        with("\"value\"", "\"rows\""), with("\"tokenAmount\"", "\"amounts\""),
        with("\"owner\":\"O\"", "\"holder\":\"O\""), with("\"id\":1", "\"id\":2"),
        std::string{R"({"jsonrpc":"2.0","id":1})"}, std::string{"[]"}}) {
    const auto page = parse_token_accounts(body, 1);
    ASSERT_FALSE(page) << body;
    EXPECT_EQ(page.error().fault, Fault::malformed);
  }
}

TEST(SolanaAccounts, ArePositionalWhereTheyWereNamed) {
  const std::string one =
      R"({"owner":"P","data":{"parsed":{"info":{"mint":"M","owner":"O","tokenAmount":)"
      R"({"amount":"7","decimals":6}}}}})";
  const auto page = parse_multiple_accounts(answer("null," + one), 1, {"A", "B"});
  ASSERT_TRUE(page) << page.error().what;
  ASSERT_EQ(page->accounts.size(), 1U);
  EXPECT_EQ(page->accounts[0].address, "B");
  EXPECT_EQ(parse_multiple_accounts(answer("null"), 1, {"A", "B"}).error().fault,
            Fault::incomplete);
  EXPECT_EQ(parse_multiple_accounts(answer("null,null,null"), 1, {"A", "B"}).error().fault,
            Fault::malformed);
}

TEST(SolanaErrors, HaveTheirFaults) {
  const std::pair<const char*, Fault> errors[]{
      {R"({"code":-32005,"message":"Node is behind by 42 slots"})", Fault::not_now},
      {R"({"code":-32016,"message":"Minimum context slot has not been reached"})", Fault::not_now},
      {R"({"code":-32602,"message":"Invalid param: Invalid"})", Fault::refused},
      {R"({"code":-32603,"message":"Internal error"})", Fault::unreachable},
      {R"({"code":429,"message":"Too many requests for a specific RPC call"})",
       Fault::rate_limited},
      {R"({"code":-32012,"message":"scan aborted: The accumulated scan results exceeded"})",
       Fault::incomplete},
      {R"({"code":-32600,"message":"Response is too large"})", Fault::incomplete},
      {R"({"code":-32004,"message":"Block not available for slot 1"})", Fault::incomplete}};
  for (const auto& [error, fault] : errors) {
    const auto read =
        parse_text(std::string{R"({"jsonrpc":"2.0","error":)"} + error + R"(,"id":1})", 1);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fault, fault) << error;
  }
}

TEST(SolanaTransactions, SayWhatEachOwnerGainedAndLost) {
  const std::string balance =
      R"({"accountIndex":1,"mint":"M","owner":"O","uiTokenAmount":{"amount":"AMOUNT","decimals":6}})";
  const auto of = [&](std::string amount) {
    std::string text = balance;
    return text.replace(text.find("AMOUNT"), 6, amount);
  };
  const auto effect = parse_transaction(
      R"({"jsonrpc":"2.0","result":{"slot":1,"meta":{"err":null,"preTokenBalances":[)" + of("9") +
          R"(],"postTokenBalances":[)" + of("4") + R"(]}},"id":1})",
      1);
  ASSERT_TRUE(effect) << effect.error().what;
  ASSERT_EQ(effect->changes.size(), 1U);
  EXPECT_EQ(effect->changes[0].change, -5);
  EXPECT_EQ(parse_transaction(R"({"jsonrpc":"2.0","result":null,"id":1})", 1).error().fault,
            Fault::incomplete);
  EXPECT_EQ(parse_transaction(R"({"jsonrpc":"2.0","result":{"meta":{"err":null}},"id":1})", 1)
                .error()
                .fault,
            Fault::malformed);
}

TEST(SolanaSamples, AreRead) {
  const auto sample = [](const std::string& name) {
    return test::shared_file("protocols/samples/dflow/" + name);
  };
  if (!sample("INDEX.json")) GTEST_SKIP() << "the samples are not here";
  const auto classic = parse_token_accounts(*sample("rpc_getTokenAccountsByOwner_token.json"), 1);
  ASSERT_TRUE(classic) << classic.error().what;
  EXPECT_EQ(classic->accounts.at(0).amount, 12'345'678U);
  const auto newer = parse_token_accounts(*sample("rpc_getTokenAccountsByOwner_token2022.json"), 2);
  ASSERT_TRUE(newer) << newer.error().what;
  EXPECT_EQ(newer->accounts.at(0).amount, 5'000'000U);
  EXPECT_EQ(newer->accounts.at(1).amount, 0U);
  const auto several =
      parse_multiple_accounts(*sample("rpc_getMultipleAccounts.json"), 3, {"a", "b"});
  ASSERT_TRUE(several) << several.error().what;
  EXPECT_EQ(several->accounts.size(), 1U);
}

}  // namespace
}  // namespace holdfast::solana
