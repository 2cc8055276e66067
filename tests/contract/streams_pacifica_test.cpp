#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <sstream>

#include "decider.hpp"
#include "sim/pacifica/exchange.hpp"
#include "stream_stage.hpp"
#include "support/shared_file.hpp"

// Pacifica's stream, from the handshake to the healed book.
namespace holdfast {
namespace {

using namespace test;
using namespace std::chrono_literals;
using sim::FaultKind;

struct PacificaStreams : testing::Test, StreamStage {
  std::vector<std::string> symbols{pacifica_market("AAA"), pacifica_market("BBB"),
                                   pacifica_market("CCC")};
  pacifica::PacificaFeed& feed = pacifica_feed();

  static std::set<InstrumentId> ids(const std::vector<std::string>& names) {
    std::set<InstrumentId> all;
    for (const auto& name : names) all.insert(InstrumentId{name});
    return all;
  }
  void quote(const std::string& symbol, bool bid, const std::string& price,
             const std::string& size) {
    act(fmt::format(R"({{"venue":"pacifica","do":"quote","symbol":"{}","side":"{}",)"
                    R"("price":"{}","size":"{}"}})",
                    symbol, bid ? "bid" : "ask", price, size));
  }
  void trade(const std::string& verb, const std::string& symbol, const std::string& amount) {
    act(fmt::format(R"({{"venue":"pacifica","do":"{}","symbol":"{}","amount":"{}"}})", verb, symbol,
                    amount));
  }
  const BookLevels* fresh(const std::string& symbol) {
    return feed.book(InstrumentId{symbol}, clock.uptime());
  }
  [[nodiscard]] std::size_t live(const std::string& channel) const {
    std::size_t count = 0;
    for (const auto& one : simulator.streams().live("pacifica-ws")) {
      count += one.channel == channel ? 1U : 0U;
    }
    return count;
  }
  // A connection on which nothing was said lately, and the questions it began with are over.
  void settle() {
    clock.advance(20s);
    asked = 0;
  }
};

TEST_F(PacificaStreams, WholeBooksAndEachChange) {
  quote(symbols[0], true, "99.5", "3");
  quote(symbols[0], false, "100.5", "1.25");
  watch(feed, ids(symbols));
  ASSERT_NE(fresh(symbols[0]), nullptr);
  EXPECT_EQ(*fresh(symbols[0]), pacifica_truth(symbols[0]));
  EXPECT_EQ(best_bid(*fresh(symbols[0]))->price.text(), "99.5");
  quote(symbols[0], false, "100.5", "0");
  clock.advance(100ms);
  ASSERT_NE(fresh(symbols[0]), nullptr);
  EXPECT_TRUE(fresh(symbols[0])->asks.empty()) << "and a best price that nobody offers";
  EXPECT_EQ(feed.counts().gaps, 0U);
}

TEST_F(PacificaStreams, FollowsWhatIsWanted) {
  auto& watching = watch(feed, ids({symbols[0]}));
  EXPECT_EQ(live("book"), 1U);
  EXPECT_EQ(live("account_trades"), 1U);
  watching.follow(ids(symbols));
  clock.advance(1s);
  EXPECT_EQ(live("book"), 3U);
  EXPECT_EQ(live("bbo"), 3U);
  watching.follow(ids({symbols[2]}));
  clock.advance(1s);
  EXPECT_EQ(live("book"), 1U);
  EXPECT_EQ(live("bbo"), 1U);
  EXPECT_EQ(fresh(symbols[0]), nullptr);
  EXPECT_NE(fresh(symbols[2]), nullptr);
  EXPECT_EQ(raw.opened, 1) << "all of it on one connection";
}

struct ManyPacificaSymbols : PacificaStreams {
  ManyPacificaSymbols() {
    for (int i = 10; i < 35; ++i) many.push_back(pacifica_market(fmt::format("M{}", i)));
  }
  std::vector<std::string> many;
};

TEST_F(ManyPacificaSymbols, AreSharedOutByTwenty) {
  const auto parts = share_watching(20, 3);
  auto& first = pacifica_feed(parts[0]);
  auto& second = pacifica_feed(parts[1]);
  auto& third = pacifica_feed(parts[2]);
  auto& watching = watch(first, ids(many));
  auto& further = watch(second, ids(many));
  const auto& spare = watch(third, ids(many));
  quote(many.front(), true, "98", "2");
  quote(many.back(), true, "97", "3");
  clock.advance(5min);
  EXPECT_EQ(watching.status().fresh, 20U);
  EXPECT_EQ(further.status().fresh, 5U);
  EXPECT_EQ(second.name(), "all-2");
  for (const auto& symbol : many) {
    const InstrumentId id{symbol};
    EXPECT_NE(first.is_fresh(id, clock.uptime()), second.is_fresh(id, clock.uptime()));
    EXPECT_TRUE(first.price(id) || second.price(id));
  }
  EXPECT_EQ(*second.book(InstrumentId{many.back()}, clock.uptime()), pacifica_truth(many.back()));
  EXPECT_EQ(live("book"), 25U);
  EXPECT_EQ(live("account_trades"), 1U) << "what is of the account is told once";
  EXPECT_TRUE(spare.is_spare());
  EXPECT_EQ(simulator.streams().connections(), 2U);
  EXPECT_EQ(raw.opened, 2);
  further.follow(ids({many.front()}));
  watching.follow(ids({many.front()}));
  clock.advance(1s);
  EXPECT_EQ(simulator.streams().connections(), 1U) << "what has nothing to watch is closed";
  EXPECT_EQ(live("book"), 1U);
}

TEST_F(ManyPacificaSymbols, BeyondAllConnectionsAreSaidNotToBeWatched) {
  const auto& watching = watch(feed, ids(many));
  EXPECT_EQ(live("book"), 20U) << "the venue takes no more";
  EXPECT_EQ(watching.status().fresh, 20U);
  EXPECT_TRUE(log.says("5 are not"));
  clock.advance(5min);
  EXPECT_EQ(raw.opened, 1);
}

TEST_F(PacificaStreams, QuietBooksStayFreshAndTheLineAlive) {
  watch(feed, ids(symbols));
  clock.advance(10min);
  for (const auto& symbol : symbols) EXPECT_NE(fresh(symbol), nullptr);
  EXPECT_EQ(raw.opened, 1) << "the venue ends a connection that is idle for a minute";
}

TEST_F(PacificaStreams, AnUnknownSymbolHurtsNoOther) {
  watch(feed, ids({symbols[0], "NOBODY"}));
  clock.advance(5min);
  EXPECT_EQ(fresh("NOBODY"), nullptr);
  EXPECT_NE(fresh(symbols[0]), nullptr);
  EXPECT_EQ(raw.opened, 1);
}

TEST_F(PacificaStreams, ATradeOnlyMakesItAskAndNamesItsNumber) {
  watch(feed, ids(symbols));
  settle();
  trade("buy", "AAA", "3");
  clock.advance(3s);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(told, simulator.world()
                      .pacifica.truth(std::string{sim::demo_pacifica_account})
                      .trades.back()
                      .number);
  clock.advance(10s);
  EXPECT_EQ(asked, 2) << "once more, for what is listed late";
  clock.advance(5min);
  EXPECT_EQ(asked, 2) << "what is asked for anew shows nothing new";
}

// The trade is told at once, the set of positions from before it comes later.
TEST_F(PacificaStreams, PositionsFromBeforeATradeMeanNothing) {
  watch(feed, ids(symbols));
  settle();
  trade("buy", "AAA", "3");
  clock.advance(1s);
  const auto repeated = feed.counts().repeated;
  fault("pacifica-ws", FaultKind::stale_replay, "account_positions");
  trade("buy", "BBB", "1");
  clock.advance(30s);
  asked = 0;
  EXPECT_GT(feed.counts().repeated, repeated) << "the sets of before came once more";
  EXPECT_EQ(feed.counts().silent, 0U);
  const auto before = feed.counts().repeated;
  const auto heard = feed.heard(R"({"channel":"account_positions","data":[],"li":1})");
  ASSERT_TRUE(heard);
  EXPECT_FALSE(heard->changed) << "no position at all, but older than the trades";
  EXPECT_EQ(feed.counts().repeated, before + 1);
  const auto later = feed.heard(R"({"channel":"account_positions","data":[],"li":9999999999})");
  ASSERT_TRUE(later);
  EXPECT_TRUE(later->changed);
}

TEST_F(PacificaStreams, ALostTradeShowsInThePositionsThatAreAskedAnew) {
  watch(feed, ids(symbols));
  settle();
  for (const auto* channel : {"account_trades", "account_positions", "account_order_updates"}) {
    fault("pacifica-ws", FaultKind::silent_drop, channel);
  }
  trade("buy", "AAA", "3");
  clock.advance(1min);
  EXPECT_GE(asked, 1);
  EXPECT_EQ(feed.counts().silent, 1U);
  EXPECT_EQ(live("account_trades"), 1U) << "and all of them are subscribed again";
  EXPECT_EQ(live("account_order_updates"), 1U);
}

TEST_F(PacificaStreams, ADeadLineIsFoundWithinFifteenSeconds) {
  const auto& watching = watch(feed, ids(symbols));
  fault("pacifica-ws", FaultKind::half_open, symbols[0]);
  quote(symbols[0], true, "90", "9");
  EXPECT_LE(until_found_dead(watching), 15s);
  EXPECT_EQ(fresh(symbols[0]), nullptr) << "nothing is decided on a book without a line";
  clock.advance(5s);
  ASSERT_NE(fresh(symbols[0]), nullptr);
  EXPECT_EQ(*fresh(symbols[0]), pacifica_truth(symbols[0]));
}

// Both of a symbol's own channels are gone; the one of all symbols is not.
TEST_F(PacificaStreams, ABookWithoutItsMidIsDoubtedWithinSeconds) {
  quote(symbols[0], true, "99", "3");
  quote(symbols[0], false, "101", "3");
  watch(feed, ids(symbols));
  clock.advance(5s);
  for (const auto* channel : {"book", "bbo"}) {
    fault("pacifica-ws", FaultKind::silent_drop, symbols[0], channel);
  }
  quote(symbols[0], true, "99", "0");
  quote(symbols[0], true, "104", "3");
  quote(symbols[0], false, "101", "0");
  quote(symbols[0], false, "105", "3");
  clock.advance(2s);
  EXPECT_NE(fresh(symbols[0]), nullptr) << "it may still come";
  clock.advance(1500ms);
  ASSERT_TRUE(fresh(symbols[0]) == nullptr || *fresh(symbols[0]) == pacifica_truth(symbols[0]));
  EXPECT_EQ(feed.counts().gaps, 1U);
  clock.advance(5s);
  ASSERT_NE(fresh(symbols[0]), nullptr);
  EXPECT_EQ(*fresh(symbols[0]), pacifica_truth(symbols[0]));
}

TEST_F(PacificaStreams, PricesAreAskedForAnewAndTheirLossEndsNothing) {
  watch(feed, ids(symbols));
  EXPECT_EQ(live("prices"), 1U);
  fault("pacifica-ws", FaultKind::silent_drop, "", "prices");
  act(R"({"venue":"pacifica","do":"set_price","symbol":"AAA","price":"107"})");
  clock.advance(1s);
  clock.advance(40s);
  EXPECT_EQ(live("prices"), 1U);
  ASSERT_TRUE(feed.price(InstrumentId{"AAA"}));
  EXPECT_EQ(feed.price(InstrumentId{"AAA"})->price.text(), "107");
  EXPECT_EQ(raw.opened, 1);
}

// A frame is the whole book, so what is lost is healed by the next one; that it was lost shows by
// itself when it moved a best price. After each fault, once the venue has said anything more about
// that symbol or half of its lease is over, a book that reads as fresh is the venue's; and at no
// moment in between is one older than that.
TEST_F(PacificaStreams, AThousandFaultsAndNoBookThatReadsAsFreshDiffers) {
  for (const auto& symbol : symbols) {
    quote(symbol, true, "90", "10");
    quote(symbol, false, "110", "10");
  }
  watch(feed, ids(symbols));
  Decider decider{clock, feed, symbols, [&](const auto& symbol) { return pacifica_truth(symbol); }};
  constexpr std::array kinds{FaultKind::gap, FaultKind::duplicate, FaultKind::reorder,
                             FaultKind::stale_replay};
  int fresh_but_different = 0;
  int not_healed = 0;
  const auto rounds = fault_rounds();
  for (unsigned round = 0; round < rounds; ++round) {
    const auto& symbol = symbols[entropy.below(symbols.size())];
    const auto& other = symbols[entropy.below(symbols.size())];
    // Every fiftieth is a silent drop: those take a lease each.
    const auto kind =
        round % 50 == 49 ? FaultKind::silent_drop : kinds[entropy.below(kinds.size())];
    const bool loses_a_best_price = kind == FaultKind::gap && entropy.below(2) == 0;
    fault("pacifica-ws", kind, symbol, "book");
    const Duration dark = kind == FaultKind::silent_drop ? 31s : 300ms;
    if (loses_a_best_price) {
      quote(symbol, true, fmt::format("99.{:03}", round), "7");
      decider.pass(60ms, dark);
      const auto* levels = fresh(symbol);
      fresh_but_different += levels != nullptr && *levels != pacifica_truth(symbol) ? 1 : 0;
      decider.pass(1s, dark);
      quote(symbol, true, fmt::format("99.{:03}", round), "0");
    }
    for (const auto& market : {symbol, other, symbol}) {
      const bool bids = entropy.below(2) == 0;
      quote(market, bids, std::to_string((bids ? 60 : 101) + entropy.below(39)),
            std::to_string(entropy.below(50)));
      decider.pass(60ms, dark);
    }
    quote(symbol, true, "50", std::to_string(round + 1));
    decider.pass(60ms, dark);
    if (kind == FaultKind::silent_drop) decider.pass(90s, dark);
    for (const auto& market : symbols) {
      const auto* levels = fresh(market);
      fresh_but_different += levels != nullptr && *levels != pacifica_truth(market) ? 1 : 0;
    }
    decider.pass(1s, dark);
    for (const auto& market : symbols) {
      const auto* levels = fresh(market);
      not_healed += levels == nullptr || *levels != pacifica_truth(market) ? 1 : 0;
    }
  }
  EXPECT_EQ(fresh_but_different, 0);
  EXPECT_EQ(not_healed, 0);
  EXPECT_EQ(decider.stale, 0) << "of " << decider.taken << " decisions";
  EXPECT_GT(decider.late, 0) << "or nothing was lost";
  EXPECT_GE(decider.taken, static_cast<int>(rounds) * 150) << "three books, 20 ms, a second";
  EXPECT_GE(feed.counts().gaps, rounds * 8 / 100) << "the faults were really there";
  EXPECT_GE(feed.counts().repeated, rounds * 30 / 100);
  EXPECT_EQ(raw.opened, 1);
}

// The simulated venue's frames have each member that was written down of the real one, of its kind.
void expect_reproduced(const boost::json::object& known, const boost::json::object& ours,
                       const std::string& channel) {
  for (const auto& [name, value] : known) {
    const auto* same = ours.if_contains(name);
    ASSERT_NE(same, nullptr) << channel << " has no " << name;
    if (value.is_null() || same->is_null()) continue;
    EXPECT_EQ(same->kind(), value.kind()) << channel << " " << name;
  }
}

TEST_F(PacificaStreams, TheWrittenDownFramesAreReproduced) {
  const auto samples = shared_file("protocols/samples/pacifica/ws_frames.jsonl");
  if (!samples) GTEST_SKIP() << "the samples are not here";
  const auto id = simulator.open_stream({.method = "GET", .target = "/ws"}, clock.now());
  ASSERT_TRUE(id);
  for (const auto* channel : {"account_positions", "account_trades", "account_order_updates"}) {
    simulator.hear(*id,
                   fmt::format(R"({{"method":"subscribe","params":{{"source":"{}",)"
                               R"("account":"{}"}}}})",
                               channel, sim::demo_pacifica_account),
                   clock.now());
  }
  trade("buy", "AAA", "3");
  clock.advance(1s);
  simulator.hear(*id, R"({"method":"ping"})", clock.now());
  std::map<std::string, boost::json::object> frames;  // the newest of each channel
  for (const auto& text : simulator.collect(*id, clock.now()).texts) {
    auto frame = boost::json::parse(text).as_object();
    frames[frame.at("channel").as_string().c_str()] = std::move(frame);
  }
  simulator.close_stream(*id);
  std::istringstream lines{*samples};
  int compared = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto known = boost::json::parse(line).as_object();
    if (!known.contains("channel")) continue;  // a client's, or an answer to an order
    const std::string channel = known.at("channel").as_string().c_str();
    ASSERT_TRUE(frames.contains(channel)) << channel;
    expect_reproduced(known, frames.at(channel), channel);
    const auto* data = known.if_contains("data");
    const auto* rows = data == nullptr ? nullptr : data->if_array();
    if (rows == nullptr || rows->empty()) continue;
    const auto& ours = frames.at(channel).at("data").as_array();
    ASSERT_FALSE(ours.empty());
    expect_reproduced(rows->at(0).as_object(), ours.at(0).as_object(), channel);
    ++compared;
  }
  EXPECT_GE(compared, 4);
}

}  // namespace
}  // namespace holdfast
