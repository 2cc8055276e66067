#include <gtest/gtest.h>

#include <algorithm>

#include "decider.hpp"
#include "stream_stage.hpp"

// Each venue's stream, from the handshake to the healed book.
namespace holdfast {
namespace {

using namespace test;
using namespace std::chrono_literals;
using sim::FaultKind;

std::set<InstrumentId> ids(const std::vector<std::string>& names) {
  std::set<InstrumentId> all;
  for (const auto& name : names) all.insert(InstrumentId{name});
  return all;
}

struct KalshiStreams : testing::Test, StreamStage {
  std::vector<std::string> tickers{kalshi_market("KXA-1"), kalshi_market("KXA-2"),
                                   kalshi_market("KXA-3")};
  kalshi::KalshiFeed& feed = kalshi_feed();

  void quote(const std::string& ticker, const std::string& side, const std::string& price,
             const std::string& count) {
    act(fmt::format(
        R"({{"venue":"kalshi","do":"quote","ticker":"{}","side":"{}","price":"{}","count":"{}"}})",
        ticker, side, price, count));
  }
  const BookLevels* fresh(const std::string& ticker) {
    return feed.book(InstrumentId{ticker}, clock.uptime());
  }
  [[nodiscard]] std::size_t live_books() const {
    std::size_t count = 0;
    for (const auto& one : simulator.streams().live("kalshi-ws")) {
      count += one.channel == "orderbook_delta" ? 1U : 0U;
    }
    return count;
  }
};

TEST_F(KalshiStreams, SnapshotFirstThenEachChange) {
  quote(tickers[0], "yes", "0.47", "3");
  quote(tickers[0], "no", "0.52", "1");
  watch(feed, ids(tickers));
  ASSERT_NE(fresh(tickers[0]), nullptr);
  EXPECT_EQ(*fresh(tickers[0]), kalshi_truth(tickers[0]));
  EXPECT_EQ(best_bid(*fresh(tickers[0]))->price.text(), "0.47");
  EXPECT_EQ(best_ask(*fresh(tickers[0]))->price.text(), "0.48") << "a NO bid at 0.52";
  quote(tickers[0], "no", "0.52", "0");
  quote(tickers[0], "yes", "0.46", "2.5");
  clock.advance(100ms);
  EXPECT_EQ(*fresh(tickers[0]), kalshi_truth(tickers[0]));
  EXPECT_EQ(live_books(), 3U);
}

TEST_F(KalshiStreams, FollowsWhatIsWanted) {
  auto& watching = watch(feed, ids({tickers[0]}));
  EXPECT_EQ(live_books(), 1U);
  watching.follow(ids(tickers));
  clock.advance(1s);
  EXPECT_EQ(live_books(), 3U);
  watching.follow(ids({tickers[2]}));
  clock.advance(1s);
  EXPECT_EQ(live_books(), 1U);
  EXPECT_EQ(fresh(tickers[0]), nullptr);
  EXPECT_NE(fresh(tickers[2]), nullptr);
  watching.follow({});
  clock.advance(1s);
  EXPECT_EQ(live_books(), 0U);
  watching.follow(ids(tickers));
  clock.advance(1s);
  EXPECT_EQ(live_books(), 3U);
  EXPECT_NE(fresh(tickers[1]), nullptr);
  EXPECT_EQ(raw.opened, 1) << "all of it on one connection";
}

TEST_F(KalshiStreams, AWrongKeyIsRefusedAndNamed) {
  auto& stranger = kalshi_feed("nobody");
  const auto& watching = watch(stranger, {});
  ASSERT_TRUE(watching.status().error);
  EXPECT_EQ(watching.status().error->fault, Fault::unauthorised);
  EXPECT_EQ(watching.status().state, StreamState::waiting);
}

TEST_F(KalshiStreams, AFillOnlyMakesItAsk) {
  watch(feed, ids(tickers));
  clock.advance(20s);
  asked = 0;
  act(R"({"venue":"kalshi","do":"deposit","amount":"1000"})");
  act(R"({"venue":"kalshi","do":"buy","ticker":"KXA-1","count":"3","price":"0.40"})");
  clock.advance(3s);
  EXPECT_EQ(asked, 1);
  clock.advance(10s);
  EXPECT_EQ(asked, 2) << "once more, for what is listed late";
  clock.advance(30s);
  EXPECT_EQ(asked, 2);
}

TEST_F(KalshiStreams, ADeadLineIsFoundWithinFifteenSeconds) {
  const auto& watching = watch(feed, ids(tickers));
  fault("kalshi-ws", FaultKind::half_open, tickers[0]);
  quote(tickers[0], "yes", "0.30", "9");
  EXPECT_LE(until_found_dead(watching), 15s);
  EXPECT_EQ(fresh(tickers[0]), nullptr) << "nothing is decided on a book without a line";
  clock.advance(5s);
  ASSERT_NE(fresh(tickers[0]), nullptr);
  EXPECT_EQ(*fresh(tickers[0]), kalshi_truth(tickers[0]));
}

TEST_F(KalshiStreams, AnUnknownMarketHurtsNoOther) {
  watch(feed, ids({tickers[0], "KXNOBODY"}));
  clock.advance(60s);
  EXPECT_EQ(fresh("KXNOBODY"), nullptr);
  EXPECT_NE(fresh(tickers[0]), nullptr);
  EXPECT_EQ(raw.opened, 1);
}

TEST_F(KalshiStreams, ABookThatIsDroppedSilentlyIsDoubtedWithinSecondsOfItsNextBestPrice) {
  quote(tickers[0], "yes", "0.40", "10");
  watch(feed, ids(tickers));
  clock.advance(5s);
  fault("kalshi-ws", FaultKind::silent_drop, tickers[0], "orderbook_delta");
  quote(tickers[0], "yes", "0.41", "5");
  clock.advance(1s);
  quote(tickers[0], "yes", "0.42", "5");
  clock.advance(3s);
  EXPECT_EQ(fresh(tickers[0]), nullptr) << "long before its lease is over";
  EXPECT_NE(fresh(tickers[1]), nullptr) << "the others are not";
  EXPECT_EQ(feed.counts().gaps, 1U);
  clock.advance(30s);
  ASSERT_NE(fresh(tickers[0]), nullptr);
  EXPECT_EQ(*fresh(tickers[0]), kalshi_truth(tickers[0]));
}

TEST_F(KalshiStreams, ATickerThatIsLateOrLostHurtsNoBook) {
  quote(tickers[0], "yes", "0.40", "10");
  watch(feed, ids(tickers));
  clock.advance(5s);
  fault("kalshi-ws", FaultKind::silent_drop, tickers[0], "ticker");
  for (int change = 0; change < 60; ++change) {
    quote(tickers[0], "yes", fmt::format("0.{}", 41 + change % 9), std::to_string(change + 1));
    clock.advance(1s);
    ASSERT_NE(fresh(tickers[0]), nullptr);
  }
  EXPECT_EQ(feed.counts().gaps, 0U);
  const auto late = feed.heard(fmt::format(
      R"({{"type":"ticker","sid":9,"msg":{{"market_ticker":"{}","yes_bid_dollars":"0.0100",)"
      R"("yes_ask_dollars":"1.0000","ts_ms":1}}}})",
      tickers[1]));
  ASSERT_TRUE(late);
  clock.advance(10s);
  EXPECT_EQ(feed.counts().gaps, 0U) << "older than what was told";
}

TEST_F(KalshiStreams, TheTickerTellsTheLastPrice) {
  watch(feed, ids(tickers));
  act(R"({"venue":"kalshi","do":"deposit","amount":"1000"})");
  act(R"({"venue":"kalshi","do":"buy","ticker":"KXA-1","count":"3","price":"0.37"})");
  clock.advance(1s);
  const auto told = feed.price(InstrumentId{tickers[0]});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->price.text(), "0.37");
  EXPECT_FALSE(feed.price(InstrumentId{"KXNOBODY"}));
  feed.closed();
  EXPECT_FALSE(feed.price(InstrumentId{tickers[0]})) << "nobody listens any more";
}

// 1,000 faults. After each, and once the venue has said anything more about any market, or the best
// price of this one has moved (a silent drop), a book that reads as fresh is the venue's; and at no
// moment in between is one older than that.
TEST_F(KalshiStreams, AThousandFaultsAndNoBookThatReadsAsFreshDiffers) {
  for (const auto& ticker : tickers) {
    quote(ticker, "yes", "0.40", "10");
    quote(ticker, "no", "0.50", "10");
  }
  watch(feed, ids(tickers));
  Decider decider{clock, feed, tickers, [&](const auto& ticker) { return kalshi_truth(ticker); }};
  constexpr std::array kinds{FaultKind::gap, FaultKind::duplicate, FaultKind::reorder,
                             FaultKind::stale_replay};
  int fresh_but_different = 0;
  int not_healed = 0;
  const auto rounds = fault_rounds();
  for (unsigned round = 0; round < rounds; ++round) {
    const auto& ticker = tickers[entropy.below(tickers.size())];
    const auto& other = tickers[entropy.below(tickers.size())];
    // Every fiftieth is a silent drop: those take a new subscription each.
    const auto kind =
        round % 50 == 49 ? FaultKind::silent_drop : kinds[entropy.below(kinds.size())];
    fault("kalshi-ws", kind, ticker, "orderbook_delta");
    const Duration dark = kind == FaultKind::silent_drop ? 3s : 300ms;
    for (const auto& market : {ticker, other, ticker}) {
      quote(market, entropy.below(2) == 0 ? "yes" : "no",
            fmt::format("0.{:02}", 10 + entropy.below(30)), std::to_string(entropy.below(50)));
      decider.pass(60ms, dark);
    }
    quote(other, "yes", "0.05", std::to_string(round + 1));  // the frame that shows what is missing
    decider.pass(60ms, dark);
    if (kind == FaultKind::silent_drop) {
      quote(ticker, "yes", "0.41", std::to_string(1 + round));
      decider.pass(3s, dark);
    }
    for (const auto& market : tickers) {
      const auto* levels = fresh(market);
      fresh_but_different += levels != nullptr && *levels != kalshi_truth(market) ? 1 : 0;
    }
    if (kind == FaultKind::silent_drop) {
      quote(ticker, "yes", "0.41", "0");
      decider.pass(45s, dark);
    }
    decider.pass(1s, dark);
    for (const auto& market : tickers) {
      const auto* levels = fresh(market);
      not_healed += levels == nullptr || *levels != kalshi_truth(market) ? 1 : 0;
    }
  }
  EXPECT_EQ(fresh_but_different, 0);
  EXPECT_EQ(not_healed, 0);
  EXPECT_EQ(decider.stale, 0) << "of " << decider.taken << " decisions";
  EXPECT_GT(decider.late, 0) << "or nothing was lost";
  EXPECT_GE(decider.taken, static_cast<int>(rounds) * 150) << "three books, 20 ms, a second";
  EXPECT_GE(feed.counts().gaps, rounds * 30 / 100) << "the faults were really there";
  EXPECT_GE(feed.counts().repeated, rounds * 30 / 100);
}

struct PolymarketStreams : testing::Test, StreamStage {
  std::vector<std::string> conditions{polymarket_market("one"), polymarket_market("two"),
                                      polymarket_market("three")};
  std::vector<std::string> tokens = tokens_of(conditions);
  polymarket::MarketFeed& feed = market_feed();

