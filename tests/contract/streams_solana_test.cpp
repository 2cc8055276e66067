#include <gtest/gtest.h>

#include "chain/solana_feed.hpp"
#include "chain/solana_programs.hpp"
#include "sim/solana/keys.hpp"
#include "stream_stage.hpp"

// Solana's account notifications: signs to ask, and what it takes to lose none for long.
namespace holdfast {
namespace {

using namespace test;
using namespace std::chrono_literals;
using sim::FaultKind;

struct SolanaStreams : testing::Test, StreamStage {
  std::string wallet = sim::solana::keypair_named(sim::demo_solana_wallet).address;
  std::string known_wallet = wallet;
  std::vector<std::string> mints{market("KXS-1"), market("KXS-2"), market("KXS-3")};
  solana::AccountFeed& feed = keep(std::make_unique<solana::AccountFeed>(
      solana::FeedConfig{
          .address = {.origin = "ws://sim", .target = "/solana/1", .headers = {}},
          .wallet = [this] { return known_wallet; },
          .commitment = solana::Commitment::confirmed,
          .money = {{std::string{sim::solana::usdc_mint}, std::string{solana::token_program}},
                    {std::string{sim::solana::cash_mint},
                     std::string{solana::token_2022_program}}}},
      clock));

  std::string market(const std::string& ticker) {
    act(R"({"venue":"kalshi_solana","do":"add_market","ticker":")" + ticker +
        R"(","price":"0.40"})");
    return simulator.world().dflow.markets.at(ticker).rails.at(0).yes_mint;
  }
  static std::set<InstrumentId> ids(const std::vector<std::string>& names) {
    std::set<InstrumentId> all;
    for (const auto& name : names) all.insert(InstrumentId{name});
    return all;
  }
  void trade(const std::string& verb, const std::string& mint, int contracts) {
    act(fmt::format(R"({{"venue":"kalshi_solana","do":"{}","wallet":"{}","mint":"{}",)"
                    R"("contracts":"{}","price":"0.40"}})",
                    verb, wallet, mint, contracts));
  }
  // Tokens that leave without any money coming in.
  void give_away(const std::string& mint) {
    act(fmt::format(R"({{"venue":"kalshi_solana","do":"transfer","from":"{}","to":"{}",)"
                    R"("mint":"{}","contracts":"1"}})",
                    wallet, sim::solana::keypair_named("somebody").address, mint));
  }
  [[nodiscard]] std::string account_of(const std::string& mint) const {
    return sim::solana::token_account_of(wallet, sim::solana::token_2022_program, mint);
  }
  [[nodiscard]] std::size_t live() const { return simulator.streams().live("solana-ws").size(); }
  // What a node shows of the wallet: amounts by mint.
  [[nodiscard]] std::map<std::string, std::uint64_t> shown() {
    std::map<std::string, std::uint64_t> amounts;
    const auto slot = sim::solana::Chain::slot_at(clock.now() - 500ms) - 2;
    for (const auto& [address, account] : simulator.world().dflow.chain.accounts_at(slot)) {
      if (account.owner == wallet) amounts[account.mint] += account.amount;
    }
    return amounts;
  }
  void settle() {
    clock.advance(20s);
    asked = 0;
  }
};

TEST_F(SolanaStreams, FollowsWhatIsHeldAndAlwaysTheMoney) {
  auto& watching = watch(feed, ids(mints));
  EXPECT_EQ(live(), 5U);
  EXPECT_EQ(watching.status().watched, 3U);
  EXPECT_EQ(watching.status().fresh, 3U);
  watching.follow(ids({mints[1]}));
  clock.advance(1s);
  EXPECT_EQ(live(), 3U);
  watching.follow({});
  clock.advance(1s);
  EXPECT_EQ(live(), 2U) << "money: a purchase shows by it";
  clock.advance(10min);
  EXPECT_EQ(live(), 2U);
  EXPECT_EQ(raw.opened, 1);
}

