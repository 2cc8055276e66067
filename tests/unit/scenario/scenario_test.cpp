#include <gtest/gtest.h>

#include <functional>

#include "core/reconcile_books.hpp"
#include "domain/case.hpp"
#include "domain/event.hpp"
#include "domain/evidence.hpp"
#include "domain/position.hpp"
#include "domain/verdict.hpp"
#include "scenario/document.hpp"
#include "scenario/read_parts.hpp"
#include "scenario/run.hpp"
#include "scenario/schema_check.hpp"
#include "scenario/stage.hpp"

namespace holdfast::scenario {
namespace {

// A Kalshi account that holds 5 and a listing that says so; `steps` follow.
std::string file_with(const std::string& steps) {
  return R"({
  "name": "a test",
  "accounts": [{"id": "k", "venue": "kalshi"}],
  "instruments": [{"id": "KXA", "venue": "kalshi"}],
  "ledger": {"positions": [{"instrument": "KXA", "quantity": "5", "average_price": "0.50"}]},
  "steps": [
)" + steps +
         "\n  ]\n}";
}

std::optional<Refusal> refusal_of(const std::string& steps) {
  const auto read = read_scenario(file_with(steps));
  return read ? std::nullopt : std::optional{read.error()};
}

TEST(ScenarioFile, IsRefusedWithLineAndReason) {
  const auto misspelt = refusal_of(R"({"at_s": 0, "sync": "k"},
{"at_s": 1, "expect": {"positions": [{"instrument": "KXA",
  "quantty": "5"}]}})");
  ASSERT_TRUE(misspelt);
  EXPECT_EQ(misspelt->line, 9U);
  EXPECT_NE(misspelt->what.find("quantty"), std::string::npos);

  const auto unknown = refusal_of(R"({"at_s": 0, "sync": "nobody"})");
  ASSERT_TRUE(unknown);
  EXPECT_NE(unknown->what.find("nobody"), std::string::npos);

  const auto back_in_time = refusal_of(R"({"at_s": 5, "sync": "k"}, {"at_s": 4, "sync": "k"})");
  ASSERT_TRUE(back_in_time);
  EXPECT_NE(back_in_time->what.find("earlier"), std::string::npos);

  const auto never = refusal_of(R"({"at_s": 0, "expect": {"headline": "FINE"}})");
  ASSERT_TRUE(never);
  EXPECT_NE(never->what.find("is one of IN AGREEMENT, DRIFT"), std::string::npos);
}

TEST(ScenarioFile, ThatIsNoJsonIsRefusedAtTheLineOfTheFault) {
  for (const std::string_view bad :
       {R"({"sync" "k"})", R"({"sync": k})", R"({"sync": "k})", "// twice",
        R"({"sync": "k", "sync": "k"})", R"({"sync": "k"} {})", R"({"sync": "k",})"}) {
    const auto refusal =
        refusal_of("{\"sync\": \"k\"},\n" + std::string{bad} + ",\n{\"sync\": \"k\"}\n");
    ASSERT_TRUE(refusal) << bad;
    EXPECT_EQ(refusal->line, 8U) << bad << ": " << refusal->what;
  }
  const auto cut = read_scenario("{\n\"name\": \"cut\",\n\"steps\": [\n");
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().line, 3U);
}

TEST(ScenarioFile, AStepWithoutAMomentIsOfTheMomentBefore) {
  const auto read = read_scenario(file_with(
      R"({"sync": "k"}, {"at_s": 5, "sync": "k", "meanwhile": [{"fill": {"instrument": "KXA", "side": "buy",
"quantity": "1", "price": "0.5"}}]}, {"fill": {"instrument": "KXA", "side": "buy", "quantity": "1", "price": "0.5"}})"));
  ASSERT_TRUE(read) << read.error().what;
  const auto five = std::chrono::seconds{5};
  EXPECT_EQ(read->steps[0].at, Duration{});
  EXPECT_EQ(read->steps[2].at, five);
  EXPECT_EQ(std::get<AddFill>(read->steps[2].action).at, five);
  EXPECT_EQ(std::get<AddFill>(std::get<Sync>(read->steps[1].action).meanwhile[0].action).at, five);
}

