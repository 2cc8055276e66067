#include <gtest/gtest.h>

#include "chain/polygon_approvals.hpp"
#include "sim_stage.hpp"

namespace holdfast {
namespace {

using sim::FaultKind;
using test::qty;
using test::run;
using test::SimStage;

constexpr std::string_view api_key = "11111111-2222-4333-8444-555555555555";
constexpr std::string_view api_secret = "c2NlbmFyaW8tc2VjcmV0LW9mLXRoZS1zaW11bGF0b3I=";
constexpr std::string_view passphrase = "limits";

struct SaleStage : SimStage {
  SaleStage() {
    simulator.world().polymarket.clob.keys[std::string{api_key}] = {
        .key = std::string{api_key},
        .secret = std::string{api_secret},
        .passphrase = std::string{passphrase},
        .address = owner().lower()};
    for (int i = 1; i <= 2; ++i) {
      chain.endpoints.push_back(
          polygon::endpoint_address("http://sim/polygon/" + std::to_string(i)).value());
    }
    approvals = std::make_unique<polygon::PolygonApprovals>(chain, transport, clock);
  }

  Result<std::map<PositionKey, SaleLimits>> limits(std::vector<PositionKey> keys,
                                                   bool with_key = true, bool with_chain = true) {
    polymarket::Config config{.account = AccountId{"polymarket/main"},
                              .holder = holder(),
                              .signer = owner(),
                              .data_origin = "http://sim/polymarket-data",
                              .gamma_origin = "http://sim/polymarket-gamma"};
    if (with_key) {
      config.clob = std::make_shared<const polymarket::ClobAccess>(
          polymarket::ClobAccess{.origin = "http://sim/polymarket-clob",
                                 .credentials = {.api_key = platform::Secret{api_key},
                                                 .secret = platform::Secret{api_secret},
                                                 .passphrase = platform::Secret{passphrase}},
                                 .owner = owner()});
    }
    if (with_chain) config.approvals = approvals.get();
    polymarket::PolymarketVenue venue{std::move(config), transport, clock};
    const auto listed = run(venue.fetch_snapshot(tape));  // tells which markets are neg-risk
    if (!listed) return tl::make_unexpected(listed.error());
    return run(venue.fetch_sale_limits(std::move(keys), tape));
  }
  void approve(const PositionKey& key, bool approved) {
    act(R"({"venue":"polymarket","do":"approve_sales","wallet":")" + holder().lower() +
        R"(","token_id":")" + key.instrument.text + R"(","approved":)" +
        (approved ? "true" : "false") + "}");
  }
  void order(const std::string& id, const PositionKey& key, bool buys, std::int64_t shares) {
    auto& clob = simulator.world().polymarket.clob;
    clob.orders[id] = {.id = id,
                       .owner = std::string{api_key},
                       .maker = holder().lower(),
                       .maker_as_sent = holder().lower(),
                       .token_id = key.instrument.text,
                       .buys = buys,
                       .size = shares * 1'000'000,
                       .matched = 500'000,
                       .created = clock.now()};
    clob.by_age.push_back(id);
  }

  polygon::Config chain;
  std::unique_ptr<polygon::PolygonApprovals> approvals;
};

// Each kind of market has an exchange of its own, and an approval of one says nothing of another.
TEST(PolymarketSaleLimits, AreApprovedByTheExchangeOfTheMarketsOwnKind) {
  SaleStage stage;
  const std::vector<PositionKey> keys{
      stage.polymarket_position("plain", "60"),
      stage.polymarket_position("neg-risk", "60", R"(,"neg_risk":true)"),
      stage.polymarket_position("structured", "60", R"(,"version":"v2")")};
  for (const PositionKey& forbidden : keys) {
    stage.approve(forbidden, false);
    const auto told = stage.limits(keys);
    ASSERT_TRUE(told) << told.error().what;
    for (const PositionKey& key : keys) EXPECT_EQ(told->at(key).approved, key != forbidden);
    stage.approve(forbidden, true);
  }
  const auto told = stage.limits(keys);
  ASSERT_TRUE(told) << told.error().what;
  for (const PositionKey& key : keys) EXPECT_EQ(told->at(key).approved, true);
}