TEST_F(SolanaStreams, AMovementOnlyMakesItAsk) {
  trade("buy", mints[0], 5);
  watch(feed, ids(mints));
  settle();
  give_away(mints[0]);
  clock.advance(4s);
  EXPECT_EQ(asked, 1);
  clock.advance(10s);
  EXPECT_EQ(asked, 2) << "once more, for what is listed late";
  clock.advance(5min);
  EXPECT_EQ(asked, 2);
}

TEST_F(SolanaStreams, APurchaseOfWhatNobodyWatchesShowsByTheMoney) {
  watch(feed, ids({mints[0]}));
  settle();
  trade("buy", mints[2], 4);
  clock.advance(4s);
  EXPECT_EQ(asked, 1);
}

TEST_F(SolanaStreams, WithoutAWalletNobodyIsAsked) {
  known_wallet.clear();
  auto& watching = watch(feed, {});
  clock.advance(5s);
  EXPECT_EQ(raw.opened, 0);
  EXPECT_EQ(watching.status().state, StreamState::off);
  known_wallet = wallet;
  watching.follow(ids({mints[0]}));
  clock.advance(2s);
  EXPECT_EQ(live(), 3U);
}

TEST_F(SolanaStreams, ADroppedSubscriptionIsMadeAnew) {
  trade("buy", mints[0], 5);
  watch(feed, ids(mints));
  settle();
  fault("solana-ws", FaultKind::silent_drop, account_of(mints[0]));
  give_away(mints[0]);
  clock.advance(5s);
  EXPECT_EQ(asked, 0) << "nobody was told";
  EXPECT_EQ(live(), 4U);
  clock.advance(70s);
  EXPECT_EQ(live(), 5U);
  give_away(mints[0]);
  clock.advance(4s);
  EXPECT_EQ(asked, 1);
}

TEST_F(SolanaStreams, ADeadLineIsFoundWithinFifteenSeconds) {
  trade("buy", mints[0], 5);
  const auto& watching = watch(feed, ids(mints));
  settle();
  fault("solana-ws", FaultKind::half_open, account_of(mints[0]));
  give_away(mints[0]);
  EXPECT_LE(until_found_dead(watching), 17s) << "15 and the two that the chain takes to confirm";
  EXPECT_EQ(watching.status().fresh, 0U);
  clock.advance(5s);
  EXPECT_GE(asked, 1) << "for whatever was said while nobody listened";
  EXPECT_EQ(live(), 5U);
}

// Whoever asks on each sign, and at no other time, has the chain's amounts once the chain has said
// anything more of that account.
TEST_F(SolanaStreams, AThousandFaultsAndTheNextWordHealsEach) {
  for (const auto& mint : mints) trade("buy", mint, 1'500);
  watch(feed, ids(mints));
  std::map<std::string, std::uint64_t> held;
  on_ask = [&] { held = shown(); };
  settle();
  constexpr std::array kinds{FaultKind::gap, FaultKind::duplicate, FaultKind::reorder,
                             FaultKind::stale_replay};
  int not_healed = 0;
  unsigned unseen = 0;
  const auto rounds = fault_rounds();
  for (unsigned round = 0; round < rounds; ++round) {
    const auto& mint = mints[entropy.below(mints.size())];
    // Every fiftieth is a silent drop: those take half a lease each.
    const auto kind =
        round % 50 == 49 ? FaultKind::silent_drop : kinds[entropy.below(kinds.size())];
    fault("solana-ws", kind, account_of(mint));
    give_away(mint);
    clock.advance(2s);
    if (kind == FaultKind::silent_drop) clock.advance(65s);
    unseen += held != shown() ? 1 : 0;
    give_away(mint);
    clock.advance(4s);
    not_healed += held != shown() ? 1 : 0;
  }
  EXPECT_EQ(not_healed, 0);
  EXPECT_GE(unseen, rounds * 15 / 100) << "the faults were really there";
  EXPECT_GE(feed.counts().repeated, rounds * 30 / 100);
  EXPECT_EQ(live(), 5U);
  EXPECT_EQ(raw.opened, 1);
}

}  // namespace
}  // namespace holdfast
