#include "scripted_daemon.hpp"

namespace holdfast::cli {
namespace {

using testing::HasSubstr;

// One account of each kind: it agrees, of some holdings nobody knows the worth, it is silent.
constexpr auto body =
    R"({"verdict":"unknown","headline":"UNKNOWN","text":"c \u001b[2Jsays nothing",)"
    R"("environment":"paper","cases":2,"venues":[)"
    R"({"name":"a","verdict":"agrees","holdings":3,"value":"7.5","value_excludes":0,)"
    R"("as_of":"1970-01-01T00:00:00Z","witness":"w","error":null},)"
    R"({"name":"b","verdict":"agrees","holdings":3,"value":"8","value_excludes":2,)"
    R"("as_of":"1970-01-01T00:00:00Z","witness":"w","error":null},)"
    R"({"name":"c","verdict":"unknown","holdings":3,"value":"902","value_excludes":1,)"
    R"("as_of":"1970-01-01T00:00:00Z","witness":"w","error":{"fault":"unreachable","what":"no"}}]})";

struct StatusTable : testing::Test {
  StatusTable() { daemon.answer("/api/v1/status", body); }
  ScriptedDaemon daemon;
};

TEST_F(StatusTable, CallsAnOldFigureAndAPartByTheirNames) {
  const Told told = daemon.run({"status"});
  EXPECT_EQ(told.code, 5);
  EXPECT_EQ(told.out,
            "VENUE\tVERDICT\tHOLDINGS\tVALUE\tAGE\tWITNESS\n"
            "a\t● agrees\t3\t$7.5\t0 s\tw\n"
            "b\t● agrees\t3\t$8 without 2 holdings\t0 s\tw\n"
            "c\t◌ unknown\t3\tlast $902 without 1 holding\t0 s\tw\n");
}

TEST_F(StatusTable, GivesAPipeAndASheetTheTableAlone) {
  const std::string talk =
      "◌ UNKNOWN [paper]   c \\x1b[2Jsays nothing\n\n\nc: unreachable: no\n\n2 open cases: "
      "holdfast "
      "cases\n";
  EXPECT_EQ(daemon.run({"status"}).err, talk);
  daemon.terminal = true;
  const Told sheet = daemon.run({"status", "--csv"});
  EXPECT_EQ(sheet.err, talk);
  EXPECT_THAT(sheet.out, testing::StartsWith("VENUE,VERDICT,"));
  const Told seen = daemon.run({"status"});
  EXPECT_EQ(seen.err, "");
  EXPECT_THAT(seen.out, testing::StartsWith("◌ UNKNOWN [paper]   c"));
  EXPECT_THAT(seen.out, HasSubstr("\nnext: holdfast doctor\n"));
}

TEST_F(StatusTable, WithoutADaemonOrALedgerSaysWhatIsMissing) {
  daemon.silence = Error{Fault::unreachable, "no daemon answers here"};
  const Told told = daemon.run({"status"});
  EXPECT_EQ(told.code, code(ExitCode::failure));
  EXPECT_THAT(told.err, HasSubstr("no daemon answers here"));
}

}  // namespace
}  // namespace holdfast::cli
