#include "scripted_daemon.hpp"

namespace holdfast::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// An overview whose every entry agrees.
std::string overview(const std::string& findings, const std::string& errors,
                     const std::string& complete = "true") {
  return R"({"internal":{"source":"book:bot","read_at":null,"positions":{"reconciliation":{"n":1}},)"
         R"("findings":[)" +
         findings +
         R"(]},"external":{},"reconciliation":{"snapshot_time":null,"summary":{"match":1,)"
         R"("mismatch":0,"unknown_mapping":0,"api_error":0},"by_market_id":{"a.b":{"status":"match",)"
         R"("reason":"","diff":0.10000000000000000001}}},"complete":)" +
         complete + errors + "}";
}

Told reconciled(const std::string& body, std::vector<const char*> words = {"reconcile"}) {
  ScriptedDaemon daemon;
  daemon.answer("/api/positions/overview", body);
  return daemon.run(std::move(words));
}

TEST(Reconcile, AgreesOnlyWhereTheBookWasReadWhole) {
  const Told whole = reconciled(overview("", ""));
  EXPECT_EQ(whole.code, 0);
  EXPECT_EQ(whole.out, "MARKET\tSTATUS\tWHY\na.b\tmatch\t\n");

  const Told bad = reconciled(overview(
      R"({"row":"fed","field":"","text":"is no position","raw":"7","line":3,"quarantined":true})",
      ""));
  EXPECT_EQ(bad.code, 5);
  EXPECT_THAT(bad.err, HasSubstr("book:bot: row fed (line 3): is no position: 7; it counts for "
                                 "nothing\nfix: "));

  const Told torn = reconciled(overview("", R"(,"errors":{"book:bot":"it ends within a row"})"));
  EXPECT_EQ(torn.code, 5);
  EXPECT_THAT(torn.err, HasSubstr("book:bot: it ends within a row; its last good content"));
  EXPECT_THAT(torn.err, HasSubstr("fix: write the book whole"));

  EXPECT_EQ(reconciled(overview("", "", "false")).code, 5);
}

TEST(Reconcile, AnOddFigureIsSaidAndHidesNoRow) {
  const std::string odd =
      R"({"row":"fed","field":"avg_price","text":"no outcome costs \u001b[2Jthat","raw":"285.62",)"
      R"("line":null,"quarantined":false})";
  const Told told = reconciled(overview(odd, ""));
  EXPECT_EQ(told.code, 0);
  EXPECT_THAT(told.err,
              HasSubstr("book:bot: row fed, avg_price: no outcome costs \\x1b[2Jthat: 285.62\n"));
  EXPECT_THAT(told.err, Not(HasSubstr("fix")));
  std::string many = odd;
  for (int i = 0; i < 11; ++i) many += "," + odd;
  EXPECT_THAT(reconciled(overview(many, "")).err, HasSubstr("and 2 more that are odd"));
}

TEST(Reconcile, AsJsonIsTheAnswersOwnSectionToTheLastDigit) {
  const Told told = reconciled(overview("", ""), {"reconcile", "bot", "--json"});
  EXPECT_EQ(told.code, 0);
  EXPECT_EQ(told.out,
            R"({"snapshot_time":null,"summary":{"match":1,"mismatch":0,"unknown_mapping":0,)"
            R"("api_error":0},"by_market_id":{"a.b":{"status":"match","reason":"",)"
            R"("diff":0.10000000000000000001}}})"
            "\n");
}

}  // namespace
}  // namespace holdfast::cli
