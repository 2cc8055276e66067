#include "scripted_daemon.hpp"

namespace holdfast::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Explain : testing::Test {
  Explain() {
    daemon.answer(
        "/api/v1/instruments/KXFED/explanation",
        R"({"as_of":"t1","instrument":"KXFED","keys":[)"
        R"({"key":"kalshi/main#0.0:KXFED","title":"Fed \u001b[2Jcuts","lines":["it \u202eis"],)"
        R"("entries":[],"cases":[],"snapshot":{"id":"s1"},"at":0.10},)"
        R"({"key":"kalshi/main#2.0:KXFED","title":"Fed cuts","lines":["so"]}]})");
    daemon.answer("/api/v1/snapshots/s1/raw",
                  R"({"answers":[{"at":"t","source":"GET \u001b[31m/x","status":200,)"
                  R"("encoding":"text","body":"{\u001b[2J}\n"}]})");
  }
  ScriptedDaemon daemon;
};

TEST_F(Explain, OfOneKeyIsAboutThatKeyAloneInEachForm) {
  const Told text = daemon.run({"explain", "kalshi/main#2.0:KXFED"});
  EXPECT_EQ(text.out, "kalshi/main#2.0:KXFED  Fed cuts\n  so\n\n");
  const Told json = daemon.run({"explain", "kalshi/main#2.0:KXFED", "--json"});
  EXPECT_EQ(json.out,
            R"({"as_of":"t1","instrument":"KXFED","keys":[{"key":"kalshi/main#2.0:KXFED",)"
            R"("title":"Fed cuts","lines":["so"]}]})"
            "\n");
  EXPECT_THAT(daemon.run({"explain", "KXFED", "--json"}).out, HasSubstr("kalshi/main#0.0:KXFED"));
}

TEST_F(Explain, AKeyThatNothingHasIsRefusedWithThoseThatThereAre) {
  for (const auto& words : {std::vector{"explain", "kalshi/main#1.0:KXFED"},
                            std::vector{"explain", "kalshi/main#1.0:KXFED", "--json"},
                            std::vector{"explain", "kalshi/mian#0.0:KXFED", "--raw"}}) {
    const Told told = daemon.run(words);
    EXPECT_EQ(told.code, 1);
    EXPECT_EQ(told.out, "");
    EXPECT_THAT(told.err, HasSubstr("no position has the key " + std::string{words[1]}));
    EXPECT_THAT(told.err,
                HasSubstr("there are: kalshi/main#0.0:KXFED, kalshi/main#2.0:KXFED. Name one"));
  }
}

TEST_F(Explain, NoVenuePaintsATerminal) {
  daemon.terminal = true;
  const Told told = daemon.run({"explain", "kalshi/main#0.0:KXFED", "--raw"});
  EXPECT_THAT(told.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(told.out, HasSubstr("Fed \\x1b[2Jcuts\n  it \\u202eis\n"));
  EXPECT_THAT(told.out, HasSubstr("    t GET \\x1b[31m/x -> 200\n{\\x1b[2J}\\n\n"));
  daemon.terminal = false;
  EXPECT_THAT(daemon.run({"explain", "kalshi/main#0.0:KXFED", "--raw"}).out,
              HasSubstr("-> 200\n{\x1b[2J}\n"))
      << "a pipe gets the bytes";
}

}  // namespace
}  // namespace holdfast::cli
