#include <gtest/gtest.h>

#include "chain/transfer_signal.hpp"
#include "sim_stage.hpp"

// Transfers that no feed of the venue shows, seen in the simulated Polygon's logs.
namespace holdfast {
namespace {

using test::run;
using test::SimStage;

const std::string stranger = "0x00000000000000000000000000000000000c0ffe";

struct House : SimStage {
  House() : SimStage{0, 5} {
    held = polymarket_position("held", "40");
    structured = polymarket_position("structured", "60", R"(,"version":"v2")");
    clock.advance(std::chrono::minutes{10});
    for (const char* path : {"1", "2"}) {
      endpoints.push_back(
          polygon::endpoint_address("http://sim/polygon/" + std::string{path}).value());
    }
  }
  void transfer(const std::string& from, const std::string& to, const PositionKey& key,
                Duration after = std::chrono::minutes{1}) {
    act(R"({"venue":"polymarket","do":"transfer","from":")" + from + R"(","to":")" + to +
            R"(","token_id":")" + key.instrument.text + R"(","size":"2"})",
        after);
  }
  std::string wallet() const { return holder().lower(); }
  polygon::TransferSignal signal() {
    return polygon::TransferSignal{endpoints, holder(), transport, clock};
  }

  std::vector<polygon::EndpointAddress> endpoints;
  PositionKey held;
  PositionKey structured;
};

TEST(PolygonTransfers, TellOfEachOnceItIsFinalAndOnlyOnce) {
  House house;
  auto signal = house.signal();
  EXPECT_FALSE(run(signal.changed()).value()) << "there is nothing to compare with";
  EXPECT_FALSE(run(signal.changed()).value());
  for (const PositionKey* key : {&house.held, &house.structured}) {
    house.transfer(house.wallet(), stranger, *key, {});
    EXPECT_FALSE(run(signal.changed()).value()) << "not final yet";
    house.clock.advance(std::chrono::minutes{1});
    EXPECT_TRUE(run(signal.changed()).value());
    EXPECT_FALSE(run(signal.changed()).value());
    house.transfer(stranger, house.wallet(), *key);
    EXPECT_TRUE(run(signal.changed()).value()) << "a transfer in";
  }
}

TEST(PolygonTransfers, OfOtherWalletsAreNobodysBusiness) {
  House house;
  auto signal = house.signal();
  house.transfer(house.wallet(), stranger, house.held);
  EXPECT_FALSE(run(signal.changed()).value());
  house.transfer(stranger, "0x00000000000000000000000000000000000c0fff", house.held);
  EXPECT_FALSE(run(signal.changed()).value());
}

TEST(PolygonTransfers, ThatAReorganisationTouchesAreToldAgain) {
  House house;
  auto signal = house.signal();
  ASSERT_TRUE(run(signal.changed()));
  house.transfer(house.wallet(), stranger, house.held);
  EXPECT_TRUE(run(signal.changed()).value());
  house.act(R"({"venue":"polymarket","do":"reorganise","depth":64})", {});
  EXPECT_TRUE(run(signal.changed()).value()) << "its block is gone";
  house.clock.advance(std::chrono::minutes{1});
  EXPECT_TRUE(run(signal.changed()).value()) << "it was mined again";
  EXPECT_FALSE(run(signal.changed()).value());
}

TEST(PolygonTransfers, AreLookedForAtTheNextEndpointWhereOneFails) {
  House house;
  auto signal = house.signal();
  ASSERT_TRUE(run(signal.changed()));
  house.transfer(house.wallet(), stranger, house.held);
  house.break_it("polygon/1", "eth_getLogs", sim::FaultKind::rpc_error);
  EXPECT_TRUE(run(signal.changed()).value());
  EXPECT_FALSE(run(signal.changed()).value());
  house.break_it("polygon/2", "*", sim::FaultKind::wrong_chain);
  house.clock.advance(std::chrono::hours{25});
  EXPECT_FALSE(run(signal.changed())) << "nobody is left";
}

TEST(PolygonTransfers, AfterALongSilenceTheAccountIsJustAsked) {
  House house;
  auto signal = house.signal();
  ASSERT_TRUE(run(signal.changed()));
  house.clock.advance(std::chrono::hours{2});
  EXPECT_TRUE(run(signal.changed()).value());
  EXPECT_FALSE(run(signal.changed()).value());
}

}  // namespace
}  // namespace holdfast