TEST(ScenarioFile, NeedsOfALaterVersionAreToldApartFromMistakes) {
  for (const std::string_view word : unsupported_step_words()) {
    const auto refusal = refusal_of(R"({"at_s": 0, ")" + std::string{word} + R"(": {}})");
    ASSERT_TRUE(refusal) << word;
    EXPECT_TRUE(refusal->unsupported) << word;
    EXPECT_NE(refusal->what.find("not in this version"), std::string::npos) << word;
  }
  EXPECT_FALSE(refusal_of(R"({"at_s": 0, "dance": {}})")->unsupported);
}

TEST(ScenarioFile, StrictAsksForQuantityVerdictAndEvent) {
  const auto weak = read_scenario(file_with(
      R"({"at_s": 0, "expect": {"positions": [{"instrument": "KXA", "quantity": "5"}]}})"));
  ASSERT_TRUE(weak);
  const auto refusal = too_weak(*weak);
  ASSERT_TRUE(refusal);
  EXPECT_NE(refusal->what.find("verdict"), std::string::npos);
}

TEST(ScenarioFile, TheSchemaKnowsEveryStep) {
  const auto schema = read_document(scenario::schema());
  ASSERT_TRUE(schema);
  const Value* steps = schema->find("$defs")->find("step")->find("properties");
  for (const auto& words : {step_words(), unsupported_step_words()}) {
    for (const std::string_view word : words) EXPECT_NE(steps->find(word), nullptr) << word;
  }
}

// The refusal of a file about one Polymarket or Pacifica account.
std::string refusal_at(const std::string& instruments, const std::string& ledger) {
  const auto read = read_scenario(R"({"name": "a test",
  "accounts": [{"id": "poly", "venue": "polymarket"}, {"id": "pac", "venue": "pacifica"}],
  "instruments": [)" + instruments +
                                  R"(],
  "ledger": {"positions": [
    {"instrument": "y", "quantity": "5"},
)" + ledger + R"(]},
  "steps": [{"sync": "all"}]})");
  return read ? "" : std::to_string(read.error().line) + ": " + read.error().what;
}

TEST(ScenarioFile, WhatNobodyCanHoldIsRefusedAtItsLine) {
  const std::string token = R"({"id": "y", "venue": "polymarket", "token_id": "…"},
    {"id": "z", "venue": "polymarket"})";
  EXPECT_EQ(refusal_at(token, R"({"instrument": "z", "quantity": "1", "average_price": "0.5"})"),
            "");
  EXPECT_TRUE(refusal_at(token, R"({"instrument": "z", "quantity": "-1"})").starts_with("7: "));
  EXPECT_TRUE(refusal_at(token, R"({"instrument": "z", "quantity": "1", "average_price": "2"})")
                  .starts_with("7: "));
  EXPECT_TRUE(refusal_at(token, R"({"instrument": "y", "quantity": "1"})").starts_with("7: "));
  const std::string bad = R"({"id": "y", "venue": "polymarket", "token_id": "abc"})";
  EXPECT_NE(refusal_at(bad, R"({"instrument": "y", "quantity": "1"})").find("no token's id: abc"),
            std::string::npos);
  const std::string perp = R"({"id": "y", "venue": "pacifica", "symbol": "BTC"},
    {"id": "z", "venue": "pacifica", "symbol": "BTC", "isolated": true})";
  EXPECT_NE(refusal_at(perp, R"({"instrument": "z", "quantity": "-1"})").find("same symbol"),
            std::string::npos);
}

