#include <gtest/gtest.h>

#include "stage.hpp"
#include "venues/polymarket/wallets.hpp"

namespace holdfast::polymarket {
namespace {

using test::answer;
using test::poly_key;
using test::qty;

Fault fault_of_snapshot(Stage& stage) {
  const auto snapshot = stage.snapshot();
  EXPECT_FALSE(snapshot);
  return snapshot ? Fault::cancelled : snapshot.error().fault;
}

TEST(PolymarketSnapshot, SwitchesOffEveryFilterThatCouldHideARow) {
  Stage stage;
  stage.answer_as_usual();
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->find(poly_key(token_a))->quantity, qty("28.09"));
  ASSERT_EQ(stage.transport.asked.size(), 2U);
  for (const auto& request : stage.transport.asked) {
    for (const char* part : {"filter_type=TOKENS", "filter_amount=0&", "include_archived=true",
                             "limit=1000", "sort_by=TIMESTAMP", "sort_direction=ASC"}) {
      EXPECT_NE(request.target.find(part), std::string::npos) << part;
    }
    EXPECT_NE(request.target.find("user=" + wallet), std::string::npos);
  }
}

TEST(PolymarketSnapshot, TakesABaseWithAPath) {
  Stage stage;
  stage.config.data_origin = "http://127.0.0.1:8701/polymarket-data/";
  stage.answer_as_usual();
  ASSERT_TRUE(stage.snapshot());
  EXPECT_EQ(stage.transport.asked.front().origin, "http://127.0.0.1:8701");
  EXPECT_TRUE(stage.transport.asked.front().target.starts_with("/polymarket-data/v2/positions?"));
}

TEST(PolymarketSnapshot, SpeaksOfTheMomentBeforeTheCachesAge) {
  Stage stage;
  stage.answer_as_usual();
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->as_of(), stage.clock.now() - std::chrono::seconds{5});
  EXPECT_FALSE(snapshot->header().has_watermark);
}

TEST(PolymarketSnapshot, SpeaksInTheVenuesTimeWhenOurClockIsWrong) {
  Stage stage;
  // Ten minutes ahead of the StillClock, which stands at 14:13:20.
  stage.transport.on({"/v2/positions"},
                     {answer(200, page(""), {{"Date", "Mon, 21 Sep 2026 14:23:20 GMT"}})});
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot);
  const Duration ahead = snapshot->as_of() - stage.clock.now();
  EXPECT_EQ(ahead, std::chrono::milliseconds{600'000 + 500 - 5'000});
}

TEST(PolymarketSnapshot, GoesOnToTheEndMarkerWithTheSameAnchor) {
  Stage stage;
  stage.transport.on("cursor=c%2F2", page(position_row({.token = token_c})));
  stage.transport.on("status=REDEEMABLE_LOST", page(""));
  stage.transport.on("/v2/positions", page(position_row(), "c/2"));
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->holdings().size(), 2U);
  EXPECT_EQ(snapshot->pages(), 3U);
  EXPECT_NE(stage.transport.asked.at(1).target.find("user=" + wallet), std::string::npos);
  EXPECT_NE(stage.transport.asked.at(1).target.find("status=OPEN"), std::string::npos);
}

TEST(PolymarketSnapshot, ListsALostTokenOnceAndAsLost) {
  Stage stage;
  stage.transport.on("status=REDEEMABLE_LOST",
                     page(position_row() + "," + position_row({.token = token_c, .size = "7"})));
  stage.answer_as_usual();
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  ASSERT_EQ(snapshot->holdings().size(), 2U);
  for (const auto& [key, row] : snapshot->holdings()) {
    EXPECT_TRUE(row.lost);
    EXPECT_TRUE(row.redeemable);
    EXPECT_TRUE(row.quantity);
  }
}

TEST(PolymarketSnapshot, KnowsNoQuantityWhereTheTwoListsNameTwo) {
  Stage stage;
  stage.transport.on("status=REDEEMABLE_LOST", page(position_row({.size = "3"})));
  stage.answer_as_usual();
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_FALSE(snapshot->find(poly_key(token_a))->quantity);
  EXPECT_FALSE(snapshot->find(poly_key(token_a))->flaw.empty());
}

