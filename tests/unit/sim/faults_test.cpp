#include <gtest/gtest.h>

#include <algorithm>

#include "test_client.hpp"

// Every switch shows on the wire, and on the calls it names only.
namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;

const std::string listing = "/portfolio/positions?limit=3";

TestClient with(const std::string& kind, const std::string& params = "{}",
                const std::string& endpoint = "positions") {
  TestClient client;
  client.fault(R"({"venue":"kalshi","endpoint":")" + endpoint + R"(","kind":")" + kind +
               R"(","params":)" + params + "}");
  return client;
}

TEST(Faults, TimeoutsResetsDelaysAndDripsAreSaidNotSlept) {
  EXPECT_EQ(with("timeout").kalshi(listing).ending, Ending::never);
  EXPECT_EQ(with("reset").kalshi(listing).ending, Ending::reset);
  EXPECT_EQ(with("slow", R"({"ms":1500})").kalshi(listing).delay, 1500ms);
  const auto slow = with("drip", R"({"bytes_per_s":7})").kalshi(listing);
  EXPECT_EQ(slow.ending, Ending::drip);
  EXPECT_EQ(slow.bytes_per_s, 7U);
  const auto cut = with("truncated", R"({"at":40})").kalshi(listing);
  EXPECT_EQ(cut.ending, Ending::cut);
  EXPECT_EQ(cut.cut_at, 40U);
  EXPECT_GT(cut.body.size(), 40U);
}

TEST(Faults, GatewayErrorsComeAsHtmlAndRetryAfterInEveryForm) {
  const auto gateway = with("http", R"({"status":502})").kalshi(listing);
  EXPECT_EQ(gateway.status, 502);
  EXPECT_EQ(*gateway.header("content-type"), "text/html");
  const auto early = with("http", R"({"status":425,"body":"json"})").kalshi(listing);
  EXPECT_EQ(early.status, 425);
  const auto wait = [](const char* form) {
    const auto reply =
        with("rate_limited", std::string{R"({"retry_after":")"} + form + "\"}").kalshi(listing);
    EXPECT_EQ(reply.status, 429);
    return *reply.header("Retry-After");
  };
  EXPECT_EQ(wait("3"), "3");
  EXPECT_EQ(wait("absurd"), "1000000000");
  EXPECT_EQ(wait("negative"), "-5");
  EXPECT_EQ(wait("date"), "Sat, 21 Nov 2026 10:01:30 GMT");
  EXPECT_EQ(with("rate_limited").kalshi(listing).header("Retry-After"), nullptr);
}

TEST(Faults, AnEmptyAnswerIsStill200) {
  for (const std::string body : {"", "[]", "{}", "null"}) {
    const auto reply = with("empty", R"({"body":")" + body + "\"}").kalshi(listing);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, body);
  }
}

TEST(Faults, ARefusedKeyDressedAsAnEmptyListIsEmptyInListingsAnd401ElseWhere) {
  auto client = with("auth_as_empty", "{}", "*");
  const auto page = parsed(client.kalshi(listing));
  EXPECT_TRUE(page.at("market_positions").as_array().empty());
  EXPECT_TRUE(page.at("event_positions").as_array().empty());
  EXPECT_EQ(text(page, "cursor"), "");
  EXPECT_TRUE(parsed(client.kalshi("/portfolio/fills")).at("fills").as_array().empty());
  EXPECT_EQ(client.kalshi("/portfolio/balance").status, 401);
  const auto plain = with("unauthorised").kalshi(listing);
  EXPECT_EQ(plain.status, 401);
}

TEST(Faults, FieldsAreRenamedDroppedAndReplacedInEveryRow) {
  const auto row = [](TestClient client) {
    return rows_in(client.kalshi(listing), "market_positions")[2].as_object();
  };
  const auto renamed = row(with("rename_field", R"({"from":"position_fp","to":"position"})"));
  EXPECT_FALSE(renamed.contains("position_fp"));
  EXPECT_TRUE(renamed.contains("position"));
  EXPECT_FALSE(row(with("drop_field", R"({"field":"ticker"})")).contains("ticker"));
  EXPECT_EQ(row(with("set_field", R"({"field":"position_fp","json":"1e30"})")).at("position_fp"),
            boost::json::value(1e30));
}

TEST(Faults, ARowComesTwiceAndAPageIsMissing) {
  const auto doubled = rows_in(with("duplicate_row").kalshi(listing), "market_positions");
  EXPECT_EQ(doubled.size(), 4U);
  EXPECT_EQ(doubled.front(), doubled.back());
  const auto cut = parsed(with("page_cut").kalshi(listing));
  EXPECT_EQ(cut.at("market_positions").as_array().size(), 3U);
  EXPECT_FALSE(cut.as_object().contains("cursor")) << "a full page without its cursor";
}