  std::vector<std::string> tokens_of(const std::vector<std::string>& of) {
    std::vector<std::string> all;
    for (const auto& condition : of) {
      all.push_back(simulator.world().polymarket.markets.at(condition).outcomes[0].token_id);
    }
    return all;
  }
  void quote(std::size_t market, const std::string& side, const std::string& price,
             const std::string& size) {
    act(fmt::format(R"({{"venue":"polymarket","do":"quote","token_id":"{}","side":"{}",)"
                    R"("price":"{}","size":"{}"}})",
                    tokens[market], side, price, size));
  }
  void resolve(std::size_t market) {
    act(R"({"venue":"polymarket","do":"resolve","condition_id":")" + conditions[market] +
        R"(","first_payout":"1"})");
  }
  const BookLevels* fresh(const std::string& token) {
    return feed.book(InstrumentId{token}, clock.uptime());
  }
};

TEST_F(PolymarketStreams, BookThenChangesOfBothOutcomes) {
  const auto& market = simulator.world().polymarket.markets.at(conditions[0]);
  const auto& second = market.outcomes[1].token_id;
  quote(0, "bid", "0.48", "30");
  quote(0, "ask", "0.52", "25.5");
  watch(feed, ids({tokens[0], second}));
  ASSERT_NE(fresh(second), nullptr);
  EXPECT_EQ(best_bid(*fresh(second))->price.text(), "0.48") << "the mirror of the ask at 0.52";
  quote(0, "ask", "0.52", "0");
  quote(0, "ask", "0.51", "7");
  clock.advance(100ms);
  EXPECT_EQ(*fresh(tokens[0]), polymarket_truth(tokens[0]));
  EXPECT_EQ(*fresh(second), polymarket_truth(second));
  EXPECT_EQ(feed.counts().gaps, 0U) << "every hash was the book's";
}

