#include "app/engine.hpp"

#include <gtest/gtest.h>

#include "simulation/virtual_clock.hpp"
#include "support/heard.hpp"
#include "support/memory_ledger.hpp"
#include "support/scripted_venue.hpp"
#include "support/seeded_entropy.hpp"

namespace holdfast {
namespace {

using namespace test;
using namespace std::chrono_literals;

// A stream with room for one instrument: that one, if it is wanted.
class OneOfThem final : public Feed {
 public:
  explicit OneOfThem(std::string mine) : mine_{std::move(mine)} {}
  [[nodiscard]] std::string_view name() const override { return "all"; }
  [[nodiscard]] bool wanted() const override { return true; }
  Result<StreamAddress> address() override { return StreamAddress{}; }
  FeedNews watch(const std::set<InstrumentId>& instruments) override {
    watched_.clear();
    if (instruments.contains(mine_)) watched_.insert(mine_);
    return {};
  }
  FeedNews opened() override { return {}; }
  Result<FeedNews> heard(std::string_view) override { return FeedNews{}; }
  FeedNews tick() override { return {}; }
  void closed() override {}
  [[nodiscard]] const std::set<InstrumentId>& watched() const override { return watched_; }
  [[nodiscard]] FeedCounts counts() const override { return {}; }

 private:
  InstrumentId mine_;
  std::set<InstrumentId> watched_;
};

class NoLine final : public StreamDoor {
 public:
  Async<std::unique_ptr<Stream>> open(StreamAddress) override {
    co_return fail(Fault::unreachable, "nobody answers");
  }
};

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    for (Venue* venue : {static_cast<Venue*>(&kalshi), static_cast<Venue*>(&polymarket)}) {
      (void)ledger.open_account(venue->account(), venue->name(), "owner");
      engine.watch(*venue, nullptr, {}, timing);
    }
    kalshi.listing = {row_of(kalshi_key("A"), "10")};
    polymarket.listing = {row_of(poly_key("1"), "5")};
  }
  ~EngineTest() override { clock.cancel_sleepers(); }

  void start() {
    engine.run();
    clock.advance(1s);
  }
  const AccountStatus& status(std::size_t account) {
    replica = engine.current();
    return replica->accounts.at(account);
  }
  Verdict verdict() { return engine.current()->verdict; }

  boost::asio::io_context io;
  simulation::VirtualClock clock{io};
  SeededEntropy entropy;
  MemoryLedger ledger;
  EmptyReader reader;
  HeardEvents events;
  HeardLog log;
  WatchTiming timing{.interval = 60s, .stale_after = 180s};
  ScriptedVenue kalshi{VenueName::kalshi, clock};
  ScriptedVenue polymarket{VenueName::polymarket, clock};
  Engine engine{io.get_executor(), ledger, reader, clock, entropy, events, log};
  std::shared_ptr<const Replica> replica;
};

TEST_F(EngineTest, KnowsNothingBeforeTheFirstAnswer) {
  EXPECT_EQ(verdict(), Verdict::unknown);
  EXPECT_FALSE(engine.current()->complete());
}

TEST_F(EngineTest, AsksAtOnceAndThenEveryInterval) {
  start();
  EXPECT_EQ(kalshi.asked, 1);
  EXPECT_EQ(verdict(), Verdict::agrees);
  EXPECT_TRUE(engine.current()->complete());
  EXPECT_EQ(engine.current()->positions.size(), 2U);
  EXPECT_EQ(engine.current()->instruments.count(InstrumentId{"A"}), 1U);
  clock.advance(121s);
  EXPECT_EQ(kalshi.asked, 3);
}

TEST_F(EngineTest, SaysHowEachPassEnded) {
  start();
  EXPECT_TRUE(
      log.says("kalshi/main: Position sync complete: 1 active, 0 updated, 1 created, "
               "0 deleted, 0 held back in 100 ms"));
  EXPECT_EQ(events.count(EventKind::position_created), 2U);
}

