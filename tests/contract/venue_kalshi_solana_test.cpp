#include <gtest/gtest.h>

#include "solana_stage.hpp"

namespace holdfast {
namespace {

using sim::FaultKind;
using test::px;
using test::qty;
using test::run;
using test::SolanaStage;

constexpr Duration minute = std::chrono::minutes{1};

Result<Snapshot> snapshot_of(SolanaStage& stage) {
  auto venue = stage.venue();
  return run(venue.fetch_snapshot(stage.tape));
}

std::vector<PositionKey> keys_of(const Snapshot& snapshot) {
  std::vector<PositionKey> keys;
  for (const auto& [key, row] : snapshot.holdings()) keys.push_back(key);
  return keys;
}

EventQuery everything_about(const Snapshot& snapshot) {
  EventQuery query;
  for (const auto& [key, row] : snapshot.holdings()) query.emplace(key, UtcTime{});
  return query;
}

TEST(KalshiSolanaAgainstTheSimulator, ReadsEverySizeOfWallet) {
  for (const std::int64_t rows : {0, 1, 501, 1'200}) {
    SolanaStage stage{rows};
    const auto snapshot = snapshot_of(stage);
    ASSERT_TRUE(snapshot) << rows << ": " << snapshot.error().what;
    EXPECT_EQ(snapshot->holdings().size(), static_cast<std::size_t>(rows));
    const auto& chain = stage.simulator.world().dflow.chain;
    for (const auto& [key, row] : snapshot->holdings()) {
      ASSERT_TRUE(row.quantity);
      EXPECT_EQ(static_cast<std::uint64_t>(row.quantity->units() / 1'000),
                chain.held(SolanaStage::wallet(), key.instrument.text));
    }
  }
}

TEST(KalshiSolanaAgainstTheSimulator, SaysWhatTheTokensAre) {
  SolanaStage stage;
  const auto yes = stage.buy("KXA-26", "yes", "5");
  const auto no = stage.buy("KXA-26", "no", "3", "0.60");
  const auto in_cash = stage.buy("KXA-26", "yes", "2", "0.40", "CASH");
  const auto snapshot = snapshot_of(stage);
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->holdings().size(), 3U);  // no netting, and each rail on its own
  EXPECT_EQ(snapshot->find(yes)->quantity, qty("5"));
  EXPECT_EQ(snapshot->find(no)->quantity, qty("3"));
  EXPECT_EQ(snapshot->find(in_cash)->quantity, qty("2"));
  EXPECT_EQ(snapshot->find(yes)->about.slug, "KXA-26");
  EXPECT_EQ(snapshot->find(yes)->about.outcome, "Yes");
  EXPECT_EQ(snapshot->find(no)->about.outcome, "No");
  EXPECT_EQ(snapshot->find(yes)->about.opposite, no.instrument.text);
  EXPECT_NE(snapshot->find(in_cash)->about.title.find("CASH"), std::string::npos);
  EXPECT_TRUE(snapshot->header().has_watermark);
  EXPECT_LT(snapshot->as_of(), stage.clock.now());
}

TEST(KalshiSolanaAgainstTheSimulator, SumsAccountsOfOneMintAndLeavesOtherTokensAlone) {
  SolanaStage stage;
  const auto key = stage.buy("KXA-26", "yes", "5");
  stage.act("deposit",
            fmt::format(R"("wallet":"{}","mint":"{}","amount":"2","account":"second")",
                        SolanaStage::wallet(), key.instrument.text),
            minute);
  stage.act("deposit",
            fmt::format(R"("wallet":"{}","mint":"{}","amount":"900","decimals":9)",
                        SolanaStage::wallet(), sim::solana::address_named("a meme")),
            minute);
  const auto snapshot = snapshot_of(stage);
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  ASSERT_EQ(snapshot->holdings().size(), 1U);
  EXPECT_EQ(snapshot->find(key)->quantity, qty("7"));
}

TEST(KalshiSolanaAgainstTheSimulator, HasTradesThatSumToWhatIsHeld) {
  SolanaStage stage{300};
  stage.buy("KXA-26", "yes", "5", "0.42");
  stage.trade("sell", "KXA-26", "yes", "2", "0.50", R"(,"fee":"0.03")");
  auto venue = stage.venue();
  const auto snapshot = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  const auto events = run(venue.fetch_events(everything_about(*snapshot), stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  std::map<PositionKey, Sum<Quantity>> sums;
  for (const Fill& fill : events->fills) sums[fill.key].add(fill.change);
  for (const auto& [key, row] : snapshot->holdings()) {
    EXPECT_EQ(sums[key].units(), row.quantity->units()) << row.about.slug;
  }
  const auto key = stage.key("KXA-26", "yes");
  const auto sold = std::ranges::find_if(
      events->fills, [&](const Fill& f) { return f.key == key && f.change.is_negative(); });
  ASSERT_NE(sold, events->fills.end());
  EXPECT_EQ(sold->change, qty("-2"));
  EXPECT_EQ(sold->price, px("0.5"));  // what was got and the fee, together
  EXPECT_EQ(sold->fee, Money::parse("0.03").value());
}

TEST(KalshiSolanaAgainstTheSimulator, IsWitnessedByASecondEndpoint) {
  SolanaStage stage{250};
  const auto snapshot = snapshot_of(stage);
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  auto witness = stage.witness();
  const auto readings = run(witness.read(keys_of(*snapshot), stage.tape));
  ASSERT_TRUE(readings) << readings.error().what;
  EXPECT_EQ(readings->endpoints_answered, 2U) << readings->text;
  ASSERT_EQ(readings->agreed.size(), 250U);
  for (const auto& [key, row] : snapshot->holdings()) {
    EXPECT_EQ(readings->agreed.at(key).quantity, row.quantity);
    EXPECT_EQ(readings->agreed.at(key).endpoints, 2U);
    EXPECT_TRUE(readings->agreed.at(key).evidence.id.starts_with("solana:"));
  }
}

TEST(KalshiSolanaAgainstTheSimulator, FollowsASaleInEveryView) {
  SolanaStage stage;
  const auto key = stage.buy("KXA-26", "yes", "5");
  auto venue = stage.venue();
  const UtcTime sold_at = stage.clock.now();
  stage.trade("sell", "KXA-26", "yes", "5", "0.63", R"(,"close_account":true)");
  const auto after = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_EQ(after->find(key), nullptr);
  auto witness = stage.witness();
  const auto readings = run(witness.read({key}, stage.tape));
  ASSERT_TRUE(readings) << readings.error().what;
  EXPECT_EQ(readings->agreed.at(key).quantity, Quantity{});
  const auto events = run(venue.fetch_events({{key, sold_at}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->fills.size(), 1U);
  EXPECT_EQ(events->fills[0].change, qty("-5"));
  EXPECT_EQ(events->fills[0].price, px("0.63"));
  EXPECT_TRUE(events->transfers.empty());
  EXPECT_TRUE(events->unsettled.empty());
  EXPECT_GT(readings->agreed.at(key).evidence.at, events->newest_activity.at(key));
}

TEST(KalshiSolanaAgainstTheSimulator, KnowsASaleBeforeTheTradeListDoes) {
  SolanaStage stage;
  const auto key = stage.buy("KXA-26", "yes", "5");
  auto venue = stage.venue();
  const UtcTime sold_at = stage.clock.now();
  stage.break_it("dflow-metadata", "onchain_trades", FaultKind::lag, {{"ms", "3600000"}});
  stage.trade("sell", "KXA-26", "yes", "5", "0.63", R"(,"fee":"0.05")");
  ASSERT_TRUE(run(venue.fetch_snapshot(stage.tape)));
  const auto events = run(venue.fetch_events({{key, sold_at}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->fills.size(), 1U);
  const Fill early = events->fills[0];
  EXPECT_EQ(early.change, qty("-5"));
  EXPECT_FALSE(early.listed) << "nobody knows its fee";
  stage.simulator.world().faults.clear_all();
  const auto later = run(venue.fetch_events({{key, sold_at}}, stage.tape));
  ASSERT_TRUE(later) << later.error().what;
  ASSERT_EQ(later->fills.size(), 1U);
  EXPECT_EQ(later->fills[0].id, early.id);  // one fill, whoever tells of it
  EXPECT_TRUE(later->fills[0].listed);
  EXPECT_EQ(later->fills[0].price, px("0.63"));
  EXPECT_EQ(later->fills[0].fee, Money::parse("0.05").value());
}

TEST(KalshiSolanaAgainstTheSimulator, NeverCallsWhatCameATransfer) {
  SolanaStage stage;
  stage.break_it("dflow-metadata", "onchain_trades", FaultKind::lag, {{"ms", "3600000"}});
  const auto key = stage.buy("KXA-26", "yes", "5");
  auto venue = stage.venue();
  ASSERT_TRUE(run(venue.fetch_snapshot(stage.tape)));
  stage.clock.advance(3 * minute);
  const auto events = run(venue.fetch_events({{key, UtcTime{}}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_TRUE(events->transfers.empty()) << "it is a purchase that is not listed yet";
  EXPECT_TRUE(events->unsettled.empty());
  EXPECT_TRUE(events->newest_activity.contains(key));
}

TEST(KalshiSolanaAgainstTheSimulator, BooksNothingOfASaleThatIsOpenOrFailed) {
  SolanaStage stage;
  const auto key = stage.buy("KXA-26", "yes", "5");
  auto venue = stage.venue();
  const UtcTime sold_at = stage.clock.now();
  stage.trade("sell", "KXA-26", "yes", "5", "0.63", R"(,"outcome":"open")");
  ASSERT_TRUE(run(venue.fetch_snapshot(stage.tape)));
  const auto open = run(venue.fetch_events({{key, sold_at}}, stage.tape));
  ASSERT_TRUE(open) << open.error().what;
  EXPECT_TRUE(open->unsettled.contains(key));
  EXPECT_TRUE(open->fills.empty());
  EXPECT_TRUE(open->transfers.empty());

  SolanaStage failed;
  failed.buy("KXA-26", "yes", "5");
  auto other = failed.venue();
  failed.trade("sell", "KXA-26", "yes", "5", "0.63", R"(,"outcome":"failed")");
  const auto held = run(other.fetch_snapshot(failed.tape));
  ASSERT_TRUE(held);
  EXPECT_EQ(held->find(key)->quantity, qty("5"));  // given back
  const auto events = run(other.fetch_events({{key, sold_at}}, failed.tape));
  ASSERT_TRUE(events) << events.error().what;
  EXPECT_TRUE(events->fills.empty());
  EXPECT_TRUE(events->transfers.empty());
  EXPECT_FALSE(events->unsettled.contains(key));
}

TEST(KalshiSolanaAgainstTheSimulator, BooksThePartOfASaleThatWasFilled) {
  SolanaStage stage;
  const auto key = stage.buy("KXA-26", "yes", "5");
  auto venue = stage.venue();
  const UtcTime sold_at = stage.clock.now();
  stage.trade("sell", "KXA-26", "yes", "5", "0.60", R"(,"outcome":"partial","filled":"2")");
  const auto held = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(held);
  EXPECT_EQ(held->find(key)->quantity, qty("3"));
  const auto events = run(venue.fetch_events({{key, sold_at}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->fills.size(), 1U);
  EXPECT_EQ(events->fills[0].change, qty("-2"));
  EXPECT_TRUE(events->transfers.empty());
}

TEST(KalshiSolanaAgainstTheSimulator, CallsATransferATransfer) {
  SolanaStage stage;
  const auto key = stage.buy("KXA-26", "yes", "5");
  auto venue = stage.venue();
  const UtcTime sent_at = stage.clock.now();
  stage.act("transfer",
            fmt::format(R"("from":"{}","to":"{}","ticker":"KXA-26","contracts":"2")",
                        SolanaStage::wallet(), sim::solana::keypair_named("friend").address),
            minute);
  ASSERT_TRUE(run(venue.fetch_snapshot(stage.tape)));
  const auto young = run(venue.fetch_events({{key, sent_at}}, stage.tape));
  ASSERT_TRUE(young) << young.error().what;
  EXPECT_TRUE(young->unsettled.contains(key));  // it could be an order nobody has indexed
  stage.clock.advance(3 * minute);
  const auto events = run(venue.fetch_events({{key, sent_at}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->transfers.size(), 1U);
  EXPECT_EQ(events->transfers[0].change, qty("-2"));
  EXPECT_FALSE(events->transfers[0].price);
  EXPECT_TRUE(events->fills.empty());
  // With the purchase it sums to what is held.
  const auto all = run(venue.fetch_events({{key, UtcTime{}}}, stage.tape));
  ASSERT_TRUE(all) << all.error().what;
  EXPECT_EQ(all->fills.size(), 1U);
  EXPECT_EQ(all->transfers.size(), 1U);
}

TEST(KalshiSolanaAgainstTheSimulator, SeesWinLossScalarAndRedemption) {
  SolanaStage stage;
  const auto won = stage.buy("KXW-26", "yes", "5");
  const auto lost = stage.buy("KXL-26", "yes", "4");
  const auto part = stage.buy("KXS-26", "no", "10", "0.50");
  auto venue = stage.venue();
  const auto settle = [&](const char* ticker, const char* how) {
    stage.act("settle", fmt::format(R"("ticker":"{}",{})", ticker, how), minute);
  };
  settle("KXW-26", R"("result":"yes","redemption":"pending")");
  const auto waiting = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(waiting) << waiting.error().what;
  EXPECT_EQ(waiting->find(won)->about.state, MarketState::closed);  // it may still be disputed
  EXPECT_FALSE(waiting->find(won)->redeemable);
  settle("KXW-26", R"("result":"yes")");
  settle("KXL-26", R"("result":"no")");
  settle("KXS-26", R"("result":"scalar","scalar_bps":4200)");
  const auto decided = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(decided) << decided.error().what;
  EXPECT_TRUE(decided->find(won)->redeemable);
  EXPECT_EQ(decided->find(won)->about.payout, px("1"));
  EXPECT_TRUE(decided->find(lost)->lost);
  EXPECT_FALSE(decided->find(lost)->redeemable);
  EXPECT_EQ(decided->find(lost)->about.price, px("0"));
  EXPECT_EQ(decided->find(part)->about.payout, px("0.58"));
  EXPECT_TRUE(decided->find(part)->redeemable);
  const UtcTime redeemed_at = stage.clock.now();
  stage.act(
      "redeem",
      fmt::format(R"("wallet":"{}","mint":"{}")", SolanaStage::wallet(), part.instrument.text),
      minute);
  const auto after = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->find(part), nullptr);
  const auto events = run(venue.fetch_events({{part, redeemed_at}}, stage.tape));
  ASSERT_TRUE(events) << events.error().what;
  ASSERT_EQ(events->settlements.size(), 1U);
  EXPECT_EQ(events->settlements[0].payout, px("0.58"));
  EXPECT_EQ(events->settlements[0].cause, Cause::redemption);
  EXPECT_TRUE(events->transfers.empty());
}

TEST(KalshiSolanaAgainstTheSimulator, ProvesThatDFlowAnsweredAboutEveryMint) {
  SolanaStage stage{398};
  for (const char* name : {"one", "two", "three"}) {
    stage.act("deposit",
              fmt::format(R"("wallet":"{}","mint":"{}","amount":"1","program":"token-2022")",
                          SolanaStage::wallet(), sim::solana::address_named(name)),
              {});
  }
  stage.clock.advance(minute);
  auto venue = stage.venue();
  const auto whole = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(whole) << whole.error().what;
  EXPECT_EQ(whole->holdings().size(), 398U);
  EXPECT_EQ(std::ranges::count_if(stage.tape.answers,
                                  [](const RawAnswer& one) {
                                    return one.source.find("filter_outcome_mints") !=
                                           std::string::npos;
                                  }),
            3)
      << "401 mints, 199 at a time: strangers of the same program are asked about";
  stage.break_it("dflow-metadata", "markets_batch", FaultKind::short_rows, {{"rows", "1"}}, 2, 1);
  const auto cut = run(venue.fetch_snapshot(stage.tape));
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().fault, Fault::incomplete);
  const auto named = cut.error().what.find("1 of 398 asked outcome mints are missing");
  ASSERT_NE(named, std::string::npos) << cut.error().what;
  EXPECT_TRUE(std::ranges::any_of(keys_of(*whole), [&](const PositionKey& key) {
    return cut.error().what.ends_with(": " + key.instrument.text);
  })) << cut.error().what;
  // A filter that leaves one out is found too, by a venue that has not seen the mint before.
  stage.simulator.world().faults.clear_all();
  stage.break_it("dflow-metadata", "filter_outcome_mints", FaultKind::short_rows, {}, 1, 1);
  const auto filtered = snapshot_of(stage);
  ASSERT_FALSE(filtered);
  EXPECT_EQ(filtered.error().fault, Fault::incomplete);
}

struct Breakage {
  std::string venue;
  FaultKind kind;
  std::map<std::string, std::string> params;
  Fault meaning;
};

TEST(KalshiSolanaAgainstTheSimulator, IsNeverAnEmptyWalletWhateverBreaks) {
  const std::string dflow = "dflow-metadata";
  const std::string node = "solana/1";
  const std::vector<Breakage> breakages{
      {dflow, FaultKind::http, {{"status", "500"}}, Fault::unreachable},
      {dflow, FaultKind::http, {{"status", "403"}}, Fault::unauthorised},
      {dflow, FaultKind::rate_limited, {}, Fault::rate_limited},
      {dflow, FaultKind::reset, {}, Fault::unreachable},
      {dflow, FaultKind::truncated, {{"at", "40"}}, Fault::malformed},
      {dflow, FaultKind::unauthorised, {}, Fault::unauthorised},
      {dflow, FaultKind::auth_as_empty, {}, Fault::incomplete},
      {dflow, FaultKind::empty, {{"body", "{}"}}, Fault::malformed},
      {dflow, FaultKind::empty, {{"body", "[]"}}, Fault::malformed},
      {dflow, FaultKind::rename_field, {{"from", "accounts"}, {"to", "rails"}}, Fault::malformed},
      {dflow, FaultKind::drop_field, {{"field", "status"}}, Fault::malformed},
      {node, FaultKind::http, {{"status", "502"}}, Fault::unreachable},
      {node, FaultKind::reset, {}, Fault::unreachable},
      {node, FaultKind::unauthorised, {}, Fault::unauthorised},
      {node, FaultKind::wrong_chain, {}, Fault::identity},
      {node,
       FaultKind::wrong_owner,
       {{"owner", "11111111111111111111111111111111"}},
       Fault::identity},
      {node, FaultKind::duplicate_row, {}, Fault::incomplete},
      {node, FaultKind::rpc_error, {}, Fault::not_now},
      {node,
       FaultKind::rpc_error,
       {{"code", "429"}, {"message", "Too many requests for a specific RPC call"}},
       Fault::rate_limited},
      {node, FaultKind::rpc_error, {{"code", "-32602"}, {"message", "Invalid"}}, Fault::refused},
      {node, FaultKind::empty, {{"body", "{}"}}, Fault::malformed},
      {node, FaultKind::empty, {{"body", ""}}, Fault::malformed},
  };
  for (const auto& breakage : breakages) {
    SolanaStage stage{8};
    stage.break_it(breakage.venue, "*", breakage.kind, breakage.params);
    const auto snapshot = snapshot_of(stage);
    ASSERT_FALSE(snapshot) << name_of(breakage.kind);
    EXPECT_EQ(snapshot.error().fault, breakage.meaning)
        << name_of(breakage.kind) << ": " << snapshot.error().what;
  }
}

TEST(SolanaAgainstTheSimulator, BelievesNoLiarNoLaggardAndNoOtherChain) {
  SolanaStage stage{8};
  const auto snapshot = snapshot_of(stage);
  ASSERT_TRUE(snapshot);
  const auto keys = keys_of(*snapshot);
  stage.break_it("solana/2", "*", FaultKind::lie);
  auto witness = stage.witness();
  const auto lied = run(witness.read(keys, stage.tape));
  ASSERT_TRUE(lied) << lied.error().what;
  EXPECT_TRUE(lied->agreed.empty());
  EXPECT_EQ(lied->disputed.size(), keys.size());

  stage.simulator.world().faults.clear_all();
  stage.break_it("solana/2", "*", FaultKind::behind, {{"blocks", "400"}});
  const auto behind = run(witness.read(keys, stage.tape));
  ASSERT_TRUE(behind) << behind.error().what;
  EXPECT_EQ(behind->endpoints_answered, 1U) << behind->text;
  for (const auto& [key, reading] : behind->agreed) EXPECT_EQ(reading.endpoints, 1U);

  stage.simulator.world().faults.clear_all();
  stage.break_it("solana/2", "*", FaultKind::wrong_chain);
  auto fresh = stage.witness();
  EXPECT_EQ(run(fresh.read(keys, stage.tape))->endpoints_answered, 1U);
}

TEST(SolanaAgainstTheSimulator, NeverListsAnOlderSlotThanBefore) {
  SolanaStage stage;
  stage.buy("KXA-26", "yes", "5");
  auto venue = stage.venue();
  ASSERT_TRUE(run(venue.fetch_snapshot(stage.tape)));
  stage.break_it("solana/1", "*", FaultKind::behind, {{"blocks", "400"}});
  const auto older = run(venue.fetch_snapshot(stage.tape));
  ASSERT_FALSE(older);
  EXPECT_EQ(older.error().fault, Fault::not_now) << older.error().what;
}

TEST(SolanaAgainstTheSimulator, AsksMintByMintWhereTheNodeCapsItsAnswer) {
  SolanaStage stage{230};
  const auto snapshot = snapshot_of(stage);
  ASSERT_TRUE(snapshot);
  auto keys = keys_of(*snapshot);
  const auto gone = stage.buy("KXA-26", "yes", "5");
  stage.trade("sell", "KXA-26", "yes", "5", "0.63", R"(,"close_account":true)");
  keys.push_back(gone);
  stage.act("set_service", R"("accounts_cap":50)", minute);
  const auto capped = snapshot_of(stage);
  ASSERT_FALSE(capped);
  EXPECT_EQ(capped.error().fault, Fault::incomplete) << capped.error().what;
  auto witness = stage.witness();
  const auto readings = run(witness.read(keys, stage.tape));
  ASSERT_TRUE(readings) << readings.error().what;
  ASSERT_EQ(readings->agreed.size(), 231U) << readings->text;
  for (const auto& [key, row] : snapshot->holdings()) {
    EXPECT_EQ(readings->agreed.at(key).quantity, row.quantity);
  }
  EXPECT_EQ(readings->agreed.at(gone).quantity, Quantity{});
}

TEST(KalshiSolanaAgainstTheSimulator, TellsItsOwnerFromAStranger) {
  SolanaStage stage;
  const auto key = stage.buy("KXA-26", "yes", "5");
  const std::string stranger = sim::solana::keypair_named("stranger").address;
  auto venue = stage.venue({});
  const auto unknown = run(venue.fetch_snapshot(stage.tape));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().fault, Fault::identity);

  const OwnerTraces traces{.instruments = {key.instrument.text}, .transactions = {}};
  EXPECT_EQ(run(venue.is_owner(SolanaStage::wallet(), traces, stage.tape)), true);
  EXPECT_EQ(run(venue.is_owner(stranger, traces, stage.tape)), false);
  EXPECT_EQ(run(venue.is_owner(stranger, {}, stage.tape)), false);
  ASSERT_TRUE(venue.read_for(SolanaStage::wallet()));
  const auto snapshot = run(venue.fetch_snapshot(stage.tape));
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_EQ(snapshot->find(key)->quantity, qty("5"));
}

TEST(KalshiSolanaAgainstTheSimulator, ProvesWhoseWalletItIs) {
  SolanaStage stage{3};
  auto venue = stage.venue();
  const auto checks = run(venue.identify(stage.tape));
  ASSERT_TRUE(checks) << checks.error().what;
  for (const auto& check : *checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.text;
  auto unused = stage.venue({.wallet = sim::solana::keypair_named("nobody yet").address});
  const auto doubts = run(unused.identify(stage.tape));
  ASSERT_TRUE(doubts) << doubts.error().what;
  EXPECT_TRUE(std::ranges::any_of(*doubts, [](const auto& c) { return !c.passed; }));
}

}  // namespace
}  // namespace holdfast