// What the schema forbids is refused, at the line of what is wrong.
TEST(ScenarioFile, IsHeldAgainstTheSchema) {
  const std::string fill = R"({"fill": {"instrument": "KXA", "side": "sell", "price": "0.5",
"quantity": )";
  const std::vector<std::pair<std::string, std::string>> wrong{
      {fill + R"("-4"}})", "steps[0].fill.quantity: cannot be \"-4\": an exact decimal"},
      {fill + "-4}}", "steps[0].fill.quantity: is within 0.."},
      {fill + R"("sixty"}})", "cannot be \"sixty\""},
      {R"({"venue": "kalshi",
"holdings": null})",
       "steps[0].holdings: is no array"},
      {R"({"witness": "polymarket",
"balances": ["a"]})",
       "steps[0].balances: is no object"},
      {R"({"clock":
{}})",
       "steps[0].clock: needs jump_s"},
      {R"({"venue": "kalshi",
"then": "error 99999"})",
       "steps[0].then: cannot be"},
      {R"({"sync": "k",
"at_s": "5"})",
       "steps[0].at_s: is no integer"},
      {R"({"expect": {"positions": [{"instrument": "KXA",
"state": "opn"}]}})",
       "is one of open, closed, settling"},
      {R"({"expect": {
"exit_code": "zero"}})",
       "steps[0].expect.exit_code: is no integer"},
      {R"({"expect": {"events": ["case.opened",
"case.shut"]}})",
       "steps[0].expect.events[1]: is one of position.created"},
      {R"({"expect": {"cases": [
{}]}})",
       "steps[0].expect.cases[0]: is empty"}};
  for (const auto& [step, reason] : wrong) {
    const auto refusal = refusal_of(step);
    ASSERT_TRUE(refusal) << step;
    EXPECT_EQ(refusal->line, 8U) << step;
    EXPECT_NE(refusal->what.find(reason), std::string::npos) << refusal->what;
  }
}

// What no schema can say of a file.
TEST(ScenarioFile, SaysSomethingOfWhatItNames) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {R"({"label": "a", "sync": "k"}, {"label": "a", "sync": "k"})", "two are labelled a"},
      {R"({"expect": {"ledger_hash_same_as": "a"}}, {"label": "a", "sync": "k"})",
       "no step before is labelled a"},
      {R"({"market": {"instrument": "KXA", "payout": "1"}})", "payout goes with resolved"},
      {R"({"expect": {"positions": [{"instrument": "KXA"}]}})", "says nothing"}};
  for (const auto& [steps, reason] : wrong) {
    const auto refusal = refusal_of(steps);
    ASSERT_TRUE(refusal) << steps;
    EXPECT_NE(refusal->what.find(reason), std::string::npos) << refusal->what;
  }
}

const Value& schema_at(std::initializer_list<std::string_view> path) {
  static const Value known = read_document(schema()).value();
  const Value* at = &known;
  for (const std::string_view name : path) at = at->find(name);
  return *at;
}

template <class Words>
void expect_words(const Value& list, const Words& words) {
  std::vector<std::string> known;
  for (const Value& value : list.find("enum")->elements) known.push_back(value.text);
  EXPECT_EQ(known, std::vector<std::string>(words.begin(), words.end()));
}

// Whoever writes a file can look up every word that can be expected.
TEST(ScenarioFile, TheSchemaNamesEveryWordOfTheEngine) {
  const auto row = [](std::string_view of, std::string_view field) -> const Value& {
    return *schema_at({"$defs", "expect", "properties", of, "items", "properties"}).find(field);
  };
  expect_words(schema_at({"$defs", "event"}), event_names);
  expect_words(row("cases", "reason"), case_reason_names);
  expect_words(row("cases", "state"), case_state_names);
  expect_words(row("positions", "closing"), evidence_names);
  expect_words(row("positions", "origin"), origin_names);
  expect_words(row("positions", "verdict"), verdict_names);
  expect_words(row("books", "sub_reason"), book_reason_names);
  expect_words(row("books", "status"), book_status_names);
  expect_words(schema_at({"$defs", "expect", "properties", "headline"}), verdict_headlines);
}

// A word of JSON Schema that nobody checks would promise what is not held.
TEST(ScenarioFile, TheSchemaSaysNothingThatIsNotChecked) {
  const std::function<void(const Value&)> walk = [&](const Value& schema) {
    for (const auto& [word, value] : schema.fields) {
      EXPECT_TRUE(is_schema_word(word)) << word << " at line " << value.line;
      if (word == "properties" || word == "$defs") {
        for (const Field& named : value.fields) walk(named.value);
      } else if (word == "items" || word == "additionalProperties") {
        walk(value);
      } else if (word == "anyOf") {
        for (const Value& shape : value.elements) walk(shape);
      }
    }
  };
  walk(schema_at({}));
}

std::vector<Failure> run(const std::string& steps, Proof proof = Proof::plain) {
  const auto scenario = read_scenario(file_with(steps));
  if (!scenario) return {{scenario.error().line, scenario.error().what}};
  return run_scenario(*scenario, proof);
}

