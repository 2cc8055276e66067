#include "venues/polymarket/derived_ids.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>

#include "support/values.hpp"

namespace holdfast::polymarket {
namespace {

namespace json = boost::json;

json::value vectors() {
  std::ifstream file{HOLDFAST_SOURCE_DIR "/tests/vectors/ctf_ids.json"};
  return json::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
}

Holding row_with(const std::string& token, const std::string& condition, bool negative_risk) {
  Holding row = test::row_of(test::poly_key(token), "1");
  row.about.id.text = token;
  row.about.condition_id = condition;
  row.about.negative_risk = negative_risk;
  return row;
}

TEST(DerivedIds, OfTheContractsOwnBytecodeAreRecognised) {
  const auto file = vectors();
  int seen = 0;
  for (const auto& vector : file.at("vectors").as_array()) {
    const auto& inputs = vector.at("inputs");
    if (inputs.at("outcomeSlotCount").as_int64() != 2) continue;
    if (inputs.at("parentCollectionId").as_string() != "0x" + std::string(64, '0')) continue;
    const std::string condition{vector.at("conditionId").as_string()};
    for (const auto& collection : vector.at("collections").as_array()) {
      if (collection.at("indexSet").as_int64() > 2) continue;
      for (const auto& [name, id] : collection.at("positionIds").as_object()) {
        const std::string_view collateral{name};
        const std::string token{id.as_string()};
        for (const bool negative_risk : {false, true}) {
          const bool right = collateral.starts_with(negative_risk ? "Wrapped" : "USDC.e");
          EXPECT_EQ(derivation_of(row_with(token, condition, negative_risk).about),
                    right ? Derivation::as_derived : Derivation::another)
              << collateral << " " << token;
          ++seen;
        }
      }
    }
  }
  EXPECT_GE(seen, 16);
}

TEST(DerivedIds, OfProtocolV2AreTheConditionAndTheOutcome) {
  const std::string token =
      "663574927012476832975694178961957910328055987427402067619466963999000625152";
  const std::string condition =
      "0x017791f201d5a788e0039e511fc1900e5f000000000000000000000000000000";
  EXPECT_EQ(derivation_of(row_with(token, condition, false).about), Derivation::as_derived);
  EXPECT_EQ(derivation_of(row_with(token, condition.substr(0, 64), false).about),
            Derivation::as_derived);
  EXPECT_EQ(derivation_of(row_with(token, "0x02" + condition.substr(4), false).about),
            Derivation::another);
}

TEST(DerivedIds, SayNothingWhereNothingIsKnown) {
  EXPECT_EQ(derivation_of(row_with("77", "", false).about), Derivation::not_known);
  EXPECT_EQ(derivation_of(row_with(std::string(70, '7'), "0xzz", false).about),
            Derivation::not_known);
  EXPECT_EQ(derivation_of(row_with("none", "0x" + std::string(64, '1'), false).about),
            Derivation::not_known);
  auto odd = row_with(std::string(70, '7'), "0x" + std::string(64, '1'), false);
  odd.about.slug = "odd-one";
  EXPECT_EQ(derivations_text({odd, row_with("77", "", false)}),
            "0 of 1 token ids are what their markets' conditions give; another: odd-one");
}

}  // namespace
}  // namespace holdfast::polymarket