TEST_F(EngineTest, TellsHowEachQuestionForASnapshotEnded) {
  using Took = std::vector<std::optional<Duration>>;
  start();
  EXPECT_EQ(events.answers["kalshi/main complete"], Took{100ms});
  kalshi.as_of = clock.now() - 10min;
  clock.advance(60s);
  EXPECT_EQ(events.answers["kalshi/main older"], Took{100ms});
  kalshi.as_of.reset();
  kalshi.fault = Error{Fault::malformed, "not JSON"};
  clock.advance(60s);
  EXPECT_EQ(events.answers["kalshi/main malformed"].at(0), std::nullopt);
  EXPECT_EQ(events.answers["kalshi/main complete"].size(), 1U);
}

TEST_F(EngineTest, OneVenuesFaultNeverTouchesAnother) {
  kalshi.fault = Error{Fault::unauthorised, "key refused"};
  start();
  EXPECT_EQ(status(0).verdict, Verdict::unknown);
  EXPECT_EQ(status(0).error->fault, Fault::unauthorised);
  EXPECT_EQ(status(1).verdict, Verdict::agrees);
  EXPECT_EQ(verdict(), Verdict::unknown);
  EXPECT_EQ(engine.current()->cases.at(0).reason, CaseReason::unauthorised);
}

TEST_F(EngineTest, AShortSilenceIsNoNewsALongOneIsUnknown) {
  start();
  kalshi.fault = Error{Fault::unreachable, "no route"};
  clock.advance(100s);
  EXPECT_GE(kalshi.asked, 3) << "asks again soon after a fault";
  EXPECT_EQ(status(0).verdict, Verdict::agrees);
  EXPECT_TRUE(engine.current()->cases.empty());
  clock.advance(200s);
  EXPECT_EQ(status(0).verdict, Verdict::unknown);
  EXPECT_EQ(engine.current()->cases.at(0).reason, CaseReason::stale);
  EXPECT_EQ(status(0).snapshot->holdings().size(), 1U) << "the last good answer stays on show";
  kalshi.fault.reset();
  clock.advance(61s);
  EXPECT_EQ(verdict(), Verdict::agrees);
  EXPECT_TRUE(engine.current()->cases.empty());
}

// A pass may take as long as a venue likes, and nothing else may happen meanwhile.
TEST_F(EngineTest, AVerdictEndsWithItsDataWhateverAPassWaitsFor) {
  start();
  for (ScriptedVenue* venue : {&kalshi, &polymarket}) venue->takes = 1h;
  clock.advance(179s);
  EXPECT_EQ(verdict(), Verdict::agrees);
  EXPECT_EQ(engine.current()->gates.at(kalshi.account()).any.gate, Gate::open);
  clock.advance(2s);
  EXPECT_EQ(verdict(), Verdict::unknown);
  EXPECT_EQ(engine.current()->gates.at(kalshi.account()).any,
            (GateState{Gate::blocked, "unanswered", {}}));
  for (ScriptedVenue* venue : {&kalshi, &polymarket}) venue->takes = 100ms;
  clock.advance(1h);
  EXPECT_EQ(verdict(), Verdict::agrees) << "and the next word begins anew";
  for (ScriptedVenue* venue : {&kalshi, &polymarket}) venue->takes = 1h;
  clock.advance(260s);
  EXPECT_EQ(verdict(), Verdict::unknown);
}

TEST_F(EngineTest, BacksOffButNeverLongerThanTheInterval) {
  kalshi.fault = Error{Fault::unreachable, "no route"};
  start();
  clock.advance(60min);
  EXPECT_GT(kalshi.asked, 60);
  EXPECT_LT(kalshi.asked, 150);
}

// What one stream has no room for another may watch; what none has is told of.
TEST_F(EngineTest, NamesWhatItsStreamsHaveNoRoomFor) {
  OneOfThem first{"A"};
  OneOfThem second{"C"};
  NoLine nobody;
  engine.listen(kalshi.account(), first, nobody);
  engine.listen(kalshi.account(), second, nobody);
  kalshi.listing = {row_of(kalshi_key("A"), "10"), row_of(kalshi_key("B"), "10"),
                    row_of(kalshi_key("C"), "10")};
  start();
  EXPECT_EQ(status(0).polled_only, std::vector{InstrumentId{"B"}});
  EXPECT_EQ(status(0).streams.at(0).watched, 1U);
  EXPECT_TRUE(status(1).polled_only.empty()) << "it has no streams: all of it is polled";
}