TEST(ScenarioRun, AWrongExpectationFailsAtItsLine) {
  const auto failures = run(R"({"at_s": 0, "sync": "k"},
{"at_s": 1, "expect": {"positions": [{"instrument": "KXA", "quantity": "6"}]}})");
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].line, 8U);
  EXPECT_NE(failures[0].what.find("found 5"), std::string::npos);
}

TEST(ScenarioRun, NegatedExpectationsAllFail) {
  const std::string steps = R"({"at_s": 0, "label": "start", "sync": "k"},
{"at_s": 1, "expect": {"positions": [{"instrument": "KXA", "quantity": "5.0", "state": "open",
  "verdict": "agrees", "cost": "2.5", "origin": "traded", "life": 1}],
  "sync": {"active": 1, "closed": 0}, "no_events": ["case.opened"], "alerts": 0, "open_cases": 0,
  "headline": "IN AGREEMENT", "exit_code": 0, "ledger_hash_same_as": "start"}})";
  EXPECT_TRUE(run(steps).empty());
  EXPECT_TRUE(run(steps, Proof::negated).empty());
}

std::vector<Failure> run_whole(const std::string& text) {
  const auto scenario = read_scenario(text);
  if (!scenario) return {{scenario.error().line, scenario.error().what}};
  return run_scenario(*scenario, Proof::plain);
}

// Two accounts at Kalshi that hold five and seven of one market.
const std::string two_keys = R"({"name": "two keys",
  "accounts": [{"id": "a", "venue": "kalshi"}, {"id": "b", "venue": "kalshi"}],
  "instruments": [{"id": "KXA", "venue": "kalshi"}],
  "ledger": {"positions": [{"account": "a", "instrument": "KXA", "quantity": "5"},
                           {"account": "b", "instrument": "KXA", "quantity": "7"}]},)";

TEST(ScenarioRun, AFaultIsOneAccountsAndNotItsVenues) {
  const auto failures = run_whole(two_keys + R"(  "steps": [
    {"at_s": 0, "account": "a", "venue": "kalshi", "holdings": [{"instrument": "KXA", "quantity": "5"}], "then": "schema_renamed quantity"},
    {"at_s": 0, "account": "b", "venue": "kalshi", "holdings": [{"instrument": "KXA", "quantity": "7"}]},
    {"at_s": 1, "sync": "all"},
    {"at_s": 1, "expect": {"positions": [
      {"account": "a", "instrument": "KXA", "quantity": "5", "verdict": "unknown"},
      {"account": "b", "instrument": "KXA", "quantity": "7", "verdict": "agrees"}]}}
  ]})");
  for (const Failure& failure : failures) ADD_FAILURE() << failure.line << ": " << failure.what;
}

TEST(ScenarioRun, ASyncOfAllIsCountedOverAllAndARefusedOneDidNothing) {
  const auto failures = run_whole(two_keys + R"(  "steps": [
    {"at_s": 0, "account": "b", "venue": "kalshi", "then": "error 500"},
    {"at_s": 1, "sync": "b"},
    {"at_s": 1, "expect": {"sync": {"active": 1, "created": 0}}},
    {"at_s": 2, "account": "a", "venue": "kalshi", "holdings": [{"instrument": "KXA", "quantity": "6"}]},
    {"at_s": 2, "fill": {"account": "a", "instrument": "KXA", "side": "buy", "quantity": "1", "price": "0.5"}},
    {"at_s": 60, "sync": "all"},
    {"at_s": 60, "expect": {"sync": {"active": 2, "updated": 1}}},
    {"at_s": 61, "sync": "b"},
    {"at_s": 61, "expect": {"sync": {"active": 1, "updated": 0}}}
  ]})");
  for (const Failure& failure : failures) ADD_FAILURE() << failure.line << ": " << failure.what;
}

TEST(ScenarioRun, WhereSeveralAccountsFitOneMustBeNamed) {
  const auto failures = run_whole(R"({"name": "two keys",
  "accounts": [{"id": "a", "venue": "kalshi"}, {"id": "b", "venue": "kalshi"}],
  "steps": [{"at_s": 0, "venue": "kalshi", "holdings": []}]})");
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_NE(failures[0].what.find("needs account"), std::string::npos);
}

