#include "config_world.hpp"

namespace holdfast::platform {
namespace {

constexpr std::string_view demo = "api_base = \"https://external-api.demo.kalshi.co\"\n";
constexpr std::string_view gateway = "api_base = \"http://127.0.0.1:8701\"\n";

TEST(ConfigMode, IsLiveAtTheRealVenues) {
  const auto config =
      ConfigWorld::with_toml(text_of(kalshi_account, polymarket_account)).must_load();
  EXPECT_EQ(config.mode, Mode::live);
  EXPECT_EQ(config.badge, Badge::live);
  EXPECT_EQ(config.polygon_endpoints.size(), 2U);
  EXPECT_TRUE(config.ledger.path.ends_with("/ledger.sqlite"));
}

TEST(ConfigMode, IsSimulatedAtADemoSystemOrASimulator) {
  const auto paper = ConfigWorld::with_toml(text_of(kalshi_account, demo)).must_load();
  EXPECT_EQ(paper.mode, Mode::simulated);
  EXPECT_EQ(paper.badge, Badge::paper);
  const auto dev = ConfigWorld::with_toml(text_of(kalshi_account, gateway)).must_load();
  EXPECT_EQ(dev.mode, Mode::simulated);
  EXPECT_EQ(dev.badge, Badge::dev);
}

TEST(ConfigMode, KeepsPlayMoneyAwayFromTheRealChainAndTheRealLedger) {
  auto world = ConfigWorld::with_toml(std::string{polymarket_account});
  world.variables["POLY_DATA_API_BASE"] = "http://127.0.0.1:8702";
  const auto config = world.must_load();
  EXPECT_TRUE(config.polygon_endpoints.empty());
  EXPECT_TRUE(config.ledger.path.ends_with("/ledger-simulated.sqlite"));
  world.variables["POLYGON_RPC_URLS"] = "http://127.0.0.1:8703,http://127.0.0.1:8704";
  EXPECT_EQ(world.must_load().polygon_endpoints.size(), 2U);
}

TEST(ConfigMode, RefusesRealAndPlayMoneyInOneLedger) {
  const auto error =
      ConfigWorld::with_toml(text_of(kalshi_account, gateway, polymarket_account)).must_fail();
  EXPECT_EQ(error.what.rfind("holdfast.toml:1: account kalshi/main is asked at", 0), 0U)
      << error.what;
}

TEST(ConfigMode, LetsAGatewayBeCalledLive) {
  const auto config =
      ConfigWorld::with_toml(text_of("mode = \"live\"\n", kalshi_account, gateway)).must_load();
  EXPECT_EQ(config.mode, Mode::live);
  EXPECT_EQ(config.badge, Badge::live);
}

TEST(ConfigMode, RefusesAWrittenModeThatTheAddressesContradict) {
  const auto live = ConfigWorld::with_toml(text_of("mode = \"live\"\n", kalshi_account, demo));
  EXPECT_EQ(ConfigWorld{live}.must_fail().what.rfind("holdfast.toml:1: mode is live", 0), 0U);
  const auto play = ConfigWorld::with_toml(text_of("mode = \"simulated\"\n", kalshi_account));
  EXPECT_EQ(ConfigWorld{play}.must_fail().what.rfind("holdfast.toml:1: mode is simulated", 0), 0U);
}

struct BadgeCase {
  std::string_view badge;
  std::string_view address;
  bool fits;
};

TEST(ConfigMode, RefusesABadgeThatWouldMislead) {
  for (const auto& one : {BadgeCase{"live", "", true}, BadgeCase{"dev", "", false},
                          BadgeCase{"paper", "", false}, BadgeCase{"live", demo, false},
                          BadgeCase{"paper", demo, true}, BadgeCase{"dev", demo, true},
                          BadgeCase{"live", gateway, false}, BadgeCase{"dev", gateway, true}}) {
    auto world = ConfigWorld::with_toml(text_of(kalshi_account, one.address));
    world.files["/srv/bot/.env"] = text_of("# badge\nPUBLIC_ENV=", one.badge);
    const auto config = world.load();
    EXPECT_EQ(config.has_value(), one.fits) << one.badge << " " << one.address;
    if (config) {
      EXPECT_EQ(name_of(config->badge), one.badge);
    } else {
      EXPECT_EQ(config.error().what.rfind(".env:2: PUBLIC_ENV", 0), 0U) << config.error().what;
    }
  }
  EXPECT_FALSE(ConfigWorld::with_env("PUBLIC_ENV=live\n").load());
  EXPECT_FALSE(ConfigWorld::with_env("PUBLIC_ENV=prod\n").load());
}

}  // namespace
}  // namespace holdfast::platform