TEST_F(PolymarketStreams, NothingToWatchIsNoConnection) {
  auto& watching = watch(feed, {});
  EXPECT_EQ(raw.opened, 0);
  EXPECT_EQ(watching.status().state, StreamState::off);
  watching.follow(ids({tokens[0]}));
  clock.advance(2s);
  EXPECT_EQ(simulator.streams().live("polymarket-ws").size(), 1U);
  watching.follow({});
  clock.advance(2s);
  EXPECT_EQ(simulator.streams().connections(), 0U);
  EXPECT_EQ(watching.status().state, StreamState::off);
}

TEST_F(PolymarketStreams, QuietBooksStayFreshByAsking) {
  watch(feed, ids(tokens));
  clock.advance(10min);
  for (const auto& token : tokens) EXPECT_NE(fresh(token), nullptr);
  EXPECT_EQ(raw.opened, 1);
}

TEST_F(PolymarketStreams, ADeadLineIsFoundWithinFifteenSeconds) {
  quote(0, "bid", "0.40", "10");
  const auto& watching = watch(feed, ids(tokens));
  fault("polymarket-ws", FaultKind::half_open, tokens[0]);
  quote(0, "bid", "0.41", "9");
  EXPECT_LE(until_found_dead(watching), 15s);
  EXPECT_EQ(fresh(tokens[0]), nullptr) << "nothing is decided on a book without a line";
  clock.advance(5s);
  ASSERT_NE(fresh(tokens[0]), nullptr);
  EXPECT_EQ(*fresh(tokens[0]), polymarket_truth(tokens[0]));
}

