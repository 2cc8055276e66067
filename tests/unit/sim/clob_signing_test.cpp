#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <map>

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

// One order for which the deployed contract of the third exchange has answered too.
TEST(ClobSigning, HashesTheGoldenOrderForEveryExchange) {
  const auto file = vectors("polymarket_domains_and_ids.json");
  const auto& golden = file.at("goldenOrder");
  ASSERT_EQ(text(golden, "side"), "BUY");
  const SignedOrder order{.salt = std::stoull(text(golden, "salt")),
                          .maker = text(golden, "maker"),
                          .signer = text(golden, "signer"),
                          .token_id = U256::parse_decimal(text(golden, "tokenId")).value(),
                          .maker_amount = std::stoull(text(golden, "makerAmount")),
                          .taker_amount = std::stoull(text(golden, "takerAmount")),
                          .buys = true,
                          .signature_type = 3,
                          .timestamp_ms = std::stoull(text(golden, "timestamp"))};
  EXPECT_EQ(golden.at("signatureType").as_int64(), order.signature_type);
  std::map<std::string, std::string> hashes;
  for (const auto& [name, exchange] : file.at("byExchange").as_object()) {
    const auto contract = lower(text(exchange, "verifyingContract"));
    const auto version = text(exchange, "domainVersion");
    const ExchangeDomain domain{version, contract};
    EXPECT_EQ(hex_text(domain_separator(domain)), text(exchange, "domainSeparator")) << name;
    hashes[name] = hex_text(order_digest(domain, order));
    EXPECT_EQ(hashes[name], text(exchange, "orderHash")) << name;
  }
  EXPECT_EQ(hashes.size(), 3U);
  EXPECT_EQ(hashes["exchangeV3"], text(file.at("independentClaim"), "orderHashV3"));
}

// The exchange that a market's orders are held to is the vectors' one of that kind.
TEST(ClobSigning, TakesAMarketsOrdersUnderTheExchangeOfItsKind) {
  const auto file = vectors("polymarket_domains_and_ids.json");
  const auto expect = [&](const char* name, const Market& market) {
    const auto& exchange = file.at("byExchange").at(name);
    const auto domain = exchange_of(market);
    EXPECT_EQ(domain.contract, lower(text(exchange, "verifyingContract"))) << name;
    EXPECT_EQ(domain.version, text(exchange, "domainVersion")) << name;
  };
  expect("exchangeV2", {.version = "v1"});
  expect("negRiskExchangeV2", {.version = "v1", .neg_risk = true});
  expect("exchangeV3", {.version = "v2"});
  expect("exchangeV3", {.version = "v2", .neg_risk = true});
}

// The number as the file writes it, in base units; Price and Quantity read every digit.
BaseUnits base_units(const boost::json::value& number) {
  return Quantity::parse(boost::json::serialize(number)).value().units() / 1'000;
}

struct Amounts {
  BaseUnits maker{};
  BaseUnits taker{};
  friend bool operator==(const Amounts&, const Amounts&) = default;
};

Amounts amounts_at(const boost::json::value& row) {
  return {std::stoll(text(row, "makerAmount")), std::stoll(text(row, "takerAmount"))};
}

// What the rules make of the row's size and price: hundredths of a share, or of a dollar where a
// market BUY is told what to spend; the other side follows from the price.
Amounts rounded(const boost::json::value& row, bool market, Price price, Price tick) {
  const BaseUnits asked = base_units(row.at(market ? "amount" : "size"));
  const BaseUnits given = asked - asked % 10'000;
  const bool buys = text(row, "side") == "BUY";
  if (market && buys) return {given, shares_bought(given, price, tick)};
  const auto cash = static_cast<BaseUnits>(Int128{given} * price.units() / 1'000'000'000);
  return buys ? Amounts{cash, given} : Amounts{given, cash};
}

// Reads the price back out of the two amounts, as the service does.
void expect_price(const boost::json::value& row, Amounts amounts, OrderType type, Price price,
                  Price tick) {
  const SignedOrder order{.maker_amount = static_cast<std::uint64_t>(amounts.maker),
                          .taker_amount = static_cast<std::uint64_t>(amounts.taker),
                          .buys = text(row, "side") == "BUY"};
  EXPECT_EQ(price_on_tick(order, type, tick), price) << row;
  if (type == OrderType::fak) {
    EXPECT_EQ(too_fine(order, tick), "") << row;
  }
  if (!order.buys || order.taker_amount < 1'000'000 || !rests(type)) return;
  auto beside = order;
  ++beside.maker_amount;
  EXPECT_FALSE(price_on_tick(beside, type, tick)) << row;
}

TEST(ClobSigning, RoundsAPriceAndASizeToTheOfficialAmountsAndReadsThePriceBack) {
  const auto file = vectors("polymarket_rounding.json");
  for (const bool market : {false, true}) {
    int seen = 0;
    for (const auto& row : file.at(market ? "market" : "limit").as_array()) {
      const auto price = Price::parse(boost::json::serialize(row.at("price"))).value();
      const auto tick = Price::parse(text(row, "tickSize")).value();
      const auto type = market ? OrderType::fak : OrderType::gtc;
      EXPECT_EQ(rounded(row, market, price, tick), amounts_at(row)) << row;
      expect_price(row, amounts_at(row), type, price, tick);
      ++seen;
      if (!market) continue;
      // A client that guards its worst price rounds what it gets up; of less than a dollar, which
      // no market BUY may spend, that is more than a tick.
      const auto guarded = amounts_at(row.at("exactCeilProtected"));
      if (guarded.maker >= 1'000'000) expect_price(row, guarded, type, price, tick);
    }
    EXPECT_EQ(seen, market ? 254 : 165);
  }
}

}  // namespace
}  // namespace holdfast::sim::test
