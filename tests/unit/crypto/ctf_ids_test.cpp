#include "crypto/ctf_ids.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

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

// "outcome index set collateral" of each known token that one of the four collaterals gives.
std::set<std::string> derivable(const boost::json::value& market,
                                const boost::json::object& collaterals) {
  std::set<std::string> found;
  const auto condition = digest_of(text_at(market, "conditionId"));
  for (const auto& [name, address] : collaterals) {
    const auto collateral = EthAddress::parse(std::string_view{address.as_string()});
    for (const std::uint32_t index_set : {1U, 2U}) {
      const auto id = position_id(*collateral, *collection_id(condition, index_set)).decimal();
      const auto& tokens = market.at("knownTokens").as_array();
      for (std::size_t outcome = 0; outcome < tokens.size(); ++outcome) {
        if (std::string_view{tokens.at(outcome).as_string()} != id) continue;
        found.insert(fmt::format("{} {} {}", outcome, index_set, std::string_view{name}));
      }
    }
  }
  return found;
}

// Also of those markets for which no collateral gives the token that the venue shows: two examples
// of the documentation, and one market of August 2026 that nobody has explained. Such an id is a
// warning, never a reason to refuse what the venue lists.
TEST(CtfIds, AgreeWithTokensOfLiveMarketsAndWithNoMore) {
  const auto file = vectors("ctf_ids.json");
  std::size_t matched = 0;
  std::vector<std::string> unexplained;
  for (const auto& market : file.at("realWorldChecks").as_array()) {
    std::set<std::string> expected;
    for (const auto& match : market.at("matches").as_array()) {
      expected.insert(fmt::format("{} {} {}", match.at("outcomeIndex").as_int64(),
                                  match.at("indexSet").as_int64(), text_at(match, "collateral")));
    }
    EXPECT_EQ(derivable(market, file.at("collaterals").as_object()), expected)
        << text_at(market, "label");
    matched += expected.size();
    if (expected.empty()) unexplained.push_back(text_at(market, "label"));
  }
  EXPECT_EQ(matched, 18U);
  EXPECT_EQ(unexplained, (std::vector<std::string>{"docs price_change example", "docs book example",
                                                   "BTC up/down 5m 2026-08-16"}));
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