// The venue has no book of a market that is over; what was won stays in the wallet until it is
// redeemed.
TEST_F(PolymarketStreams, ATokenWithoutABookHurtsNoOther) {
  resolve(2);
  watch(feed, ids(tokens));
  clock.advance(30min);
  EXPECT_EQ(raw.opened, 1);
  EXPECT_EQ(fresh(tokens[2]), nullptr);
  EXPECT_NE(fresh(tokens[0]), nullptr);
  EXPECT_NE(fresh(tokens[1]), nullptr);
  EXPECT_EQ(std::ranges::count_if(
                log.lines, [](const auto& line) { return line.find("no book of") != line.npos; }),
            1)
      << "said once";
}

TEST_F(PolymarketStreams, AConnectionWithoutAnyBookIsReplacedNowAndThen) {
  resolve(0);
  watch(feed, ids({tokens[0]}));
  clock.advance(29min);
  EXPECT_GE(raw.opened, 2);
  EXPECT_LE(raw.opened, 4);
}

TEST_F(PolymarketStreams, MoreTokensThanAConnectionShowsAreSharedOut) {
  act(R"({"venue":"polymarket","do":"set_service","books_per_connection":2})");
  const auto parts = share_watching(2, 2);
  auto& first = market_feed(parts[0]);
  auto& second = market_feed(parts[1]);
  watch(first, ids(tokens));
  watch(second, ids(tokens));
  clock.advance(1s);
  for (const auto& token : tokens) {
    const InstrumentId id{token};
    EXPECT_NE(first.is_fresh(id, clock.uptime()), second.is_fresh(id, clock.uptime()));
  }
  EXPECT_EQ(simulator.streams().connections(), 2U);
}

TEST_F(PolymarketStreams, BeyondTheCapOfAConnectionNoBookComes) {
  act(R"({"venue":"polymarket","do":"set_service","books_per_connection":2})");
  watch(feed, ids(tokens));
  clock.advance(1s);
  const auto count = std::ranges::count_if(
      tokens, [&](const std::string& token) { return fresh(token) != nullptr; });
  EXPECT_EQ(count, 2);
}

// What comes is a whole book and nothing contradicts it; the next frame does, or the next question.
TEST_F(PolymarketStreams, APhantomBookLastsUntilTheNextFrameAndHalfALeaseAtMost) {
  quote(0, "bid", "0.40", "10");
  quote(0, "ask", "0.60", "10");
  watch(feed, ids({tokens[0]}));
  const auto hide = [&](const std::string& size) {
    fault("polymarket-ws", FaultKind::phantom_book, tokens[0]);
    quote(0, "bid", "0.39", size);
    clock.advance(100ms);
    ASSERT_NE(fresh(tokens[0]), nullptr);
    EXPECT_EQ(best_bid(*fresh(tokens[0]))->price.text(), "0.01");
    EXPECT_EQ(best_ask(*fresh(tokens[0]))->price.text(), "0.99");
  };
  hide("1");
  const auto gaps = feed.counts().gaps;
  quote(0, "bid", "0.38", "2");
  clock.advance(1s);
  EXPECT_EQ(feed.counts().gaps, gaps + 1);
  ASSERT_NE(fresh(tokens[0]), nullptr);
  EXPECT_EQ(*fresh(tokens[0]), polymarket_truth(tokens[0]));
  hide("3");
  clock.advance(35s);
  ASSERT_NE(fresh(tokens[0]), nullptr);
  EXPECT_EQ(*fresh(tokens[0]), polymarket_truth(tokens[0])) << "nobody said a word";
}