TEST(PolymarketSaleLimits, CountWhatIsLeftOfOpenOrdersOnEveryPage) {
  SaleStage stage;
  const PositionKey key = stage.polymarket_position("ordered", "900");
  const PositionKey other = stage.polymarket_position("other", "60");
  for (int i = 0; i < 150; ++i) stage.order("sell-" + std::to_string(i), key, false, 2);
  stage.order("buy", key, true, 7);
  const auto told = stage.limits({key, other});
  ASSERT_TRUE(told) << told.error().what;
  EXPECT_EQ(told->at(key).in_sells, qty("225"));
  EXPECT_EQ(told->at(key).in_buys, qty("6.5"));
  EXPECT_EQ(told->at(other).in_sells, qty("0"));
  EXPECT_EQ(told->at(key).minimum, qty("5"));
}

TEST(PolymarketSaleLimits, SayWhatIsMissingAndWhatToDo) {
  SaleStage stage;
  const PositionKey key = stage.polymarket_position("silent", "60");
  const auto keyless = stage.limits({key}, false);
  ASSERT_TRUE(keyless);
  EXPECT_NE(keyless->at(key).unasked.find("POLY_API_CREDENTIALS_PATH"), std::string::npos);
  EXPECT_FALSE(keyless->at(key).approved);
  const auto chainless = stage.limits({key}, true, false);
  ASSERT_TRUE(chainless);
  EXPECT_NE(chainless->at(key).unasked.find("POLYGON_RPC_URLS"), std::string::npos);
}

TEST(PolymarketSaleLimits, AreAFaultAndNeverAGuessWhateverBreaks) {
  struct Breakage {
    std::vector<std::string> venues;
    std::string endpoint;
    FaultKind kind{};
    std::map<std::string, std::string> params{};
  };
  const std::vector<std::string> clob{"polymarket-clob"};
  const std::vector<std::string> nodes{"polygon/1", "polygon/2"};
  for (const Breakage& breakage : std::vector<Breakage>{
           {clob, "open_orders", FaultKind::http, {{"status", "500"}}},
           {clob, "open_orders", FaultKind::empty},
           {clob, "open_orders", FaultKind::truncated, {{"at", "20"}}},
           {clob, "open_orders", FaultKind::rename_field, {{"from", "asset_id"}, {"to", "token"}}},
           {clob, "open_orders", FaultKind::unauthorised},
           {nodes, "*", FaultKind::http, {{"status", "500"}}},
           {nodes, "eth_call", FaultKind::rpc_error}}) {
    SaleStage stage;
    const PositionKey key = stage.polymarket_position("broken", "60");
    stage.order("sell", key, false, 2);
    for (const std::string& venue : breakage.venues) {
      stage.break_it(venue, breakage.endpoint, breakage.kind, breakage.params);
    }
    EXPECT_FALSE(stage.limits({key})) << breakage.venues[0] << " " << breakage.endpoint;
  }
}

TEST(PolygonApprovals, AreThoseOfTheEndpointsThatAnswer) {
  SaleStage stage;
  const PositionKey key = stage.polymarket_position("approved", "60");
  stage.break_it("polygon/2", "*", FaultKind::http, {{"status", "500"}});
  const auto told = run(stage.approvals->approved(SimStage::holder().lower(),
                                                  {{.token = key.instrument.text}}, stage.tape));
  ASSERT_TRUE(told) << told.error().what;
  EXPECT_EQ(*told, std::vector{true});
  const auto stranger = run(stage.approvals->approved(
      SimStage::owner().lower(), {{.token = key.instrument.text}}, stage.tape));
  ASSERT_TRUE(stranger);
  EXPECT_EQ(*stranger, std::vector{false}) << "a wallet that has approved nobody";
  EXPECT_FALSE(
      run(stage.approvals->approved(SimStage::holder().lower(), {{.token = "seven"}}, stage.tape)));
}

}  // namespace
}  // namespace holdfast
