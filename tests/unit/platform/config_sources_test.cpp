#include "config_world.hpp"
#include "platform/config_keys.hpp"

namespace holdfast::platform {
namespace {

using std::chrono::seconds;

TEST(ConfigSources, AreTheBuiltInDefaultsWhenNothingIsWritten) {
  const auto config = ConfigWorld{}.must_load();
  const Config standard;
  EXPECT_EQ(config.http.port, standard.http.port);
  EXPECT_EQ(config.http.bind, standard.http.bind);
  EXPECT_EQ(config.http.cache, standard.http.cache);
  EXPECT_EQ(config.sync.by_venue, standard.sync.by_venue);
  EXPECT_EQ(config.sync.brake, standard.sync.brake);
  EXPECT_EQ(config.log_level, standard.log_level);
  EXPECT_EQ(config.mode, Mode::simulated);
  EXPECT_EQ(config.badge, Badge::dev);
  EXPECT_TRUE(config.accounts.empty());
  EXPECT_TRUE(config.warnings.empty());
}

TEST(ConfigSources, ListEveryKeyInTheOrderOfTheDocs) {
  const auto config = ConfigWorld{}.must_load();
  std::vector<std::string_view> expected;
  for (const auto& key : config_keys()) {
    if (key.place == KeyPlace::plain) expected.push_back(key.name);
  }
  std::vector<std::string_view> seen;
  for (const auto& setting : config.settings) seen.emplace_back(setting.key);
  EXPECT_EQ(seen, expected);
}

TEST(ConfigSources, RememberTheLineOfTheFile) {
  const auto config = ConfigWorld::with_toml("# first line\n[http]\n\nport = 8421\n").must_load();
  EXPECT_EQ(config.http.port, 8421);
  EXPECT_EQ(setting_of(config, "http.port"), (Setting{"http.port", "8421", "holdfast.toml:4"}));
}

TEST(ConfigSources, WinInTheirOrder) {
  auto world = ConfigWorld::with_toml("[kalshi]\napi_base = \"https://file.example\"\n");
  const auto host = [&world] {
    const auto config = world.must_load();
    const auto setting = setting_of(config, "kalshi.api_base");
    return setting.value + " " + setting.source;
  };
  EXPECT_EQ(host(), "https://file.example holdfast.toml:2");
  world.files["/srv/bot/.env"] = "\nKALSHI_API_BASE=https://dotenv.example\n";
  EXPECT_EQ(host(), "https://dotenv.example .env:2");
  world.variables["KALSHI_API_BASE"] = "https://environment.example";
  EXPECT_EQ(host(), "https://environment.example environment");
  world.overrides.push_back({"kalshi.api_base", "https://flag.example", "--kalshi"});
  EXPECT_EQ(host(), "https://flag.example --kalshi");
}

TEST(ConfigSources, TakeAnEmptyVariableForUnset) {
  auto world = ConfigWorld::with_env("KALSHI_API_BASE=https://dotenv.example\n");
  world.variables["KALSHI_API_BASE"] = "";
  const auto config = world.must_load();
  EXPECT_EQ(setting_of(config, "kalshi.api_base").source, ".env:1");
}

TEST(ConfigSources, ReadTheFileThatTheFlagOrTheVariableNames) {
  ConfigWorld world;
  world.files["/etc/holdfast.toml"] = "[http]\nport = 1\n";
  world.files["/srv/bot/own.toml"] = "[http]\nport = 2\n";
  world.variables["HOLDFAST_CONFIG"] = "/etc/holdfast.toml";
  EXPECT_EQ(world.must_load().http.port, 1);
  world.config_path = "own.toml";
  const auto config = world.must_load();
  EXPECT_EQ(config.http.port, 2);
  EXPECT_EQ(setting_of(config, "http.port").source, "own.toml:2");
}

TEST(ConfigSources, RefuseANamedFileThatIsNotThere) {
  ConfigWorld world;
  world.config_path = "gone.toml";
  EXPECT_NE(world.must_fail().what.find("/srv/bot/gone.toml"), std::string::npos);
}

TEST(ConfigSources, GiveEachVenueWhatItsSectionSaysAndTheRestFromAll) {
  const auto config =
      ConfigWorld::with_toml(
          "[sync]\ninterval_s = 30\npatience_sightings = 4\n[sync.kalshi]\ninterval_s = 10\n")
          .must_load();
  EXPECT_EQ(config.sync.of(VenueName::kalshi).interval, seconds{10});
  EXPECT_EQ(config.sync.of(VenueName::kalshi).patience_sightings, 4U);
  EXPECT_EQ(config.sync.of(VenueName::polymarket).interval, seconds{30});
  EXPECT_EQ(config.sync.of(VenueName::polymarket).stale_after, seconds{180});
}

TEST(ConfigSources, KeepAmountsExact) {
  const auto config =
      ConfigWorld::with_toml("[sync.brake]\nmax_share = \"0.123\"\nmax_value = \"0.1\"\n")
          .must_load();
  EXPECT_EQ(config.sync.brake.max_share.units(), 123'000'000);
  EXPECT_EQ(config.sync.brake.max_value->text(), "0.1");
}

TEST(ConfigSources, StartRelativePathsWhereTheyWereWritten) {
  ConfigWorld world;
  world.files["/etc/holdfast/h.toml"] =
      "[ledger]\npath = \"l/../ledger.sqlite\"\nheads_path = \"~/heads.txt\"\n";
  world.config_path = "/etc/holdfast/h.toml";
  world.overrides.push_back({"http.token_path", "token", "--token"});
  const auto config = world.must_load();
  EXPECT_EQ(config.ledger.path, "/etc/holdfast/ledger.sqlite");
  EXPECT_EQ(config.ledger.heads_path, "/home/me/heads.txt");
  EXPECT_EQ(config.http.token_path, "/srv/bot/token");
}

TEST(ConfigSources, PutFilesIntoTheFoldersOfSystemdThenXdgThenHome) {
  ConfigWorld world;
  EXPECT_EQ(world.must_load().ledger.path,
            "/home/me/.local/state/holdfast/ledger-simulated.sqlite");
  EXPECT_EQ(world.must_load().http.token_path, "/home/me/.local/state/holdfast/token-8420");
  world.variables["XDG_STATE_HOME"] = "/state";
  EXPECT_EQ(world.must_load().ledger.path, "/state/holdfast/ledger-simulated.sqlite");
  world.variables["STATE_DIRECTORY"] = "/var/lib/holdfast:/other";
  EXPECT_EQ(world.must_load().ledger.path, "/var/lib/holdfast/ledger-simulated.sqlite");
  world.variables.clear();
  EXPECT_EQ(world.must_load().ledger.path, "/srv/bot/ledger-simulated.sqlite");
}

TEST(ConfigSources, KeepTheHeadsOfTwoLedgersApartAndOutsideTheirFolder) {
  auto one = ConfigWorld::with_toml("[ledger]\npath = \"/a/ledger.sqlite\"\n");
  auto two = ConfigWorld::with_toml("[ledger]\npath = \"/b/ledger.sqlite\"\n");
  EXPECT_NE(one.must_load().ledger.heads_path, two.must_load().ledger.heads_path);
  EXPECT_TRUE(one.must_load().warnings.empty());
  auto beside =
      ConfigWorld::with_toml("[ledger]\npath = \"/a/ledger.sqlite\"\nheads_path = \"/a/heads\"\n");
  EXPECT_EQ(beside.must_load().warnings.size(), 1U);
}

}  // namespace
}  // namespace holdfast::platform