// As at Kalshi, but for the silent drops: no other channel tells of these books, so one that is
// dropped shows when it is asked for anew, at half of its lease, and not before.
TEST_F(PolymarketStreams, AThousandFaultsAndNoBookThatReadsAsFreshDiffersBeyondItsLease) {
  for (std::size_t market = 0; market < conditions.size(); ++market) {
    quote(market, "bid", "0.40", "10");
    quote(market, "ask", "0.60", "10");
  }
  watch(feed, ids(tokens));
  Decider decider{clock, feed, tokens, [&](const auto& token) { return polymarket_truth(token); }};
  constexpr std::array kinds{FaultKind::gap, FaultKind::duplicate, FaultKind::reorder,
                             FaultKind::stale_replay};
  int fresh_but_different = 0;
  int not_healed = 0;
  const auto rounds = fault_rounds();
  for (unsigned round = 0; round < rounds; ++round) {
    const auto market = static_cast<std::size_t>(entropy.below(conditions.size()));
    const auto kind =
        round % 50 == 49 ? FaultKind::silent_drop : kinds[entropy.below(kinds.size())];
    fault("polymarket-ws", kind, tokens[market]);
    const Duration dark = kind == FaultKind::silent_drop ? 31s : 300ms;
    for (int change = 0; change < 3; ++change) {
      const bool buys = entropy.below(2) == 0;
      quote(market, buys ? "bid" : "ask",
            fmt::format("0.{:02}", (buys ? 10 : 60) + entropy.below(30)),
            std::to_string(entropy.below(50)));
      decider.pass(60ms, dark);
    }
    quote(market, "bid", "0.05", std::to_string(round + 1));
    decider.pass(60ms, dark);
    if (kind == FaultKind::silent_drop) decider.pass(90s, dark);
    for (const auto& token : tokens) {
      const auto* levels = fresh(token);
      fresh_but_different += levels != nullptr && *levels != polymarket_truth(token) ? 1 : 0;
    }
    decider.pass(1s, dark);
    for (const auto& token : tokens) {
      const auto* levels = fresh(token);
      not_healed += levels == nullptr || *levels != polymarket_truth(token) ? 1 : 0;
    }
  }
  EXPECT_EQ(fresh_but_different, 0);
  EXPECT_EQ(not_healed, 0);
  EXPECT_EQ(decider.stale, 0) << "of " << decider.taken << " decisions";
  EXPECT_GT(decider.late, 0) << "or nothing was lost";
  EXPECT_GE(decider.taken, static_cast<int>(rounds) * 150) << "three books, 20 ms, a second";
  EXPECT_GE(feed.counts().gaps, rounds * 30 / 100);
  EXPECT_FALSE(log.says("is not that of the book")) << "the hash stays law";
}

TEST_F(PolymarketStreams, TradesOfTheWalletMakeItAsk) {
  act(R"({"venue":"polymarket","do":"add_api_key","api_key":"key-1","secret":"secret-1",)"
      R"("passphrase":"pass-1","wallet":")" +
      SimStage::holder().lower() + R"("})");
  auto& user = user_feed("pass-1");
  watch(user, {});
  clock.advance(20s);
  asked = 0;
  act(R"({"venue":"polymarket","do":"buy","wallet":")" + SimStage::holder().lower() +
      R"(","token_id":")" + tokens[0] + R"(","size":"5","price":"0.40"})");
  clock.advance(2s);
  EXPECT_EQ(asked, 1) << "matched";
  clock.advance(60s);
  EXPECT_GE(asked, 3) << "mined and confirmed";
  EXPECT_LE(asked, 6);
}

TEST_F(PolymarketStreams, WrongCredentialsAreNoStream) {
  act(R"({"venue":"polymarket","do":"add_api_key","api_key":"key-1","secret":"secret-1",)"
      R"("passphrase":"pass-1","wallet":")" +
      SimStage::holder().lower() + R"("})");
  auto& user = user_feed("another");
  const auto& watching = watch(user, {});
  clock.advance(1s);
  ASSERT_TRUE(watching.status().error);
  EXPECT_NE(watching.status().error->what.find("unauthorized"), std::string::npos);
  for (const auto& line : log.lines) {
    EXPECT_EQ(line.find("secret-1"), std::string::npos) << line;
  }
  clock.advance(10min);
  EXPECT_LE(raw.opened, 60) << "it comes back with pauses, not in a storm";
}

}  // namespace
}  // namespace holdfast