// Older than what the start brought about, so that nothing of it is applied.
TEST(ScenarioRun, AStaleAnswerIsOlderThanTheStart) {
  const auto failures = run_whole(R"({"name": "a stale answer",
  "accounts": [{"id": "k", "venue": "kalshi"}, {"id": "s", "venue": "kalshi_solana"},
               {"id": "p", "venue": "pacifica"}, {"id": "unasked", "venue": "polymarket"}],
  "instruments": [{"id": "KXA", "venue": "kalshi"}, {"id": "yes", "venue": "kalshi_solana"},
                  {"id": "BTC", "venue": "pacifica"}, {"id": "pm", "venue": "polymarket"}],
  "ledger": {"positions": [{"instrument": "KXA", "quantity": "5"}, {"instrument": "yes", "quantity": "6"},
                           {"instrument": "BTC", "quantity": "7"}, {"instrument": "pm", "quantity": "8"}]},
  "steps": [
    {"at_s": 0, "venue": "kalshi", "holdings": [{"instrument": "KXA", "quantity": "50"}], "then": "stale_watermark"},
    {"at_s": 0, "venue": "kalshi_solana", "holdings": [{"instrument": "yes", "quantity": "60"}], "then": "stale_watermark"},
    {"at_s": 0, "venue": "pacifica", "holdings": [{"instrument": "BTC", "quantity": "70"}], "then": "stale_watermark"},
    {"at_s": 60, "sync": "k"}, {"at_s": 60, "sync": "s"}, {"at_s": 60, "sync": "p"},
    {"at_s": 60, "expect": {"positions": [
      {"instrument": "KXA", "quantity": "5", "verdict": "unknown"}, {"instrument": "yes", "quantity": "6", "verdict": "unknown"},
      {"instrument": "BTC", "quantity": "7", "verdict": "unknown"}, {"instrument": "pm", "quantity": "8", "verdict": "unknown"}],
      "no_events": ["position.updated"], "headline": "UNKNOWN"}}
  ]})");
  for (const Failure& failure : failures) ADD_FAILURE() << failure.line << ": " << failure.what;
}

// Until it is found the account is unknown; it never looks like "no positions".
TEST(ScenarioRun, AWalletThatNobodyKnowsIsAFault) {
  const auto failures = run_whole(R"({"name": "no wallet",
  "accounts": [{"id": "s", "venue": "kalshi_solana", "wallet": "absent"}],
  "instruments": [{"id": "yes", "venue": "kalshi_solana", "ticker": "KXA"}],
  "steps": [
    {"at_s": 0, "venue": "kalshi_solana", "holdings": [{"instrument": "yes", "quantity": "5"}]},
    {"at_s": 0, "witness": "kalshi_solana", "balances": {"yes": "5"}},
    {"at_s": 1, "sync": "s"},
    {"at_s": 1, "expect": {"positions": [{"instrument": "yes", "quantity": "0", "verdict": "unknown"}],
      "cases": [{"account": "s", "reason": "identity"}], "events": ["case.opened"], "alerts": 1,
      "headline": "UNKNOWN"}},
    {"at_s": 100, "wallet": "configured"},
    {"at_s": 101, "sync": "s"},
    {"at_s": 101, "expect": {"positions": [{"instrument": "yes", "quantity": "5", "verdict": "agrees"}],
      "open_cases": 0}}
  ]})");
  for (const Failure& failure : failures) ADD_FAILURE() << failure.line << ": " << failure.what;
}

// How the answer comes is said without saying again what is in it.
TEST(ScenarioRun, AnAnswerMayFailWithoutHoldings) {
  const auto failures = run(R"({"at_s": 0, "venue": "kalshi", "then": "error 401"},
{"at_s": 1, "sync": "k"},
{"at_s": 1, "expect": {"positions": [{"instrument": "KXA", "quantity": "5", "verdict": "unknown"}]}},
{"at_s": 2, "venue": "kalshi", "then": "complete"},
{"at_s": 3, "sync": "k"},
{"at_s": 3, "expect": {"positions": [{"instrument": "KXA", "quantity": "5", "verdict": "agrees"}]}})");
  for (const Failure& failure : failures) ADD_FAILURE() << failure.line << ": " << failure.what;
  EXPECT_NE(refusal_of(R"({"at_s": 0, "venue": "kalshi"})")->what.find("needs holdings"),
            std::string::npos);
  EXPECT_NE(refusal_of(R"({"at_s": 0, "account": "k"})")->what.find("there are holdings, witness"),
            std::string::npos);
}

