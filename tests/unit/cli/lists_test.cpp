#include "scripted_daemon.hpp"

namespace holdfast::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// Polymarket answers; Kalshi does not.
constexpr auto one_silent =
    R"({"verdict":"unknown","venues":[{"name":"kalshi/main","verdict":"unknown","as_of":null,)"
    R"("error":{"fault":"unauthorised","what":"401 of \u001b[2Jthe venue"}},)"
    R"({"name":"polymarket/main","verdict":"agrees","as_of":"t1","error":null}]})";
constexpr auto all_agree =
    R"({"verdict":"agrees","venues":[{"name":"kalshi/main","verdict":"agrees","as_of":"t1"}]})";

struct Lists : testing::Test {
  Lists() {
    daemon.answer("/api/v1/drifts", R"({"drifts":[],"as_of":"t1"})");
    daemon.answer("/api/v1/holdings", R"({"holdings":[],"as_of":"t1"})");
    daemon.answer("/api/v1/alerts", R"({"alerts":[],"as_of":"t1"})");
    daemon.answer("/api/v1/ledger/positions", R"({"positions":[],"as_of":"t1"})");
    daemon.terminal = true;
  }
  ScriptedDaemon daemon;
};

TEST_F(Lists, SayWhoIsSilentBesideTheirRows) {
  daemon.answer("/api/v1/status", one_silent);
  for (const char* list : {"drift", "holdings", "alerts", "positions"}) {
    const Told told = daemon.run({list});
    EXPECT_THAT(told.out, HasSubstr("Unknown: kalshi/main. Otherwise: No")) << list;
    EXPECT_EQ(told.err,
              "kalshi/main is unknown: unauthorised: 401 of \\x1b[2Jthe venue; nothing is shown of "
              "it\n")
        << list;
    EXPECT_EQ(daemon.run({list, "--json"}).err, told.err) << list;
  }
  EXPECT_EQ(daemon.run({"positions", "--at", "2026-11-21T09:44:14Z"}).err, "");
}

TEST_F(Lists, SayNothingMoreWhereEveryAccountAnswers) {
  daemon.answer("/api/v1/status", all_agree);
  const Told told = daemon.run({"drift"});
  EXPECT_EQ(told.out, "No drift. As of t1.\n");
  EXPECT_EQ(told.err, "");
  EXPECT_EQ(told.code, 0);
}

TEST_F(Lists, DriftEndsWithTheVerdictsCode) {
  daemon.answer("/api/v1/status", one_silent);
  daemon.answer("/api/v1/status", R"({"verdict":"drift","venues":[]})");
  EXPECT_EQ(daemon.run({"drift"}).code, 5);
  EXPECT_EQ(daemon.run({"drift", "--json"}).code, 3);
  EXPECT_EQ(daemon.run({"holdings"}).code, 0) << "a list that is there";
}

std::string gates(const std::vector<std::string>& words) {
  std::string rows;
  for (const std::string& word : words) {
    rows += (rows.empty() ? "" : ",") + (R"({"account":"a","gate":")" + word + "\"}");
  }
  return R"({"gates":[)" + rows + "]}";
}

TEST(Gate, EndsWellOnlyWhereEveryGateThatIsShownIsOpen) {
  const auto code_of = [](const std::vector<std::string>& words) {
    ScriptedDaemon daemon;
    daemon.answer("/api/v1/gates", gates(words));
    const int code = daemon.run({"gate", "KX"}).code;
    EXPECT_EQ(daemon.run({"gate", "KX", "--json"}).code, code);
    return code;
  };
  EXPECT_EQ(code_of({"open", "open"}), 0);
  EXPECT_EQ(code_of({"open", "reduce_only"}), 3);
  EXPECT_EQ(code_of({"open", "blocked"}), 5);
  EXPECT_EQ(code_of({"blocked", "reduce_only"}), 3) << "of several the first of 3 and 5";
  EXPECT_EQ(code_of({"a word of another version"}), 5);
  EXPECT_EQ(code_of({}), 5) << "nobody watches";
}

TEST(Gate, IsAskedOfOneAccountWhereItIsNamed) {
  ScriptedDaemon daemon;
  daemon.answer("/api/v1/gates", gates({"open"}));
  daemon.run({"gate", "KX", "--account", "kalshi/main"});
  EXPECT_EQ(daemon.asked.back(), "GET /api/v1/gates?instrument=KX&account=kalshi%2Fmain");
}

struct Events : testing::Test {
  Events() {
    daemon.answer("/api/v1/events",
                  R"({"as_of":"t2","events":[{"id":1,"at":"2026-11-21T09:00:00.000Z","n":0.50},)"
                  R"({"id":2,"at":"2026-11-21T10:00:00.000Z"}],"next_after":2,"revision":7})");
    daemon.answer("/api/v1/events",
                  R"({"as_of":"t3","events":[{"id":3,"at":"2026-11-21T11:00:00.000Z"}],)"
                  R"("next_after":null,"revision":8})");
  }
  ScriptedDaemon daemon;
};

TEST_F(Events, AreCompleteAsJsonToo) {
  EXPECT_EQ(daemon.run({"events", "--json"}).out,
            R"({"as_of":"t2","events":[{"id":1,"at":"2026-11-21T09:00:00.000Z","n":0.50},)"
            R"({"id":2,"at":"2026-11-21T10:00:00.000Z"},{"id":3,"at":"2026-11-21T11:00:00.000Z"}],)"
            R"("next_after":null,"revision":7})"
            "\n");
  EXPECT_EQ(daemon.asked, (std::vector<std::string>{"GET /api/v1/events?limit=1000",
                                                    "GET /api/v1/events?limit=1000&after=2"}));
}

TEST_F(Events, TheLastAreTheNewest) {
  EXPECT_THAT(daemon.run({"events", "--json", "--last", "1"}).out,
              HasSubstr(R"("events":[{"id":3,)"));
}

TEST_F(Events, SinceAMomentTakesThatMomentIn) {
  EXPECT_THAT(daemon.run({"events", "--json", "--since", "2026-11-21T10:00:00Z"}).out,
              HasSubstr(R"("events":[{"id":2,"at":"2026-11-21T10:00:00.000Z"},{"id":3,)"));
  const Told told = daemon.run({"events", "--since", "yesterday"});
  EXPECT_EQ(told.code, code(ExitCode::usage));
  EXPECT_THAT(told.err, HasSubstr("--since is not a moment"));
}

TEST(Ended, AreShownWhereTheyAreAskedFor) {
  ScriptedDaemon daemon;
  daemon.answer("/api/v1/status", all_agree);
  daemon.answer("/api/v1/alerts", R"({"alerts":[]})");
  daemon.answer("/api/v1/cases", R"({"cases":[{"id":"c1","closed_at":"t9","keys":[]}]})");
  EXPECT_THAT(daemon.run({"cases"}).out, Not(HasSubstr("t9")));
  EXPECT_EQ(daemon.asked.front(), "GET /api/v1/cases");
  daemon.asked.clear();
  EXPECT_THAT(daemon.run({"cases", "--all"}).out, HasSubstr("\tt9\t"));
  EXPECT_EQ(daemon.asked.front(), "GET /api/v1/cases?scope=all");
  daemon.asked.clear();
  daemon.run({"alerts", "--all"});
  EXPECT_EQ(daemon.asked.front(), "GET /api/v1/alerts?scope=all");
}

}  // namespace
}  // namespace holdfast::cli
