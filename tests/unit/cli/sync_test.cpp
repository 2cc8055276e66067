#include "scripted_daemon.hpp"

namespace holdfast::cli {
namespace {

using testing::HasSubstr;

constexpr auto under_way = R"({"as_of":"t1","outcome":"under_way","error":null})";
constexpr auto done = R"({"as_of":"t2","outcome":"done","error":null})";

TEST(Sync, WaitsForTheEndOfItsPass) {
  ScriptedDaemon daemon;
  daemon.answer("/api/v1/sync", under_way, 202);
  daemon.answer("/api/v1/sync", under_way, 202);
  daemon.answer("/api/v1/sync", done);
  const Told told = daemon.run({"sync", "kalshi/main"});
  EXPECT_EQ(told.code, 0);
  EXPECT_THAT(told.out, HasSubstr("in step as of t2"));
  EXPECT_EQ(daemon.asked.size(), 3U);
  for (const std::string& body : daemon.bodies) EXPECT_EQ(body, R"({"accounts":["kalshi/main"]})");
}

TEST(Sync, AsJsonSaysOnlyHowItEnded) {
  ScriptedDaemon daemon;
  daemon.answer("/api/v1/sync", under_way, 202);
  daemon.answer("/api/v1/sync", done);
  EXPECT_EQ(daemon.run({"sync", "--json"}).out, std::string{done} + "\n");
}

TEST(Sync, APassWithoutAnEndIsNoGoodEnd) {
  ScriptedDaemon daemon;
  daemon.answer("/api/v1/sync", under_way, 202);
  const Told told = daemon.run({"sync"});
  EXPECT_EQ(told.code, 5);
  EXPECT_EQ(told.out, "");
  EXPECT_THAT(told.err, HasSubstr("still under way after two minutes"));
  EXPECT_EQ(daemon.asked.size(), 24U);
}

TEST(Sync, SaysWhoCouldNotBeAskedAlsoBesideJson) {
  ScriptedDaemon daemon;
  daemon.answer("/api/v1/sync",
                R"({"outcome":"partly","error":{"fault":"unreachable","what":"x"}})");
  for (const auto& words : {std::vector{"sync"}, std::vector{"sync", "--json"}}) {
    const Told told = daemon.run(words);
    EXPECT_EQ(told.code, 5);
    EXPECT_THAT(told.err, HasSubstr("not every account could be asked: unreachable: x"));
  }
}

}  // namespace
}  // namespace holdfast::cli