// What bends nothing would be a fault that did not happen.
TEST(ScenarioRun, AFaultThatBendsNothingIsRefused) {
  for (const std::string_view then :
       {"schema_renamed sise", "row_unreadable KXB", "duplicate_row", "cut_after_page 2"}) {
    const auto failures = run_whole(R"({"name": "a fault",
  "accounts": [{"id": "k", "venue": "kalshi"}],
  "instruments": [{"id": "KXA", "venue": "kalshi"}, {"id": "KXB", "venue": "kalshi"}],
  "steps": [{"venue": "kalshi", "holdings": [], "then": ")" +
                                    std::string{then} + R"("},
    {"at_s": 1, "sync": "k"}]})");
    ASSERT_EQ(failures.size(), 1U) << then;
    EXPECT_EQ(failures[0].line, 5U);
    EXPECT_NE(failures[0].what.find("bends nothing"), std::string::npos) << failures[0].what;
  }
}

// A listing of one page is cut too, keys around the rows are renamed too, and so are feeds.
TEST(ScenarioRun, AFaultOfTheListingChangesNothing) {
  const std::vector<std::pair<std::string, std::string>> faults{
      {R"("holdings": [], "then": "cut_after_page 1")", "incomplete"},
      {R"("holdings": [{"instrument": "KXA", "quantity": "2"}, {"instrument": "KXA", "quantity": "3"}])",
       "incomplete"},
      {R"("then": "schema_renamed market_positions")", "schema"},
      {R"("then": "schema_renamed quantity")", "schema"}};
  for (const auto& [answer, reason] : faults) {
    const auto failures = run(R"({"venue": "kalshi", )" + answer + R"(}, {"at_s": 1, "sync": "k"},
{"expect": {"positions": [{"instrument": "KXA", "quantity": "5", "verdict": "unknown"}],
  "cases": [{"account": "k", "reason": ")" +
                              reason + R"("}], "events": ["case.opened"]}})");
    for (const Failure& failure : failures) ADD_FAILURE() << answer << ": " << failure.what;
  }
}

TEST(ScenarioRun, AFeedWithARenamedFieldExplainsNothing) {
  for (const std::string_view field : {"quantity", "price"}) {
    const auto failures =
        run(R"({"venue": "kalshi", "holdings": [{"instrument": "KXA", "quantity": "4"}]},
{"fill": {"instrument": "KXA", "side": "sell", "quantity": "1", "price": "0.6"}},
{"events": "kalshi", "then": "schema_renamed )" +
            std::string{field} + R"("}, {"at_s": 60, "sync": "k"},
{"expect": {"positions": [{"instrument": "KXA", "quantity": "5", "verdict": "drift"}]}})");
    for (const Failure& failure : failures) ADD_FAILURE() << field << ": " << failure.what;
  }
}

TEST(ScenarioRun, TheSameFileTwiceLeavesTheSameLedger) {
  const std::string steps =
      R"({"at_s": 0, "venue": "kalshi", "holdings": [{"instrument": "KXA", "quantity": "8"}]},
{"at_s": 1, "sync": "k"}, {"at_s": 40, "sync": "k"},
{"at_s": 41, "expect": {"positions": [{"instrument": "KXA", "quantity": "8"}]}})";
  const auto scenario = read_scenario(file_with(steps));
  ASSERT_TRUE(scenario);
  std::vector<std::string> hashes;
  for (int round = 0; round < 2; ++round) {
    Stage stage{*scenario};
    ASSERT_TRUE(stage.begin());
    for (const Step& step : scenario->steps) ASSERT_TRUE(stage.act(step));
    hashes.push_back(stage.look().hash);
  }
  EXPECT_EQ(hashes[0], hashes[1]);
  EXPECT_FALSE(hashes[0].empty());
}

}  // namespace
}  // namespace holdfast::scenario