TEST_F(EngineTest, ADifferenceIsDrift) {
  start();
  kalshi.listing = {row_of(kalshi_key("A"), "9")};
  clock.advance(60s);
  EXPECT_EQ(status(0).verdict, Verdict::drift);
  EXPECT_EQ(verdict(), Verdict::drift);
}

TEST_F(EngineTest, ARowNobodyCanReadIsUnknown) {
  kalshi.listing[0].quantity.reset();
  start();
  EXPECT_EQ(status(0).verdict, Verdict::unknown);
}

// It answers, so it is not away: the third time a person hears of it, long before it is stale.
TEST_F(EngineTest, AVenueThatTellsOldStatesTimeAndAgainIsACase) {
  start();
  kalshi.as_of = clock.now() - 1h;
  clock.advance(130s);
  EXPECT_TRUE(engine.current()->cases.empty());
  clock.advance(61s);
  ASSERT_EQ(engine.current()->cases.size(), 1U);
  EXPECT_EQ(engine.current()->cases[0].reason, CaseReason::stale);
}

// It goes on answering, and what it answers gets old: the age is the state's.
TEST_F(EngineTest, AStateThatStandsStillGetsStaleHoweverOftenItIsAnswered) {
  kalshi.as_of = clock.now();
  start();
  clock.advance(170s);
  EXPECT_EQ(status(0).verdict, Verdict::agrees);
  clock.advance(70s);
  EXPECT_EQ(status(0).verdict, Verdict::unknown);
  ASSERT_EQ(engine.current()->cases.size(), 1U);
  EXPECT_EQ(engine.current()->cases[0].reason, CaseReason::stale);
  kalshi.as_of = clock.now();
  clock.advance(61s);
  EXPECT_EQ(status(0).verdict, Verdict::agrees);
  EXPECT_TRUE(engine.current()->cases.empty());
}

// An answer that is ignored is none: what could not be used before it still is the newest word.
TEST_F(EngineTest, AnIgnoredOlderAnswerMendsNoError) {
  start();
  kalshi.fault = Error{Fault::malformed, "a renamed field"};
  clock.advance(61s);
  ASSERT_EQ(status(0).verdict, Verdict::unknown);
  kalshi.fault.reset();
  kalshi.as_of = clock.now() - 1h;
  const int asked = kalshi.asked;
  clock.advance(5s);
  ASSERT_GT(kalshi.asked, asked);
  EXPECT_EQ(status(0).verdict, Verdict::unknown);
  ASSERT_TRUE(status(0).error);
  EXPECT_EQ(status(0).error->fault, Fault::malformed);
  kalshi.as_of.reset();
  clock.advance(61s);
  EXPECT_EQ(status(0).verdict, Verdict::agrees);
  EXPECT_FALSE(status(0).error);
}

// What an earlier run could not read says nothing of whether anybody answers this one.
TEST_F(EngineTest, AnAccountThatHasNotAnsweredSinceTheStartIsShut) {
  kalshi.listing[0].quantity.reset();
  start();
  EXPECT_EQ(engine.current()->gates.at(kalshi.account()).any.gate, Gate::open);
  Engine again{io.get_executor(), ledger, reader, clock, entropy, events, log};
  again.watch(kalshi, nullptr, {}, timing);
  ASSERT_EQ(again.current()->cases.at(0).reason, CaseReason::unknown_row);
  EXPECT_EQ(again.current()->gates.at(kalshi.account()).any,
            (GateState{Gate::blocked, "unanswered", {}}));
}

TEST_F(EngineTest, AMarketThatClosesShutsItsGateAndItsEndOpensNone) {
  start();
  const auto told = [&] { return events.count(EventKind::gate_changed); };
  const std::size_t before = told();
  kalshi.listing[0].about.title = "told by the listing";
  kalshi.listing[0].about.state = MarketState::closed;
  clock.advance(60s);
  EXPECT_EQ(engine.current()->gates.at(kalshi.account()).of(kalshi_key("A")).reason,
            "market_closed");
  EXPECT_EQ(told(), before + 1);
  kalshi.events.fills = {fill_of(kalshi_key("A"), "f", 0, "-10", "0.5")};
  kalshi.events.fills[0].at = clock.now();
  kalshi.listing.clear();
  clock.advance(120s);
  EXPECT_EQ(engine.current()->positions.size(), 1U);
  EXPECT_EQ(told(), before + 1);
}