TEST(Faults, ACursorLoopLeadsBackToTheFirstPage) {
  auto client = with("cursor_loop");
  const auto first = parsed(client.kalshi(listing));
  const auto last = parsed(client.kalshi(listing + "&cursor=" + text(first, "cursor")));
  ASSERT_NE(text(last, "cursor"), "");
  const auto again = parsed(client.kalshi(listing + "&cursor=" + text(last, "cursor")));
  EXPECT_EQ(again.at("market_positions"), first.at("market_positions"));
}

TEST(Faults, TheWrongOwnersRowsAreAnotherMembers) {
  auto client = with("wrong_owner");
  client.act(R"({"do":"add_account","venue":"kalshi","account":"other"})");
  client.act(R"({"do":"buy","venue":"kalshi","account":"other","ticker":"KXBTCD-26DEC31-T120000",
                 "count":"7","price":"0.4"})");
  client.wait(5s);
  const auto rows = rows_in(client.kalshi(listing), "market_positions");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(text(rows[0], "position_fp"), "7.00");
}

TEST(Faults, CountSkipMatchAndEndpointChooseTheCalls) {
  TestClient client;
  client.fault(R"({"venue":"kalshi","endpoint":"positions","kind":"http","skip":1,"count":2,
                   "match":"subaccount=2"})");
  const auto status = [&](const char* target) { return client.kalshi(target).status; };
  EXPECT_EQ(status("/portfolio/positions"), 200);
  EXPECT_EQ(status("/portfolio/positions?subaccount=2"), 200) << "skipped";
  EXPECT_EQ(status("/portfolio/fills?subaccount=2"), 200) << "another endpoint";
  EXPECT_EQ(status("/portfolio/positions?subaccount=2"), 503);
  EXPECT_EQ(status("/portfolio/positions?subaccount=2"), 503);
  EXPECT_EQ(status("/portfolio/positions?subaccount=2"), 200) << "used up";
}

TEST(Faults, ARateIsDrawnFromTheSeedTheSameWayTwice) {
  const auto pattern = [] {
    auto client = TestClient{};
    client.fault(R"({"venue":"kalshi","kind":"http","rate":"0.3"})");
    std::string drawn;
    for (int i = 0; i < 50; ++i)
      drawn += client.kalshi("/exchange/status").status == 200 ? '.' : 'x';
    return drawn;
  };
  const auto first = pattern();
  EXPECT_EQ(first, pattern());
  const auto hits = std::ranges::count(first, 'x');
  EXPECT_GT(hits, 5);
  EXPECT_LT(hits, 30);
}

TEST(Faults, AreListedWithHowOftenTheyFiredAndCleared) {
  auto client = with("http");
  client.kalshi(listing);
  const auto listed = rows_in(client.get("/_sim/faults"), "faults");
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].at("fired").as_int64(), 1);
  client.fault(R"({"clear":)" + std::to_string(listed[0].at("id").as_int64()) + "}");
  EXPECT_EQ(client.kalshi(listing).status, 200);
  client.fault(R"([{"kind":"http"},{"kind":"reset"}])");
  client.fault(R"({"clear_all":true})");
  EXPECT_EQ(client.kalshi(listing).status, 200);
}

TEST(Faults, AnUnknownKindOrMisspeltMemberIsRefused) {
  TestClient client;
  EXPECT_EQ(client.post("/_sim/faults", R"({"kind":"nonsense"})").status, 400);
  EXPECT_EQ(client.post("/_sim/faults", R"({"kind":"http","endpiont":"x"})").status, 400);
  EXPECT_EQ(client.post("/_sim/faults", R"({"kind":"http","rate":"2"})").status, 400);
  EXPECT_EQ(client.post("/_sim/faults", "no json").status, 400);
  EXPECT_EQ(client.post("/_sim/faults", R"({"clear":99})").status, 400);
}

TEST(Faults, EveryKindHasANameThatLeadsBackToIt) {
  for (std::size_t i = 0; i < fault_kind_names.size(); ++i) {
    EXPECT_EQ(fault_kind_from(fault_kind_names.at(i)), static_cast<FaultKind>(i));
    EXPECT_FALSE(fault_kind_names.at(i).empty());
  }
  EXPECT_EQ(name_of(FaultKind::clock_skew), "clock_skew");
  EXPECT_EQ(name_of(FaultKind::page_cut), "page_cut");
}

}  // namespace
}  // namespace holdfast::sim::test
