// What Polygon says of a Polymarket wallet's address, against the simulated chain.
#include <gtest/gtest.h>

#include "chain/polygon_wallets.hpp"
#include "sim_stage.hpp"

namespace holdfast {
namespace {

using sim::FaultKind;
using sim::polygon::WalletKind;
using test::run;
using test::SimStage;

const std::string stranger = "0x00000000000000000000000000000000000000aa";

struct WalletStage : SimStage {
  WalletStage() : SimStage{0, 3} {
    polygon::Config chain;
    for (int i = 1; i <= 2; ++i) {
      chain.endpoints.push_back(
          polygon::endpoint_address("http://sim/polygon/" + std::to_string(i)).value());
    }
    wallets = std::make_unique<polygon::PolygonWallets>(chain, transport, clock);
  }
  void make(WalletKind kind, std::string of = owner().lower()) {
    simulator.world().polymarket.chain.accounts[holder().lower()] = {.kind = kind,
                                                                     .owner = std::move(of)};
  }
  Result<OnChainWallet> look_up() { return run(wallets->look_up(holder().lower(), tape)); }
  IdentityCheck check(const std::string& name, std::optional<crypto::EthAddress> signer = owner()) {
    polymarket::PolymarketVenue venue{{.account = AccountId{"polymarket/main"},
                                       .holder = holder(),
                                       .signer = std::move(signer),
                                       .data_origin = "http://sim/polymarket-data",
                                       .gamma_origin = "http://sim/polymarket-gamma",
                                       .wallets = wallets.get()},
                                      transport,
                                      clock};
    const auto checks = run(venue.identify(tape));
    if (!checks) return {.name = name, .text = checks.error().what};
    for (const IdentityCheck& one : *checks) {
      if (one.name == name) return one;
    }
    return {.name = name, .text = "not checked"};
  }

  std::unique_ptr<polygon::PolygonWallets> wallets;
};

TEST(WalletOwners, ASafeNamesItsOwners) {
  WalletStage stage;
  EXPECT_EQ(stage.look_up(),
            (OnChainWallet{.has_code = true, .owners = {{SimStage::owner().checksummed()}}}));
  const auto check = stage.check("wallet on the chain");
  EXPECT_TRUE(check.passed) << check.text;
  EXPECT_NE(check.text.find("is a Safe of " + SimStage::owner().checksummed()), std::string::npos);
}

TEST(WalletOwners, OtherContractsNameNoneInThisWay) {
  WalletStage stage;
  for (const auto kind : {WalletKind::proxy, WalletKind::deposit}) {
    stage.make(kind);
    EXPECT_EQ(stage.look_up(), (OnChainWallet{.has_code = true, .owners = {}}));
    EXPECT_TRUE(stage.check("wallet on the chain").passed);
  }
}

TEST(WalletOwners, AKeysOwnAddressHasNoCode) {
  WalletStage stage;
  stage.make(WalletKind::eoa);
  EXPECT_EQ(stage.look_up(), OnChainWallet{});
  EXPECT_NE(stage.check("wallet on the chain").text.find("has no code"), std::string::npos);
}

// The address was derived from the key, and yet the Safe there has changed hands.
TEST(WalletOwners, ASafeOfSomebodyElseIsNamedWithTheFix) {
  WalletStage stage;
  stage.make(WalletKind::safe, stranger);
  const auto check = stage.check("wallet on the chain");
  EXPECT_FALSE(check.passed);
  EXPECT_EQ(check.weight, CheckWeight::hint) << "reading needs no key";
  EXPECT_NE(check.text.find(crypto::EthAddress::parse(stranger)->checksummed()), std::string::npos);
  EXPECT_NE(check.text.find("not of the configured key"), std::string::npos);
  EXPECT_NE(check.fix.find("POLY_FUNDER"), std::string::npos);
  EXPECT_TRUE(stage.check("wallet on the chain", std::nullopt).passed) << "no key, no quarrel";
}

// A key from which another address is derived, and which the Safe names all the same.
TEST(WalletOwners, ASafeThatNamesTheKeyIsTheKeysWhateverMadeIt) {
  WalletStage stage;
  const auto other = crypto::EthAddress::parse(stranger).value();
  EXPECT_FALSE(stage.check("wallet and key", other).passed);
  stage.make(WalletKind::safe, stranger);
  EXPECT_EQ(stage.check("wallet and key", other).text, "not checked");
  EXPECT_TRUE(stage.check("wallet on the chain", other).passed);
}

TEST(WalletOwners, AreToldByWhoeverAnswers) {
  WalletStage stage;
  stage.break_it("polygon/1", "eth_getCode", FaultKind::rpc_error, {{"code", "-32603"}});
  EXPECT_TRUE(stage.look_up()->owners);
  stage.break_it("polygon/2", "eth_call", FaultKind::http, {{"status", "502"}});
  EXPECT_FALSE(stage.look_up());
  const auto check = stage.check("wallet on the chain");
  EXPECT_FALSE(check.passed);
  EXPECT_NE(check.fix.find("POLYGON_RPC_URLS"), std::string::npos);
  EXPECT_TRUE(stage.check("positions").passed) << "the venue answers without the chain";
}

}  // namespace
}  // namespace holdfast
