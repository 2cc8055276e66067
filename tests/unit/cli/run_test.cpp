#include "cli/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cli/exit_code.hpp"
#include "scripted_daemon.hpp"
#include "support/temp_folder.hpp"

namespace holdfast::cli {
namespace {

using testing::HasSubstr;

struct Said {
  int code;
  std::string words;
};

Said say(std::vector<const char*> words) {
  words.insert(words.begin(), "holdfast");
  std::ostringstream out;
  std::ostringstream err;
  Doors doors{.out = out, .err = err};
  const int code = run(static_cast<int>(words.size()), words.data(), std::move(doors));
  EXPECT_EQ(out.str(), "");
  return {code, err.str()};
}

TEST(WrongWords, AnUnknownCommandIsNamed) {
  const Said said = say({"--config", "some.toml", "frobnicate", "it"});
  EXPECT_EQ(said.code, code(ExitCode::usage));
  EXPECT_EQ(said.words,
            "holdfast: there is no command 'frobnicate'; nothing was done. `holdfast --help` lists "
            "them\n");
}

TEST(WrongWords, AWordThatACommandDoesNotTakeNamesItsHelp) {
  for (const auto& words :
       {std::vector{"explain"}, std::vector{"status", "--frob"}, std::vector{"ledger", "frob"}}) {
    const Said said = say(words);
    EXPECT_EQ(said.code, code(ExitCode::usage));
    EXPECT_NE(said.words.find(std::string{"`holdfast "} + words.front() + " --help`"),
              std::string::npos)
        << said.words;
  }
}

TEST(Help, PromisesNoCodeThatThisVersionNeverGives) {
  const Told told = ScriptedDaemon{}.run({"--help"});
  EXPECT_EQ(told.code, 0);
  EXPECT_THAT(told.out, HasSubstr("0 agrees, 1 failure, 2 usage, 3 drift, 4 needs credentials, 5 "
                                  "unknown;\n6 (not protected) is kept for exits, and not in this "
                                  "version."));
}

// What the daemon is asked for, and what the command makes of its answer.
struct Asked {
  int code;
  std::string method;
  std::string target;
  std::string body;
  std::string shown;
  std::string talk{};
};

Asked ask(std::vector<const char*> words, const std::string& answer,
          const std::vector<platform::BookConfig>& books = {}) {
  words.insert(words.begin(), "holdfast");
  std::ostringstream out;
  std::ostringstream err;
  Asked asked{};
  Doors doors{.out = out, .err = err};
  doors.now = [] { return UtcTime{}; };
  doors.identify = [](const platform::Config&) { return std::vector<IdentityCheck>{}; };
  doors.load_config = [&](platform::ConfigInputs) -> Result<platform::Config> {
    platform::Config config;
    config.books = books;
    return config;
  };
  doors.ask_daemon = [&](const platform::Config&, std::string method, std::string target,
                         std::string body) -> Result<DaemonAnswer> {
    // Lists ask whose word they rest on, after what is asked here.
    if (target != "/api/v1/status" || asked.target.empty()) {
      asked.method = std::move(method);
      asked.target = std::move(target);
      asked.body = std::move(body);
    }
    return DaemonAnswer{200, answer};
  };
  asked.code = run(static_cast<int>(words.size()), words.data(), std::move(doors));
  asked.shown = out.str();
  asked.talk = err.str();
  return asked;
}

TEST(Past, IsAskedOfEveryCommandThatHasOne) {
  const char* const then = "2026-11-21T09:44:14Z";
  const std::string asked = "at=2026-11-21T09%3A44%3A14Z";
  EXPECT_THAT(ask({"positions", "--at", then}, R"({"positions":[]})").target, HasSubstr(asked));
  EXPECT_THAT(ask({"history", "--at", then}, R"({"positions":[]})").target, HasSubstr(asked));
  EXPECT_THAT(ask({"explain", "KXFED", "--at", then}, R"({"keys":[]})").target, HasSubstr(asked));
  EXPECT_THAT(ask({"pnl", "--at", then}, R"({"rows":[]})").target, HasSubstr(asked));
  EXPECT_EQ(ask({"positions"}, R"({"positions":[]})").target.find("at="), std::string::npos);
}

TEST(Past, ShowsNoColumnOfThePresent) {
  const std::string body =
      R"({"positions":[{"key":"K","title":"","side":"yes","quantity":"8","at_source":null,)"
      R"("cost":"4","value":null,"unrealized_pnl":null,"verdict":null}]})";
  EXPECT_THAT(ask({"positions", "--at", "2026-11-21T09:44:14Z"}, body).shown,
              HasSubstr("POSITION\tTITLE\tSIDE\tLEDGER\tCOST\nK\t\tyes\t8\t4\n"));
  EXPECT_THAT(ask({"positions"}, body).shown, HasSubstr("VENUE"));
}

TEST(Gate, IsAskedOfOneInstrumentWhereItIsNamed) {
  EXPECT_EQ(ask({"gate"}, R"({"gates":[]})").target, "/api/v1/gates");
  EXPECT_EQ(ask({"gate", "KX/A"}, R"({"gates":[]})").target, "/api/v1/gates?instrument=KX%2FA");
}

TEST(Books, AreHandedInAndTakenAwayByName) {
  const test::TempFolder folder;
  const std::string path = folder.file("sheet.csv");
  std::ofstream{path} << "market_id\nmine\n";
  const Asked add =
      ask({"books", "add", "my bot", path.c_str()}, R"({"book":{"name":"my bot","rows":1}})");
  EXPECT_EQ(add.code, 0);
  EXPECT_EQ(add.method, "POST");
  EXPECT_EQ(add.target, "/api/v1/books/my%20bot");
  EXPECT_EQ(add.body, "market_id\nmine\n");
  EXPECT_THAT(add.shown, HasSubstr("my bot (rows: 1)"));
  const Asked remove = ask({"books", "remove", "bot"}, R"({"name":"bot"})");
  EXPECT_EQ(remove.code, 0);
  EXPECT_EQ(remove.method, "DELETE");
  EXPECT_EQ(remove.target, "/api/v1/books/bot");
  const Asked none = ask({"books", "add", "bot", folder.file("none").c_str()}, "{}");
  EXPECT_EQ(none.code, code(ExitCode::failure));
  EXPECT_EQ(none.method, "");
}

TEST(Import, ReadsAFileAsTheBookThatIsNamedOrWhoseFileItIs) {
  const test::TempFolder folder;
  const std::string path = folder.file("sheet.csv");
  std::ofstream{path} << "Market\nmine\n";
  std::vector<platform::BookConfig> books{{"pushed", "", ""},
                                          {"sheet", folder.file("./sheet.csv"), ""}};
  const auto target = [&](std::vector<const char*> words) {
    return ask(std::move(words), R"({"rows":[],"taken":0})", books).target;
  };
  EXPECT_EQ(target({"import", path.c_str()}), "/api/v1/import?book=sheet");
  EXPECT_EQ(target({"import", path.c_str(), "--book", "pushed", "--dry-run"}),
            "/api/v1/import?book=pushed&dry_run=1");
  books.pop_back();
  EXPECT_EQ(target({"import", path.c_str()}), "/api/v1/import?book=");
}

// An account whose streams watch all but `left_out` of what it holds.
std::string status_with(int left_out) {
  std::string names;
  for (int i = 0; i < left_out; ++i) {
    names += (i == 0 ? "\"M" : ",\"M") + std::to_string(10 + i) + "\"";
  }
  return R"({"verdict":"agrees","headline":"IN AGREEMENT","text":"","venues":[{"name":)"
         R"("pacifica/main","verdict":"agrees","holdings":25,"value":null,"as_of":null,)"
         R"("witness":"trades","error":null,"polled_only":[)" +
         names + "]}]}";
}

TEST(Status, NamesWhatNoStreamWatches) {
  const std::string words =
      "pacifica/main: 2 held on no stream, because the venue allows no more; read by polling "
      "alone: M10, M11\n";
  EXPECT_THAT(ask({"status"}, status_with(2)).talk, HasSubstr(words));
  EXPECT_THAT(ask({"status"}, status_with(12)).talk,
              HasSubstr("12 held on no stream, because the venue allows no more; read by polling "
                        "alone: M10, M11, M12, M13, M14, M15, M16, M17, M18, M19 and 2 more"));
  EXPECT_EQ(ask({"status"}, status_with(0)).talk.find("polling"), std::string::npos);
  EXPECT_THAT(ask({"doctor"}, status_with(2)).shown, HasSubstr("● streams"));
  EXPECT_THAT(ask({"doctor"}, status_with(2)).shown, HasSubstr(words));
  EXPECT_EQ(ask({"doctor"}, status_with(0)).shown.find("streams"), std::string::npos);
}

TEST(Doctor, SaysWhetherADaemonWatchesAndWhatTheConfigurationWarnsOf) {
  ScriptedDaemon daemon;
  daemon.warnings = {"one endpoint is no witness"};
  daemon.answer("/api/v1/status", R"({"venues":[{"name":"a","asked_at":"1970-01-01T00:00:30Z"},)"
                                  R"({"name":"b","asked_at":"1970-01-01T00:00:10Z"}]})");
  daemon.now = UtcTime{std::chrono::seconds{40}};
  const std::string watched = daemon.run({"doctor"}).out;
  EXPECT_THAT(watched, HasSubstr("▲ warning                      one endpoint is no witness\n"));
  EXPECT_THAT(watched, HasSubstr("answers at http://127.0.0.1:8420, last pass over all accounts 30 "
                                 "s ago\n"));
  daemon.silence = Error{Fault::unreachable, "start one"};
  EXPECT_THAT(daemon.run({"doctor"}).out, HasSubstr("● daemon                       no daemon "
                                                    "watches: start one\n"));
  daemon.silence = Error{Fault::unknown_outcome, "it does not answer"};
  EXPECT_THAT(daemon.run({"doctor"}).out, HasSubstr("■ daemon                       it does not "
                                                    "answer\n    fix: "));
}

TEST(Port, IsThatOfTheDaemonForEveryCommand) {
  for (const auto& words :
       {std::vector{"status", "--port", "9000"}, std::vector{"--port", "9000", "drift"}}) {
    ScriptedDaemon daemon;
    daemon.answer("/api/v1/", R"({"verdict":"agrees","drifts":[],"venues":[]})");
    EXPECT_EQ(daemon.run(words).code, 0);
    EXPECT_EQ(daemon.overrides, std::vector<std::string>{"http.port=9000"});
  }
}

TEST(Fixes, NameTheCommandThatShowsWhatTheApiWould) {
  ScriptedDaemon daemon;
  daemon.answer(
      "/api/v1/cases/c9",
      R"({"detail":"No case has this id.","fix":"GET /api/v1/cases?scope=all lists them."})", 404);
  EXPECT_EQ(daemon.run({"cases", "confirm", "c9"}).err,
            "holdfast: No case has this id. `holdfast cases --all` lists them.\n");
}

TEST(Export, IsASheetWithoutTheSumOfItsRows) {
  const std::string body =
      R"({"rows":[{"group":"kalshi","realized_pnl":"1.5","fees":"0.1","funding":"0","net":"1.4",)"
      R"("positions":2,"unpriced":0}],"total":{"realized_pnl":"1.5","unpriced":0}})";
  const Asked sheet = ask({"export", "csv", "pnl", "--by", "venue"}, body);
  EXPECT_EQ(sheet.code, 0);
  EXPECT_THAT(sheet.target, HasSubstr("by=venue"));
  EXPECT_THAT(sheet.shown, HasSubstr("kalshi,1.5,0.1,0,1.4,2,0"));
  EXPECT_EQ(sheet.shown.find("total"), std::string::npos);
  EXPECT_EQ(ask({"export", "json"}, body).shown, body + "\n");
}

TEST(Export, OfClosedPositionsHasTheirTimesAndEvidence) {
  const std::string body =
      R"({"positions":[{"key":"kalshi/main#0.0:A","life":1,"account":"kalshi/main",)"
      R"("venue":"kalshi","title":"A, or not","opened_at":"t1","closed_at":"t2",)"
      R"("realized_pnl":"2","unpriced":"0","fees":"0","funding":"0",)"
      R"("closed_quantity":"-4","ended_by":"redemption","phase":"redeemed",)"
      R"("closing":{"kind":"settlement","id":"s1"}}]})";
  EXPECT_THAT(ask({"export", "csv", "history"}, body).shown,
              HasSubstr("kalshi/main#0.0:A,1,kalshi/main,kalshi,\"A, or "
                        "not\",t1,t2,-4,2,0,0,0,redemption,redeemed,settlement,s1"));
}

}  // namespace
}  // namespace holdfast::cli