TEST_F(EngineTest, AHundredRequestsAreOneRound) {
  start();
  int answered = 0;
  for (int i = 0; i < 100; ++i) {
    engine.sync({}, [&](const Result<void>& outcome) { answered += outcome ? 1 : 0; });
  }
  clock.advance(1s);
  EXPECT_EQ(answered, 100);
  EXPECT_EQ(kalshi.asked, 2);
  EXPECT_EQ(polymarket.asked, 2);
}

// The pass under way may have asked the venue before what the request is about happened.
TEST_F(EngineTest, RequestsDuringAPassShareTheNextOne) {
  engine.run();
  clock.advance(50ms);  // the first pass is under way
  std::vector<int> asked_before_the_answer;
  for (int i = 0; i < 3; ++i) {
    engine.sync({kalshi.account()},
                [&](const Result<void>&) { asked_before_the_answer.push_back(kalshi.asked); });
  }
  clock.advance(1s);
  EXPECT_EQ(asked_before_the_answer, (std::vector{2, 2, 2}));
  EXPECT_EQ(kalshi.asked, 2);
}

TEST_F(EngineTest, ARequestHearsOfTheFault) {
  start();
  kalshi.fault = Error{Fault::unauthorised, "key refused"};
  Result<void> outcome;
  engine.sync({}, [&](Result<void> result) { outcome = std::move(result); });
  clock.advance(1s);
  EXPECT_EQ(outcome.error().fault, Fault::unauthorised);
  EXPECT_EQ(polymarket.asked, 2) << "the other account was asked all the same";
}

TEST_F(EngineTest, AnAccountNobodyKnowsIsRefused) {
  start();
  Result<void> outcome;
  engine.sync({AccountId{"kalshi/none"}}, [&](Result<void> result) { outcome = result; });
  clock.advance(1s);
  EXPECT_EQ(outcome.error().fault, Fault::refused);
}

TEST_F(EngineTest, AConfirmedCaseClosesItsKeysWithAFreshAnswer) {
  start();
  kalshi.listing.clear();
  clock.advance(60s);
  ASSERT_EQ(verdict(), Verdict::drift);
  const Case open = engine.current()->cases.at(0);
  ASSERT_EQ(open.reason, CaseReason::unproven_absence);
  Result<void> outcome = fail(Fault::cancelled, "");
  engine.confirm_case(open.id, {}, "owner", [&](Result<void> result) { outcome = result; });
  clock.advance(1s);
  EXPECT_TRUE(outcome);
  EXPECT_EQ(verdict(), Verdict::agrees);
  EXPECT_EQ(engine.current()->positions.size(), 1U);
  EXPECT_TRUE(log.says("Removing closed position: A (10 @ unknown), evidence person"));
}

TEST_F(EngineTest, ConfirmingRefusesWhatIsNoOpenAbsence) {
  start();
  const auto confirm = [&](const CaseId& id, std::vector<PositionKey> keys) {
    Result<void> outcome;
    engine.confirm_case(id, std::move(keys), "owner", [&](Result<void> r) { outcome = r; });
    clock.advance(1ms);
    return outcome;
  };
  EXPECT_EQ(confirm(CaseId{"nothing"}, {}).error().fault, Fault::refused);
  kalshi.listing = {row_of(kalshi_key("A"), "9")};
  clock.advance(60s);
  const CaseId suspected = engine.current()->cases.at(0).id;
  EXPECT_EQ(confirm(suspected, {}).error().fault, Fault::refused);
  kalshi.listing.clear();
  clock.advance(60s);
  const CaseId absent = engine.current()->cases.at(0).id;
  EXPECT_EQ(confirm(absent, {kalshi_key("B")}).error().fault, Fault::refused);
}