TEST(PolymarketSnapshot, IsNoneWhenATokenComesTwiceOrThePagesLoop) {
  Stage twice;
  twice.transport.on("/v2/positions", page(position_row() + "," + position_row()));
  EXPECT_EQ(fault_of_snapshot(twice), Fault::incomplete);
  Stage moved;
  moved.transport.on("cursor=two", page(position_row()));
  moved.transport.on("/v2/positions", page(position_row(), "two"));
  EXPECT_EQ(fault_of_snapshot(moved), Fault::incomplete);
  Stage loop;
  loop.transport.on("/v2/positions", page("", "again"));
  EXPECT_EQ(fault_of_snapshot(loop), Fault::incomplete);
}

TEST(PolymarketSnapshot, IsNoneWhenEitherListCannotBeRead) {
  for (const char* status : {"status=OPEN", "status=REDEEMABLE_LOST"}) {
    for (const auto& [bad, fault] :
         {std::pair{answer(500, "<html>"), Fault::unreachable},
          std::pair{answer(429, ""), Fault::rate_limited},
          std::pair{answer(403, ""), Fault::unauthorised},
          std::pair{answer(200, ""), Fault::malformed},
          std::pair{answer(200, "[]"), Fault::malformed},
          std::pair{answer(200, "{}"), Fault::malformed},
          std::pair{answer(204, ""), Fault::malformed},
          std::pair{answer(200, R"({"error":"x","code":"internal"})"), Fault::malformed},
          std::pair{answer(200, R"({"data":[]})"), Fault::incomplete}}) {
      Stage stage;
      stage.transport.on({status}, {bad});
      stage.answer_as_usual();
      EXPECT_EQ(fault_of_snapshot(stage), fault) << status << " " << bad.status << bad.body;
    }
  }
}

TEST(PolymarketSnapshot, IsNoneWhenTheAddressCannotHoldAnything) {
  Stage stage;
  stage.transport.on(
      {"/v2/positions"},
      {answer(400,
              R"({"error":"protocol contract","code":"invalid_request","parameter":"user"})")});
  EXPECT_EQ(fault_of_snapshot(stage), Fault::identity);
}

// --- the older API -------------------------------------------------------------------------------

std::string v1_rows(int from, int count) {
  std::string rows;
  for (int i = 0; i < count; ++i) {
    rows += (rows.empty() ? "" : ",") + v1_row(std::to_string(1 + from + i), "1");
  }
  return "[" + rows + "]";
}

TEST(PolymarketOlderApi, IsUsedWhereTheNewerOneIsNotThere) {
  for (const int status : {404, 410}) {
    Stage stage;
    stage.transport.on({"/v2/"}, {answer(status, "")});
    stage.transport.on("offset=500", v1_rows(500, 20));
    stage.transport.on("offset=0", v1_rows(0, 500));
    const auto snapshot = stage.snapshot();
    ASSERT_TRUE(snapshot) << snapshot.error().what;
    EXPECT_EQ(snapshot->holdings().size(), 520U);
    EXPECT_EQ(stage.transport.count("sizeThreshold=0"), 2);
    EXPECT_EQ(stage.transport.count("limit=500"), 2);
  }
}

TEST(PolymarketOlderApi, IsNotUsedWhenTheNewerOneIsOnlyBroken) {
  Stage stage;
  stage.transport.on({"/v2/"}, {answer(503, "")});
  stage.transport.on("/positions", "[]");
  EXPECT_EQ(fault_of_snapshot(stage), Fault::unreachable);
}

TEST(PolymarketOlderApi, IsIncompleteWhenItsHighestOffsetIsStillFull) {
  Stage stage;
  stage.config.shape = DataShape::v1;
  // The longer offsets first: a script answers whatever holds its words.
  for (int offset = 10'000; offset >= 0; offset -= 500) {
    stage.transport.on("offset=" + std::to_string(offset), v1_rows(offset, 500));
  }
  EXPECT_EQ(fault_of_snapshot(stage), Fault::incomplete);
}

