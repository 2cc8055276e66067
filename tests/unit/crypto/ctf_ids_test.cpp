#include "crypto/ctf_ids.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/hex.hpp"
#include "vectors.hpp"

namespace holdfast::crypto {
namespace {

Digest digest_of(const std::string& text) {
  Digest digest{};
  std::ranges::copy(*from_hex(text), digest.begin());
  return digest;
}

TEST(CtfIds, AgreeWithTheContractsOwnBytecode) {
  const auto file = vectors("ctf_ids.json");
  const auto& collaterals = file.at("collaterals").as_object();
  int positions = 0;
  for (const auto& vector : file.at("vectors").as_array()) {
    const auto& inputs = vector.at("inputs");
    const auto slots = static_cast<std::uint32_t>(inputs.at("outcomeSlotCount").as_int64());
    const Digest condition = condition_id(*EthAddress::parse(text_at(inputs, "oracle")),
                                          digest_of(text_at(inputs, "questionId")), slots);
    EXPECT_EQ("0x" + to_hex(condition), text_at(vector, "conditionId"));
    for (const auto& entry : vector.at("collections").as_array()) {
      const auto index_set = static_cast<std::uint32_t>(entry.at("indexSet").as_int64());
      const auto collection =
          collection_id(condition, index_set, digest_of(text_at(inputs, "parentCollectionId")));
      ASSERT_TRUE(collection);
      EXPECT_EQ("0x" + to_hex(*collection), text_at(entry, "collectionId"));
      for (const auto& [name, id] : entry.at("positionIds").as_object()) {
        const auto collateral =
            EthAddress::parse(std::string_view{collaterals.at(name).as_string()});
        EXPECT_EQ(position_id(*collateral, *collection).decimal(), std::string{id.as_string()});
        ++positions;
      }
    }
  }
  EXPECT_GT(positions, 20);
}

TEST(CtfIds, AgreeWithTokensOfLiveMarkets) {
  const auto file = vectors("ctf_ids.json");
  const auto& collaterals = file.at("collaterals").as_object();
  int matched = 0;
  for (const auto& market : file.at("realWorldChecks").as_array()) {
    for (const auto& match : market.at("matches").as_array()) {
      const auto outcome = static_cast<std::size_t>(match.at("outcomeIndex").as_int64());
      const auto collection =
          collection_id(digest_of(text_at(market, "conditionId")),
                        static_cast<std::uint32_t>(match.at("indexSet").as_int64()));
      const auto collateral = EthAddress::parse(
          std::string_view{collaterals.at(text_at(match, "collateral")).as_string()});
      EXPECT_EQ(position_id(*collateral, *collection).decimal(),
                std::string{market.at("knownTokens").as_array().at(outcome).as_string()});
      ++matched;
    }
  }
  EXPECT_GT(matched, 10);
}

TEST(CtfIds, RefuseAnEmptyIndexSetAndAParentOffTheCurve) {
  EXPECT_FALSE(collection_id(Digest{}, 0));
  Digest parent{};
  parent.back() = 4;  // 4^3 + 3 has no root
  EXPECT_FALSE(collection_id(Digest{}, 1, parent));
}

TEST(StructuredIds, AreReadByTheirBits) {
  const auto file = vectors("polymarket_domains_and_ids.json");
  for (const auto& vector : file.at("structuredIds").at("vectors").as_array()) {
    const auto id = U256::parse_decimal(text_at(vector, "id"));
    ASSERT_TRUE(id);
    EXPECT_EQ(id->hex(), text_at(vector, "hex").insert(2, 66 - text_at(vector, "hex").size(), '0'));
    EXPECT_EQ(is_structured_id(*id), vector.at("isV2Namespace").as_bool());
    const StructuredId parts = read_structured_id(*id);
    EXPECT_EQ(parts.module, vector.at("module").as_int64());
    EXPECT_EQ(parts.arity, vector.at("arity").as_int64());
    EXPECT_EQ(parts.resolution_chain, vector.at("resolutionChain").as_int64());
    EXPECT_EQ(parts.condition_index, vector.at("conditionIndex").as_int64());
    EXPECT_EQ(parts.outcome, vector.at("outcomeIndex").as_int64());
  }
}

TEST(StructuredIds, HaveEveryReservedBitClear) {
  for (int bit = 0; bit < 256; ++bit) {
    U256::Bytes bytes{};
    bytes.at(static_cast<std::size_t>(31 - bit / 8)) = static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_EQ(is_structured_id(U256::from_bytes(bytes)), bit < 40 || bit > 103) << bit;
  }
}

}  // namespace
}  // namespace holdfast::crypto
