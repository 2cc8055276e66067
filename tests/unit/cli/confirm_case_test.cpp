#include "scripted_daemon.hpp"

namespace holdfast::cli {
namespace {

using testing::HasSubstr;

struct Confirm : testing::Test {
  Confirm() {
    daemon.answer("/api/v1/cases/c1/confirm", "{}");
    daemon.answer("/api/v1/cases/c1", R"({"case":{"key":null,"keys":["a#0.0:X","a#0.0:Y"]}})");
    daemon.answer("/api/v1/cases/c2/confirm", "{}");
    daemon.answer("/api/v1/cases/c2", R"({"case":{"key":"a#0.0:Z","keys":[]}})");
  }
  ScriptedDaemon daemon;
};

TEST_F(Confirm, OfSeveralPositionsTakesTheirNamesOrAYes) {
  const Told unseen = daemon.run({"cases", "confirm", "c1"});
  EXPECT_EQ(unseen.code, code(ExitCode::usage));
  EXPECT_EQ(unseen.out, "");
  EXPECT_THAT(unseen.err, HasSubstr("about 2 positions; nothing was confirmed"));
  EXPECT_THAT(unseen.err, HasSubstr(":\n  a#0.0:X\n  a#0.0:Y\n"));
  EXPECT_EQ(daemon.asked, std::vector<std::string>{"GET /api/v1/cases/c1"});

  EXPECT_EQ(daemon.run({"cases", "confirm", "c1", "--yes"}).code, 0);
  EXPECT_EQ(daemon.bodies.back(), R"({"keys":["a#0.0:X","a#0.0:Y"],"by":"owner"})");
  EXPECT_EQ(daemon.run({"cases", "confirm", "c1", "a#0.0:Y"}).code, 0);
  EXPECT_EQ(daemon.bodies.back(), R"({"keys":["a#0.0:Y"],"by":"owner"})");
}

TEST_F(Confirm, OfOneIsPlain) {
  const Told told = daemon.run({"cases", "confirm", "c2"});
  EXPECT_EQ(told.code, 0);
  EXPECT_THAT(told.out, HasSubstr("1 position is gone"));
  EXPECT_THAT(told.out, HasSubstr("\n  a#0.0:Z\n"));
}

TEST_F(Confirm, CasesAndDriftNameWhatTheyAreAboutAndEachOther) {
  daemon.answer("/api/v1/status", R"({"verdict":"drift","venues":[]})");
  daemon.answer("/api/v1/cases", R"({"cases":[{"id":"c1","account":"a","key":null,)"
                                 R"("keys":["a#0.0:X","a#0.0:Y"]},)"
                                 R"({"id":"c2","account":"a","key":"a#0.0:Z","keys":[]}]})");
  daemon.answer("/api/v1/drifts", R"({"drifts":[{"key":"a#0.0:Z","case":"c2"}]})");
  const std::string cases = daemon.run({"cases"}).out;
  EXPECT_THAT(cases, HasSubstr("CASE\tACCOUNT\tPOSITION\t"));
  EXPECT_THAT(cases, HasSubstr("c1\ta\t2 positions\t"));
  EXPECT_THAT(cases, HasSubstr("c2\ta\ta#0.0:Z\t"));
  EXPECT_THAT(daemon.run({"drift"}).out, HasSubstr("\tc2\t"));
}

}  // namespace
}  // namespace holdfast::cli