TEST(PolymarketOlderApi, EndsWithAnEmptyPageWhereTheLastOneWasFull) {
  Stage stage;
  stage.config.shape = DataShape::v1;
  stage.transport.on("offset=500", "[]");
  stage.transport.on("offset=0", v1_rows(0, 500));
  const auto snapshot = stage.snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->holdings().size(), 500U);
}

// --- identity ------------------------------------------------------------------------------------

const crypto::EthAddress signer =
    crypto::EthAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").value();

TEST(PolymarketWallets, AreDerivedAsPolymarketsOwnClientsDo) {
  const auto address = [](const char* owner, std::string_view kind) {
    for (const Wallet& wallet_of : wallets_of(crypto::EthAddress::parse(owner).value())) {
      if (wallet_of.kind == kind) return wallet_of.address.lower();
    }
    return std::string{};
  };
  const char* const known = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
  EXPECT_EQ(address(known, "proxy"), "0x365f0ca36ae1f641e02fe3b7743673da42a13a70");
  EXPECT_EQ(address(known, "Safe"), "0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47");
  EXPECT_EQ(address(known, "deposit wallet"), "0xdf8b9e8f9ab23f261f6e1b171b7454ae6e46ba76");
  EXPECT_EQ(address("0x1111111111111111111111111111111111111111", "deposit wallet"),
            "0xfaea0f08159fcf2f573fe24e9e989b0d48f7651b");
}

const IdentityCheck* check_named(const std::vector<IdentityCheck>& checks, const char* name) {
  for (const auto& check : checks) {
    if (check.name == name) return &check;
  }
  return nullptr;
}

TEST(PolymarketIdentity, FindsThePositionsNextDoor) {
  Stage stage;
  stage.config.holder = signer;  // the key's own address was given instead of its Safe
  stage.config.signer = signer;
  const std::string safe = "0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47";
  stage.transport.on("user=" + safe, page(position_row({.owner = safe})));
  stage.transport.on("/v2/positions", page(""));
  auto venue = stage.venue();
  const auto checks = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(checks) << checks.error().what;
  const auto* check = check_named(*checks, "positions");
  ASSERT_NE(check, nullptr);
  EXPECT_FALSE(check->passed);
  EXPECT_NE(check->fix.find("0xd93B25cb943D14d0d34FBaF01Fc93a0f8b5F6E47"), std::string::npos)
      << check->fix;
}

TEST(PolymarketIdentity, PassesForTheKeysOwnProxy) {
  Stage stage;
  stage.config.signer = signer;
  stage.config.holder =
      crypto::EthAddress::parse("0x365f0ca36ae1f641e02fe3b7743673da42a13a70").value();
  stage.transport.on("/v2/positions", page(position_row({.owner = stage.config.holder.lower()})));
  auto venue = stage.venue();
  const auto checks = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(checks);
  for (const auto& check : *checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.text;
  EXPECT_EQ(stage.transport.asked.size(), 1U);
}

TEST(PolymarketIdentity, SaysWhenWalletAndKeyAreStrangers) {
  Stage stage;
  stage.config.signer = signer;
  stage.answer_as_usual();
  auto venue = stage.venue();
  const auto checks = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(checks);
  EXPECT_FALSE(check_named(*checks, "wallet and key")->passed);
  EXPECT_TRUE(check_named(*checks, "positions")->passed);
}

TEST(PolymarketIdentity, WorksOnTheOlderApiToo) {
  Stage stage;
  stage.transport.on({"/v2/"}, {answer(404, "")});
  stage.transport.on("/positions", "[" + v1_row() + "]");
  auto venue = stage.venue();
  const auto checks = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(checks) << checks.error().what;
  EXPECT_TRUE(check_named(*checks, "positions")->passed);
}

TEST(PolymarketIdentity, RefusesNoAddressAtAll) {
  Stage stage;
  stage.config.holder = {};
  auto venue = stage.venue();
  const auto checks = test::run(venue.identify(stage.tape));
  ASSERT_TRUE(checks);
  EXPECT_FALSE(checks->at(0).passed);
  EXPECT_TRUE(stage.transport.asked.empty());
}

}  // namespace
}  // namespace holdfast::polymarket
