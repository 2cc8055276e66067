#include "config_world.hpp"

namespace holdfast::platform {
namespace {

TEST(ConfigAccounts, ReadATableWithItsKeyFile) {
  const auto config =
      ConfigWorld::with_toml(text_of(kalshi_account, "subaccounts = [3, 0, 3]\n")).must_load();
  ASSERT_EQ(config.accounts.size(), 1U);
  const auto& account = config.accounts.front();
  EXPECT_EQ(account.id.text, "kalshi/main");
  EXPECT_EQ(account.source, "holdfast.toml:1");
  EXPECT_EQ(account.key_id, "abc-123");
  EXPECT_EQ(account.api_origin, "https://external-api.kalshi.com");
  EXPECT_EQ(account.subaccounts, (std::vector<std::uint16_t>{0, 3}));
  EXPECT_TRUE(account.private_key.reveal().starts_with("-----BEGIN"));
}

TEST(ConfigAccounts, ComeFromTheVariablesThatPeopleAlreadyUse) {
  auto world = ConfigWorld::with_env(
      "KALSHI_API_KEY_ID=abc-123\nKALSHI_PRIVATE_KEY_PATH=kalshi.pem\n"
      "POLY_FUNDER=0x1111111111111111111111111111111111111111\n"
      "POLY_PRIVATE_KEY=0xabababababababababababababababababababababababababababababababab\n"
      "POSITIONS_PATH=bot/positions.json\n");
  const auto config = world.must_load();
  ASSERT_EQ(config.accounts.size(), 2U);
  EXPECT_EQ(config.accounts.at(0).id.text, "kalshi/main");
  EXPECT_EQ(config.accounts.at(1).id.text, "polymarket/main");
  EXPECT_EQ(config.accounts.at(1).address, wallet);
  EXPECT_EQ(config.accounts.at(1).funder, wallet);
  EXPECT_EQ(config.accounts.at(1).private_key.size(), 66U);
  EXPECT_EQ(config.accounts.at(1).data_api_origin, "https://data-api.polymarket.com");
  EXPECT_EQ(config.public_poly_address, wallet);
  ASSERT_EQ(config.books.size(), 1U);
  EXPECT_EQ(config.books.front().name, "positions");
  EXPECT_EQ(config.books.front().path, "/srv/bot/bot/positions.json");
  EXPECT_TRUE(config.warnings.empty());
}

TEST(ConfigAccounts, HaveBooksBesideThemEachReadInItsOwnManner) {
  const auto config = ConfigWorld::with_toml(
                          "[[book]]\nname = \"bot\"\npath = \"a.json\"\n"
                          "[[book]]\nname = \"sheet\"\npath = \"b.csv\"\nstrategy = \"arb\"\n"
                          "mode = \"paper\"\ncolumns = [\"market_id=Market\"]\n")
                          .must_load();
  ASSERT_EQ(config.books.size(), 2U);
  EXPECT_EQ(config.books[0].strategy, "");
  EXPECT_FALSE(config.books[0].mode);
  EXPECT_TRUE(config.books[0].columns.empty());
  EXPECT_EQ(config.books[1].strategy, "arb");
  EXPECT_EQ(config.books[1].mode, BookMode::paper);
  EXPECT_EQ(config.books[1].columns, std::vector<std::string>{"market_id=Market"});
}

TEST(ConfigAccounts, HaveBooksThatAreHandedInAndNamedByNoPath) {
  auto world = ConfigWorld::with_toml(
      "[[book]]\nname = \"pushed\"\nstrategy = \"arb\"\ncolumns = [\"market_id=Market\"]\n"
      "[[book]]\nname = \"positions\"\n");
  const auto config = world.must_load();
  ASSERT_EQ(config.books.size(), 2U);
  EXPECT_TRUE(config.books[0].is_handed_in());
  EXPECT_EQ(config.books[0].strategy, "arb");
  EXPECT_EQ(config.books[0].columns, std::vector<std::string>{"market_id=Market"});
}

TEST(ConfigAccounts, ReadThePositionsOfAnotherWalletThanTheFunder) {
  const auto config = ConfigWorld::with_env(text_of("POLY_FUNDER=", wallet) +
                                            text_of("\nPOLY_POSITIONS_USER=", other_wallet))
                          .must_load();
  ASSERT_EQ(config.accounts.size(), 1U);
  EXPECT_EQ(config.accounts.front().address, other_wallet);
  EXPECT_EQ(config.accounts.front().funder, wallet);
  EXPECT_EQ(config.public_poly_address, wallet);
}

TEST(ConfigAccounts, JoinVariablesWithTheTableOfTheSameLogin) {
  auto world = ConfigWorld::with_toml(
      "[[account]]\nname = \"bot\"\nvenue = \"kalshi\"\nkey_id = \"abc-123\"\n"
      "private_key_credential = \"unused\"\n[[account]]\nname = \"me\"\nvenue = \"polymarket\"\n"
      "address = \"0x1111111111111111111111111111111111111111\"\n");
  world.files["/srv/bot/.env"] = text_of(
      "KALSHI_API_KEY_ID=ABC-123\nKALSHI_PRIVATE_KEY_PATH=kalshi.pem\nPOLY_FUNDER=", wallet);
  const auto config = world.must_load();
  ASSERT_EQ(config.accounts.size(), 2U);
  EXPECT_EQ(config.accounts.at(0).id.text, "kalshi/bot");
  EXPECT_FALSE(config.accounts.at(0).private_key.empty());
  EXPECT_EQ(config.accounts.at(1).id.text, "polymarket/me");
}

TEST(ConfigAccounts, RefuseVariablesOfAnotherLoginUnderTheSameName) {
  auto world = ConfigWorld::with_toml(std::string{kalshi_account});
  world.files["/srv/bot/.env"] = "KALSHI_API_KEY_ID=other\n";
  const auto error = world.must_fail();
  EXPECT_EQ(error.what.rfind(".env:1: describes another kalshi account than kalshi/main", 0), 0U)
      << error.what;
}

TEST(ConfigAccounts, AddASecondLoginBesideATableOfAnotherName) {
  auto world = ConfigWorld::with_toml(
      "[[account]]\nname = \"bot\"\nvenue = \"kalshi\"\nkey_id = \"one\"\n"
      "private_key_path = \"kalshi.pem\"\n");
  world.files["/srv/bot/.env"] = "KALSHI_API_KEY_ID=two\nKALSHI_PRIVATE_KEY_PATH=kalshi.pem\n";
  EXPECT_EQ(world.must_load().accounts.size(), 2U);
}

TEST(ConfigAccounts, RefuseAKeyWithoutItsOwner) {
  auto kalshi = ConfigWorld::with_env("KALSHI_PRIVATE_KEY_PATH=kalshi.pem\n");
  EXPECT_NE(kalshi.must_fail().what.find("KALSHI_API_KEY_ID"), std::string::npos);
  auto poly = ConfigWorld::with_env("POLY_PRIVATE_KEY=0xab\n");
  EXPECT_NE(poly.must_fail().what.find("POLY_FUNDER"), std::string::npos);
}

TEST(ConfigAccounts, RefuseAPrivateKeyOfAnotherFormWithoutShowingIt) {
  auto world =
      ConfigWorld::with_env(text_of("POLY_FUNDER=", wallet, "\nPOLY_PRIVATE_KEY=abcdefgh1"));
  const auto error = world.must_fail();
  EXPECT_EQ(error.fault, Fault::unauthorised);
  EXPECT_EQ(error.what.find("abcdefgh"), std::string::npos);
  EXPECT_EQ(error.what.rfind(".env:2: POLY_PRIVATE_KEY", 0), 0U) << error.what;
}

TEST(ConfigAccounts, AreAllRedirectedByTheVariable) {
  auto world = ConfigWorld::with_toml(
      text_of(kalshi_account, "api_base = \"https://external-api.demo.kalshi.co\"\n"));
  EXPECT_EQ(world.must_load().accounts.front().api_origin, "https://external-api.demo.kalshi.co");
  world.variables["KALSHI_API_BASE"] = "http://127.0.0.1:8701/trade-api/v2";
  EXPECT_EQ(world.must_load().accounts.front().api_origin, "http://127.0.0.1:8701");
}

TEST(ConfigAccounts, PreferTheirOwnAddressToThatOfTheirSection) {
  auto world =
      ConfigWorld::with_toml(text_of(kalshi_account,
                                     "api_base = \"http://localhost:1\"\n[kalshi]\napi_base = "
                                     "\"http://localhost:2\"\n"));
  EXPECT_EQ(world.must_load().accounts.front().api_origin, "http://localhost:1");
}

TEST(ConfigAccounts, TakeCredentialsFromSystemd) {
  auto world = ConfigWorld::with_toml(
      "[[account]]\nname = \"m\"\nvenue = \"kalshi\"\nkey_id = \"a\"\n"
      "private_key_credential = \"kalshi-key\"\n");
  world.variables["CREDENTIALS_DIRECTORY"] = "/run/credentials/holdfast.service";
  world.secrets["/run/credentials/holdfast.service/kalshi-key"] = pem_text;
  EXPECT_FALSE(world.must_load().accounts.front().private_key.empty());
}

TEST(ConfigAccounts, LeaveKeyFilesAloneForCommandsThatTalkToTheDaemon) {
  auto world = ConfigWorld::with_toml(std::string{kalshi_account});
  world.secrets.clear();
  world.files["/srv/bot/.env"] =
      text_of("POLY_FUNDER=", wallet) + "\nPOLY_PRIVATE_KEY=" + std::string(64, 'a');
  world.readable_by_others.emplace_back("/srv/bot/.env");
  world.credentials = Credentials::leave;
  EXPECT_EQ(world.must_load().accounts.size(), 2U);
  EXPECT_TRUE(world.asked_secrets.empty());
}

TEST(ConfigAccounts, RefuseAnEnvFileWithASecretThatOthersCanRead) {
  auto world = ConfigWorld::with_env(text_of("POLY_FUNDER=", wallet) +
                                     "\nPOLY_PRIVATE_KEY=" + std::string(64, 'a'));
  world.readable_by_others.emplace_back("/srv/bot/.env");
  const auto error = world.must_fail();
  EXPECT_EQ(error.fault, Fault::unauthorised);
  EXPECT_NE(error.what.find("chmod 600 /srv/bot/.env"), std::string::npos) << error.what;
  world.files["/srv/bot/.env"] = text_of("POLY_FUNDER=", wallet);
  EXPECT_TRUE(world.load());
}

TEST(ConfigAccounts, TakeASolanaWalletFromTheVariable) {
  const std::string solana = "14BGX7Knx1pJrMnQGdmxDykxFEzkMghYVqsBSTzppbFX";
  const auto alone = ConfigWorld::with_env("SOLANA_WALLET=" + solana + "\n").must_load();
  ASSERT_EQ(alone.accounts.size(), 1U);
  EXPECT_EQ(alone.accounts[0].id.text, "kalshi_solana/main");
  EXPECT_EQ(alone.accounts[0].address, solana);
  EXPECT_EQ(alone.accounts[0].dflow_trade_origin, "https://quote-api.dflow.net");
  EXPECT_EQ(alone.mode, Mode::live);
  EXPECT_EQ(alone.solana_endpoints.size(), 2U);
  EXPECT_FALSE(alone.solana_confirmed);

  auto waiting = ConfigWorld::with_toml("[[account]]\nname = \"sol\"\nvenue = \"kalshi_solana\"\n");
  const auto without = waiting.must_load();
  ASSERT_EQ(without.accounts.size(), 1U);
  EXPECT_TRUE(without.accounts[0].address.empty());
  waiting.variables["SOLANA_WALLET"] = solana;
  const auto given = waiting.must_load();
  ASSERT_EQ(given.accounts.size(), 1U);
  EXPECT_EQ(given.accounts[0].id.text, "kalshi_solana/sol");
  EXPECT_EQ(given.accounts[0].address, solana);
}

TEST(ConfigAccounts, TellSolanaWalletsApartByTheCaseOfALetter) {
  auto world = ConfigWorld::with_toml(
      "[[account]]\nname = \"main\"\nvenue = \"kalshi_solana\"\n"
      "address = \"14BGX7Knx1pJrMnQGdmxDykxFEzkMghYVqsBSTzppbFX\"\n");
  world.variables["SOLANA_WALLET"] = "14BGX7Knx1pJrMnQGdmxDykxFEzkMghYVqsBSTzppbFx";
  const auto refused = world.load();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("describes another kalshi_solana account"), std::string::npos)
      << refused.error().what;
}

TEST(ConfigAccounts, TakeAPacificaAddressFromTheEnvironment) {
  const std::string address = "FAe4sisG95oZ42w7buUn5qEE4TAnfTTFPiguZUHmhiF";
  const auto config = ConfigWorld::with_env("PACIFICA_ACCOUNT=" + address + "\n").must_load();
  ASSERT_EQ(config.accounts.size(), 1U);
  EXPECT_EQ(config.accounts.front().id.text, "pacifica/main");
  EXPECT_EQ(config.accounts.front().address, address);
  EXPECT_EQ(config.accounts.front().api_origin, "https://api.pacifica.fi");
  EXPECT_EQ(config.mode, Mode::live);
}

TEST(ConfigAccounts, KnowPacificasTestSystemForPlayMoney) {
  const auto config = ConfigWorld::with_env(
                          "PACIFICA_ACCOUNT=FAe4sisG95oZ42w7buUn5qEE4TAnfTTFPiguZUHmhiF\n"
                          "PACIFICA_API_BASE=https://test-api.pacifica.fi/api/v1\n")
                          .must_load();
  EXPECT_EQ(config.accounts.front().api_origin, "https://test-api.pacifica.fi");
  EXPECT_EQ(config.mode, Mode::simulated);
  EXPECT_EQ(config.badge, Badge::paper);
}

TEST(ConfigAccounts, NeverRepeatWhatMayBeASolanaKey) {
  const std::string key(88, 'z');
  const auto error = ConfigWorld::with_env("PACIFICA_ACCOUNT=" + key + "\n").must_fail();
  EXPECT_EQ(error.what.find(key.substr(0, 20)), std::string::npos) << error.what;
  EXPECT_NE(error.what.find("88 characters"), std::string::npos) << error.what;
}

TEST(ConfigAccounts, WarnOfSecretsThatCameWithTheEnvironment) {
  ConfigWorld world;
  world.variables["POLY_FUNDER"] = wallet;
  world.variables["POLY_PRIVATE_KEY"] = std::string(64, 'a');
  const auto config = world.must_load();
  ASSERT_EQ(config.warnings.size(), 1U);
  EXPECT_NE(config.warnings.front().find("POLY_PRIVATE_KEY"), std::string::npos);
}

TEST(ConfigAccounts, ShowNoSecretInAnySetting) {
  auto world = ConfigWorld::with_env(
      text_of("POLY_FUNDER=", wallet) + "\nPOLY_PRIVATE_KEY=" + std::string(64, 'a') +
      "\nDISCORD_WEBHOOK_URL=https://discord.com/api/webhooks/1/canary-canary\n"
      "TELEGRAM_BOT_TOKEN=1:canary-canary\n"
      "POLYGON_RPC_URLS=https://one.example/v2/canary-canary,https://two.example/canary-canary\n");
  const auto config = world.must_load();
  EXPECT_EQ(config.polygon_endpoints.size(), 2U);
  EXPECT_EQ(config.polygon_endpoints.front().text(), "https://one.example/v2/canary-canary");
  EXPECT_EQ(config.alerts.telegram_bot_token.reveal(), "1:canary-canary");
  for (const auto& setting : config.settings) {
    EXPECT_EQ(setting.value.find("canary"), std::string::npos) << setting.key;
    EXPECT_EQ(setting.value.find("aaaaaaaa"), std::string::npos) << setting.key;
  }
  EXPECT_EQ(setting_of(config, "account.polymarket/main.private_key").value, "***");
  EXPECT_EQ(setting_of(config, "alerts.telegram.bot_token").source, ".env:4");
}

TEST(ConfigAccounts, WarnOfChannelsThatNobodySendsTo) {
  auto by_variable = ConfigWorld::with_env("TELEGRAM_BOT_TOKEN=1:token\n");
  auto by_file = ConfigWorld::with_toml("[alerts.discord]\nwebhook_url_path = \"hook\"\n");
  by_file.secrets["/srv/bot/hook"] = "https://discord.com/api/webhooks/1/secret";
  auto by_credential =
      ConfigWorld::with_toml("[alerts.telegram]\nbot_token_credential = \"token\"\n");
  by_credential.credentials = Credentials::leave;  // as `config show` reads
  for (auto* world : {&by_variable, &by_file, &by_credential}) {
    const auto config = world->must_load();
    ASSERT_EQ(config.warnings.size(), 1U);
    EXPECT_NE(config.warnings.front().find("no message is sent"), std::string::npos);
  }
}

TEST(ConfigAccounts, ReadEndpointsFromAFileWithOneAddressPerLine) {
  auto world = ConfigWorld::with_toml("[chain.polygon]\nendpoints_path = \"endpoints\"\n");
  world.secrets["/srv/bot/endpoints"] =
      "# paid\nhttps://one.example/key\r\n\nhttps://two.example/key # spare\n";
  const auto config = world.must_load();
  ASSERT_EQ(config.polygon_endpoints.size(), 2U);
  EXPECT_EQ(config.polygon_endpoints.at(1).text(), "https://two.example/key");
  world.secrets["/srv/bot/endpoints"] = "https://one.example/secretkey\nftp://x/secretkey\n";
  const auto error = world.must_fail();
  EXPECT_EQ(error.what.find("secretkey"), std::string::npos) << error.what;
  EXPECT_NE(error.what.find("number 2"), std::string::npos) << error.what;
}

TEST(ConfigAccounts, WarnWhenOneProviderWouldBeAskedTwice) {
  auto world = ConfigWorld::with_toml(std::string{polymarket_account});
  EXPECT_TRUE(world.must_load().warnings.empty());
  world.variables["POLYGON_RPC_URLS"] = "https://one.example/a,https://one.example/b";
  EXPECT_EQ(world.must_load().warnings.size(), 1U);
}

}  // namespace
}  // namespace holdfast::platform
