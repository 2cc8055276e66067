#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>

#include "sim/polymarket/clob/auth.hpp"
#include "sim/polymarket/clob/order_body.hpp"
#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

using namespace holdfast::sim::polymarket;

boost::json::value vectors(const std::string& name) {
  std::ifstream file{std::string{HOLDFAST_SOURCE_DIR "/tests/vectors/"} + name};
  return boost::json::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
}

std::string lower(std::string text) {
  for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// The official clients' own orders: every exchange, every signature type.
TEST(ClobSigning, FindsTheSignerOfEveryOfficialOrderAndOfNoChangedOne) {
  const auto file = vectors("polymarket_orders.json");
  int seen = 0;
  for (const auto& vector : file.at("vectors").as_array()) {
    const auto& inputs = vector.at("inputs");
    const auto contract = lower(text(inputs, "verifyingContract"));
    const ExchangeDomain domain{inputs.at("exchangeVersion").as_int64() == 3 ? "3" : "2", contract};
    const auto post = read_order(vector.at("postOrderBody"));
    ASSERT_TRUE(post.has_value()) << text(vector, "name") << " " << post.error();
    EXPECT_EQ(hex_text(domain_separator(domain)), text(vector, "domainSeparator"));
    EXPECT_EQ(hex_text(contents_hash(post->order)), text(vector, "orderStructHash"));
    EXPECT_EQ(hex_text(order_digest(domain, post->order)), text(vector, "orderEip712Digest"));
    const auto owner = lower(text(inputs, "eoa"));
    EXPECT_EQ(order_signer(domain, post->order), owner) << text(vector, "name");
    auto changed = post->order;
    ++changed.maker_amount;
    EXPECT_NE(order_signer(domain, changed), owner);
    auto other = post->order;
    other.signature.at(10) ^= 1U;
    EXPECT_NE(order_signer(domain, other), owner);
    const ExchangeDomain strange{domain.version == "3" ? "2" : "3", contract};
    EXPECT_NE(order_signer(strange, post->order), owner);
    ++seen;
  }
  EXPECT_EQ(seen, 19);
}

TEST(ClobSigning, RefusesAHighSAndOtherRecoveryBytes) {
  const auto file = vectors("polymarket_orders.json");
  const auto& vector = file.at("vectors").as_array().front();
  const auto digest = U256::parse_hex(text(vector, "orderEip712Digest"))->bytes();
  auto signature = bytes_from_hex(text(vector, "signature")).value();
  ASSERT_TRUE(recovered_address(digest, signature));
  auto low_v = signature;
  low_v[64] = static_cast<std::uint8_t>(low_v[64] - 27);
  EXPECT_FALSE(recovered_address(digest, low_v));
  // n - s with the other parity recovers the same key; the contracts refuse it.
  const auto n =
      bytes_from_hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141").value();
  int borrow = 0;
  for (std::size_t i = 32; i-- > 0;) {
    int digit = n[i] - signature[32 + i] - borrow;
    borrow = digit < 0 ? 1 : 0;
    signature[32 + i] = static_cast<std::uint8_t>(digit + 256 * borrow);
  }
  signature[64] = static_cast<std::uint8_t>(55 - signature[64]);
  EXPECT_FALSE(recovered_address(digest, signature));
  EXPECT_FALSE(recovered_address(digest, ByteView{signature}.first(64)));
}

TEST(ClobSigning, KnowsTheProofOfAWalletAndTheHmac) {
  const auto auth = vectors("polymarket_clob_auth.json");
  for (const auto& vector : auth.at("vectors").as_array()) {
    const auto& inputs = vector.at("inputs");
    const auto digest = clob_auth_digest(lower(text(inputs, "address")), text(inputs, "timestamp"),
                                         static_cast<std::uint64_t>(inputs.at("nonce").as_int64()));
    EXPECT_EQ(hex_text(digest), text(vector, "eip712Digest"));
    EXPECT_EQ(recovered_address(digest, bytes_from_hex(text(vector, "signature")).value()),
              lower(text(inputs, "address")));
  }
  int seen = 0;
  const auto hmac = vectors("polymarket_l2_hmac.json");
  for (const auto& vector : hmac.at("vectors").as_array()) {
    EXPECT_EQ(l2_signature(text(vector.at("inputs"), "secret"), text(vector, "message")),
              text(vector, "signature"));
    ++seen;
  }
  EXPECT_EQ(seen, 4);
}

SignedOrder amounts_of(const boost::json::value& row) {
  return {.maker_amount = std::stoull(text(row, "makerAmount")),
          .taker_amount = std::stoull(text(row, "takerAmount")),
          .buys = text(row, "side") == "BUY"};
}

// What the official client rounds a price and a size to lies on the tick; a unit beside it does
// not.
TEST(ClobSigning, TakesEveryOfficialRoundingAsOnTheTick) {
  const auto file = vectors("polymarket_rounding.json");
  for (const auto* kind : {"limit", "market"}) {
    const bool market = std::string_view{kind} == "market";
    int seen = 0;
    for (const auto& row : file.at(kind).as_array()) {
      const auto order = amounts_of(row);
      if (order.maker_amount == 0 || order.taker_amount == 0) continue;
      const auto tick = Price::parse(text(row, "tickSize")).value();
      const auto type = market ? OrderType::fak : OrderType::gtc;
      EXPECT_TRUE(price_on_tick(order, type, tick)) << row;
      if (market) {
        EXPECT_EQ(too_fine(order, tick), "") << row;
      }
      if (!market && order.buys && order.taker_amount >= 1'000'000) {
        auto beside = order;
        ++beside.maker_amount;
        EXPECT_FALSE(price_on_tick(beside, type, tick)) << row;
      }
      ++seen;
    }
    EXPECT_GT(seen, 50) << kind;
  }
}

}  // namespace
}  // namespace holdfast::sim::test