TEST_F(EngineTest, TellsEachChangeOfAGateOnce) {
  start();
  const auto told = [&] {
    std::vector<std::string> texts;
    for (const Event& event : events.events) {
      if (event.kind == EventKind::gate_changed) texts.push_back(event.text);
    }
    events.events.clear();
    return texts;
  };
  EXPECT_EQ(told().size(), 4U) << "unanswered at first, then open, for both accounts";
  kalshi.listing = {row_of(kalshi_key("A"), "9")};
  clock.advance(60s);
  EXPECT_EQ(told(), std::vector<std::string>{"entries into kalshi/main#0.0:A: reduce_only "
                                             "(suspected), was open"});
  EXPECT_EQ(engine.current()->gates.at(kalshi.account()).of(kalshi_key("B")).gate, Gate::open);
  clock.advance(5s);
  EXPECT_TRUE(told().empty());
  kalshi.listing = {row_of(kalshi_key("A"), "10")};
  clock.advance(60s);
  EXPECT_EQ(told().size(), 1U);
}

TEST_F(EngineTest, ADismissedCaseKeepsItsVerdict) {
  start();
  kalshi.listing = {row_of(kalshi_key("A"), "9")};
  clock.advance(60s);
  const CaseId id = engine.current()->cases.at(0).id;
  Result<void> outcome = fail(Fault::cancelled, "");
  engine.mark_case(id, {CaseMark::Kind::dismissal, "mine", "me"},
                   [&](Result<void> result) { outcome = result; });
  clock.advance(1s);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(engine.current()->cases.at(0).state, CaseState::dismissed);
  EXPECT_EQ(verdict(), Verdict::drift);
}

TEST_F(EngineTest, PassOnceServesEveryAccount) {
  clock.run(engine.pass_once());
  EXPECT_TRUE(engine.current()->complete());
  EXPECT_EQ(verdict(), Verdict::agrees);
}

// A book's cases are filed under its own name, shown with the others and written on like them, and
// they block nobody's entries.
TEST_F(EngineTest, KeepsTheCasesOfBooks) {
  start();
  const BookTrouble cut{.reason = CaseReason::unreadable_book, .text = "ends in the middle"};
  engine.judge_books({{"bot", {cut}}, {"sheet", {}}}, {});
  ASSERT_EQ(engine.current()->cases.size(), 1U);
  const Case open = engine.current()->cases.front();
  EXPECT_EQ(open.account.text, "book/bot");
  EXPECT_EQ(verdict(), Verdict::agrees);
  EXPECT_EQ(engine.current()->gates.at(kalshi.account()).any.gate, Gate::open);

  const auto written = ledger.commits.size();
  engine.judge_books({{"bot", {cut}}, {"sheet", {}}}, {});
  EXPECT_EQ(ledger.commits.size(), written) << "nothing is new";

  Result<void> noted = fail(Fault::cancelled, "");
  engine.mark_case(open.id, {CaseMark::Kind::note, "being mended", "owner"},
                   [&](Result<void> done) { noted = std::move(done); });
  clock.advance(1s);
  ASSERT_TRUE(noted) << noted.error().what;
  EXPECT_NE(engine.current()->cases.front().note.find("being mended"), std::string::npos);

  engine.judge_books({{"bot", {}}, {"sheet", {}}}, {});
  EXPECT_TRUE(engine.current()->cases.empty());
  EXPECT_EQ(ledger.commits.back().cases.front().state, CaseState::explained);
}

TEST_F(EngineTest, BooksAShareOfThePresentLifeOnly) {
  start();
  const auto share = [&](std::uint32_t life) {
    JournalEntry entry;
    entry.id = EntryId{"allocation"};
    entry.kind = EntryKind::allocation;
    entry.key = kalshi_key("A");
    entry.at = clock.now() + 1h;
    entry.allocation = Allocation{"arb", qty("4"), life};
    return std::vector{entry};
  };
  EXPECT_EQ(engine.allocate(share(2)).error().fault, Fault::conflict);
  ASSERT_TRUE(engine.allocate(share(1)));
  EXPECT_EQ(engine.current()->positions.front().shares.front().quantity, qty("4"));
  EXPECT_EQ(engine.current()->positions.front().quantity, qty("10"));
}

}  // namespace
}  // namespace holdfast
