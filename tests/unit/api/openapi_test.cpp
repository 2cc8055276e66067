#include "api/openapi.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <set>

#include "platform/json_reader.hpp"
#include "support/api_house.hpp"

namespace holdfast::api {
namespace {

using platform::JsonReader;
using platform::JsonValue;

std::string shown(std::string_view yaml) {
  const auto json = json_of_plain_yaml(yaml);
  return json ? *json : "refused";
}

TEST(PlainYaml, ReadsBlocksAndFlows) {
  EXPECT_EQ(shown("a: 1\nb:\n  c: [x, \"y, z\", {d: true}]\n  e: {}\nf:\n"),
            R"({"a":1,"b":{"c":["x","y, z",{"d":true}],"e":{}},"f":null})");
  EXPECT_EQ(shown("- a\n- b: 1\n  c: 2\n- {d: null}\n"), R"(["a",{"b":1,"c":2},{"d":null}])");
  EXPECT_EQ(shown("# note\n\"200\": ok\n'quoted': it\n"), R"({"200":"ok","quoted":"it"})");
  EXPECT_EQ(shown("\"200\": 3.1.0\nx: 'a \"b\"'\n"), R"({"200":"3.1.0","x":"a \"b\""})");
  EXPECT_EQ(shown("url: http://x:1/y\n"), R"({"url":"http://x:1/y"})");
}

TEST(PlainYaml, RefusesWhatItWouldHaveToGuess) {
  for (const auto* yaml : {"", "a: |\n  text\n", "a: &x 1\n", "a: *x\n", "a: b: c\n", "a: [b\n",
                           "a: {b: 1\n", "\ta: 1\n", "a: \"open\n", "a: 1\n    b: 2\n",
                           "a: 1\n- b\n", "a: x # note\n", "  a: 1\nb: 2\n"}) {
    EXPECT_EQ(shown(yaml), "refused") << yaml;
  }
}

// "GET /api/v1/status read", as the document has it.
std::set<std::string> documented() {
  std::set<std::string> operations;
  JsonReader reader{openapi_json()};
  const auto read = reader.object([&](std::string_view name, JsonValue& value) -> Result<void> {
    if (name != "paths") return {};
    return value.each_field([&](std::string_view path, JsonValue& methods) {
      const std::string at{path};
      return methods.each_field([&](std::string_view method, JsonValue& operation) {
        std::string line{method};
        std::ranges::transform(line, line.begin(), [](unsigned char c) { return std::toupper(c); });
        line += " " + at;
        return operation.each_field([&](std::string_view field, JsonValue& of) -> Result<void> {
          if (field != "x-scope") return {};
          return of.string().map(
              [&](std::string_view scope) { operations.insert(line + " " + std::string{scope}); });
        });
      });
    });
  });
  EXPECT_TRUE(read) << read.error().what;
  return operations;
}

std::string scope_text(const std::optional<Scope>& scope) {
  if (!scope) return "none";
  return *scope == Scope::read ? "read" : *scope == Scope::resolve ? "resolve" : "trade";
}

TEST(OpenApi, NamesExactlyTheRoutesThatAreServedWithTheirScopes) {
  std::set<std::string> served;
  for (const Route& route : all_routes()) {
    served.insert(std::string{route.method} + " " + std::string{route.pattern} + " " +
                  scope_text(route.scope));
  }
  EXPECT_EQ(documented(), served);
}

// Reads what stands at the end of a path of names.
void read_at(const std::vector<std::string>& path,
             const std::function<Result<void>(JsonValue&)>& take) {
  std::function<Result<void>(std::size_t, JsonValue&)> walk = [&](std::size_t depth,
                                                                  JsonValue& value) {
    if (depth == path.size()) return take(value);
    return value.each_field([&, depth](std::string_view name, JsonValue& inner) -> Result<void> {
      if (name != path[depth]) return {};
      return walk(depth + 1, inner);
    });
  };
  JsonReader reader{openapi_json()};
  const auto read = reader.object([&](std::string_view name, JsonValue& value) -> Result<void> {
    if (name != path[0]) return {};
    return walk(1, value);
  });
  EXPECT_TRUE(read);
}

// The texts of the list that `path` leads to.
std::set<std::string> listed(const std::vector<std::string>& path) {
  std::set<std::string> words;
  read_at(path, [&](JsonValue& list) {
    return list.each_element([&](JsonValue& word) {
      return word.string().map([&](std::string_view text) { words.emplace(text); });
    });
  });
  return words;
}

// What stands below a path of names: the names there.
std::set<std::string> names_below(const std::vector<std::string>& path) {
  std::set<std::string> names;
  read_at(path, [&](JsonValue& object) {
    return object.each_field([&](std::string_view name, JsonValue&) -> Result<void> {
      names.emplace(name);
      return {};
    });
  });
  return names;
}

// What every write can meet before its route sees it; and what waits for the engine can wait in
// vain.
TEST(OpenApi, NamesTheRefusalsThatEveryWriteCanMeet) {
  for (const Route& route : all_routes()) {
    if (route.method != "POST") continue;
    const std::string pattern{route.pattern};
    const auto codes = names_below({"paths", pattern, "post", "responses"});
    EXPECT_TRUE(codes.contains("413")) << pattern;
    EXPECT_TRUE(codes.contains("415")) << pattern;
    if (pattern.starts_with("/api/v1/cases/")) {
      EXPECT_TRUE(codes.contains("503")) << pattern;
    }
  }
}

template <std::size_t count>
std::set<std::string> words_of(const std::array<std::string_view, count>& names) {
  return {names.begin(), names.end()};
}

std::set<std::string> schema_words(const std::string& schema) {
  return listed({"components", "schemas", schema, "enum"});
}

TEST(OpenApi, SpellsEveryEnumAsTheEngineDoes) {
  EXPECT_EQ(schema_words("CaseReason"), words_of(case_reason_names));
  EXPECT_EQ(schema_words("Awaited"), words_of(awaited_names));
  EXPECT_EQ(schema_words("CaseState"), words_of(case_state_names));
  EXPECT_EQ(schema_words("Fault"), words_of(fault_names));
  EXPECT_EQ(schema_words("Verdict"), words_of(verdict_names));
  EXPECT_EQ(schema_words("Headline"), words_of(verdict_headlines));
  EXPECT_EQ(schema_words("VenueName"), words_of(venue_names));
  EXPECT_EQ(schema_words("EventKind"), words_of(event_names));
  EXPECT_EQ(schema_words("EvidenceKind"), words_of(evidence_names));
  EXPECT_EQ(schema_words("EntryKind"), words_of(entry_names));
  EXPECT_EQ(schema_words("Cause"), words_of(cause_names));
  EXPECT_EQ(schema_words("BookReason"), words_of(book_reason_names));
  EXPECT_EQ(schema_words("Unsellable"), words_of(unsellable_names));
}

// The names that a schema says must be there stand in the answer, on its top level.
void expect_required(const std::string& schema, const Answer& answer) {
  EXPECT_EQ(answer.status, 200) << schema << ": " << answer.body;
  std::set<std::string> names;
  JsonReader reader{answer.body};
  const auto read = reader.object([&](std::string_view name, JsonValue&) -> Result<void> {
    names.emplace(name);
    return {};
  });
  EXPECT_TRUE(read) << schema;
  for (const std::string& name : listed({"components", "schemas", schema, "required"})) {
    EXPECT_TRUE(names.contains(name)) << schema << " lacks " << name;
  }
}

TEST(OpenApi, AnswersBearWhatTheirSchemasRequire) {
  test::ApiHouse house;
  const auto key = test::kalshi_key("KXFED");
  house.replicas.replica.accounts = {
      test::account_of(VenueName::kalshi,
                       test::listing_of(VenueName::kalshi, {test::row_of(key, "10")})),
      test::account_of(VenueName::polymarket, test::listing_of(VenueName::polymarket, {})),
      test::account_of(VenueName::pacifica, test::listing_of(VenueName::pacifica, {}))};
  // With rows in them: a name that stands twice in one object is refused by the reader.
  house.replicas.replica.positions = {test::position_of(key, "10", "5")};
  house.ledger.positions = house.replicas.replica.positions;
  Position closed = test::position_of(key, "0", "0");
  closed.state = PositionState::closed;
  house.ledger.positions.push_back(closed);
  house.ledger.accounts = {{.id = key.account, .venue = VenueName::kalshi, .owner = "abc"}};
  house.ledger.raw["snap"] = {{.source = "kalshi GET /x", .status = 200, .at = test::at_s(1)}};
  house.ledger.cases = {{.id = CaseId{"c1"}, .account = key.account, .key = key}};
  expect_required("Status", house.get("/api/v1/status"));
  expect_required("Accounts", house.get("/api/v1/accounts"));
  expect_required("Holdings", house.get("/api/v1/holdings"));
  expect_required("Positions", house.get("/api/v1/ledger/positions?scope=all"));
  expect_required("History", house.get("/api/v1/history"));
  expect_required("Drifts", house.get("/api/v1/drifts"));
  expect_required("Cases", house.get("/api/v1/cases?scope=all"));
  expect_required("OneCase", house.get("/api/v1/cases/c1"));
  expect_required("Alerts", house.get("/api/v1/alerts?scope=all"));
  expect_required("Gates", house.get("/api/v1/gates"));
  expect_required("Journal", house.get("/api/v1/journal"));
  expect_required("Events", house.get("/api/v1/events"));
  expect_required("Explanation", house.get("/api/v1/instruments/KXFED/explanation"));
  expect_required("SnapshotView", house.get("/api/v1/snapshots/snap-kalshi"));
  expect_required("RawAnswers", house.get("/api/v1/snapshots/snap/raw"));
  expect_required("CaseAnswers", house.get("/api/v1/cases/snap/raw"));
  expect_required("Books", house.get("/api/v1/books"));
  expect_required("OneBook", house.get("/api/v1/books/ledger"));
  expect_required("BookMap", house.get("/api/v1/books/ledger/map"));
  expect_required("PublicConfig", house.get("/api/v1/public-config"));
  expect_required("Overview", house.get("/api/positions/overview"));
  expect_required("ExternalAnswer", house.get("/api/positions/external"));
  expect_required("ExecutorPositions", house.get("/positions"));
  expect_required("EnginePositions", house.get("/api/v1/positions"));
  expect_required("UnifiedPositions", house.get("/api/trading/positions"));
  expect_required("Health", house.get("/health/ready"));
  expect_required("Synced", house.post("/api/v1/sync", "{}", Asked{{}, Result<void>{}}));
  expect_required("BookTaken", house.post("/api/v1/books/mine", "good"));
  house.replicas.replica.cases = house.ledger.cases;
  expect_required("Marked", house.post("/api/v1/cases/c1/note", R"({"text":"seen","by":"me"})",
                                       Asked{{}, Result<void>{}}));
  expect_required("Imported", house.post("/api/v1/import?dry_run=1", "good"));
}

}  // namespace
}  // namespace holdfast::api
