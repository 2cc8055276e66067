#include <gtest/gtest.h>

#include "stage.hpp"

namespace holdfast::pacifica {
namespace {

struct PacificaOwner : testing::Test {
  PacificaOwner() {
    stage.config.address.clear();
    stage.transport.on("/positions?", listing(row("ZEC", "ask", "12.75")));
    stage.transport.on("/trades/history", page(trade(7, "BTC", "open_long", "0.5", 100)));
  }
  Result<bool> is_owner(const OwnerTraces& traces) {
    auto venue = stage.venue();
    return test::run(venue.is_owner(wallet, traces, stage.tape));
  }
  Stage stage;
};

TEST_F(PacificaOwner, HoldsWhatIsKnown) {
  EXPECT_EQ(is_owner({.instruments = {"ZEC"}, .transactions = {}}), true);
  EXPECT_EQ(is_owner({}), true) << "where nothing is known, holding anything will do";
  EXPECT_EQ(is_owner({.instruments = {"ETH"}, .transactions = {"8"}}), false);
}

TEST_F(PacificaOwner, OrTradedIt) {
  EXPECT_EQ(is_owner({.instruments = {"BTC"}, .transactions = {"7"}}), true);
  EXPECT_EQ(is_owner({.instruments = {"BTC"}, .transactions = {"8"}}), false);
}

TEST_F(PacificaOwner, WhoHasNothingIsNone) {
  stage.transport.first_on({"/positions?"}, {test::answer(200, listing(""))});
  stage.transport.first_on({"/trades/history"}, {test::answer(200, page(""))});
  EXPECT_EQ(is_owner({}), false);
}

TEST_F(PacificaOwner, WhatCannotBeAskedIsNoAnswer) {
  stage.transport.first_on({"/positions?"}, {test::answer(503, "")});
  const auto asked = is_owner({.instruments = {"ZEC"}, .transactions = {}});
  EXPECT_FALSE(asked.has_value());
}

TEST_F(PacificaOwner, IsReadOnceHeIsFound) {
  auto venue = stage.venue();
  const auto before = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(before);
  EXPECT_FALSE(before->front().passed);
  EXPECT_NE(before->front().fix.find("PACIFICA_ACCOUNT"), std::string::npos);
  EXPECT_TRUE(stage.transport.asked.empty()) << "nobody is asked about";

  EXPECT_FALSE(venue.read_for("O0Il"));
  ASSERT_TRUE(venue.read_for(wallet));
  stage.transport.on("/account?", account(1));
  ASSERT_TRUE(test::run(venue.fetch_snapshot(stage.tape)));
  EXPECT_EQ(stage.transport.asked.front().target, "/pacifica/api/v1/positions?account=" + wallet);
}

}  // namespace
}  // namespace holdfast::pacifica
